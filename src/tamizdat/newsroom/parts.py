"""A story cut into what a person compares: its fields, paragraphs, pictures, notes. Two versions of a story, or a story and its
translation, are put side by side by these parts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText
from wagtail.utils.text import text_from_html

WORDS = ("kicker", "headline", "dek", "dateline", "lead_caption", "lead_alt_text")
"""Fields that a translator translates, in the order in which a reader meets them."""
FIELDS = (
    *("kicker", "headline", "dek", "byline", "authors", "dateline"),
    *("lead_picture", "lead_caption", "lead_alt_text", "lead_credit_line"),
)
"""Fields before the body. A reader sees them, or hears them read."""
AFTER = ("editors_note", "topics", "regions", "series", "genre", "display_date", "embargoed_until", "updated_at")
NOTES = "notes"
CORRECTIONS = frozenset(["correction", "clarification", "retraction"])
_KEY = re.compile(r' data-block-key="[^"]*"')
"""The editor's number of a paragraph, another one after each saving of a text that had none."""
_PARAGRAPH = re.compile(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)|(?<=</h[1-6]>)|(?<=</blockquote>)")


@dataclass(frozen=True, kw_only=True)
class Part:
    """`place` is a field's name or a block's id; `kind` a field's name or a block's type. `text` is what a reader reads, `exact`
    what is stored, which differs where the formatting or a link does. `number` is the paragraph's in its block."""

    place: str
    kind: str
    text: str
    exact: str
    number: int = 0
    pictures: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The same part before and after; None where it is not there."""

    before: Part | None
    after: Part | None

    @property
    def part(self) -> Part:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def is_changed(self) -> bool:
        return (self.before.exact if self.before else "") != (self.after.exact if self.after else "")

    @property
    def digest(self) -> str:
        """Of what changed into what, and where."""
        return digest(self.part.place, self.before.exact if self.before else "", self.after.exact if self.after else "")


def words_digest(part: Part) -> str:
    """Of what a reader reads: the same after the editor has saved a text that nobody changed."""
    return digest(" ".join(part.text.split()))


def digest(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def parts_of(story: Any) -> list[Part]:
    """All that a reader can notice, in the order of the page."""
    fields = [_field(story, name) for name in FIELDS]
    after = [_field(story, name) for name in AFTER]
    return [*fields, *_body(story), *map(_note, story.notes.all()), *after]


def words_of(story: Any) -> list[Part]:
    """What a translator translates."""
    return [*(_field(story, name) for name in WORDS), *_body(story)]


def corrections_of(story: Any) -> list[Part]:
    return [_note(note) for note in story.notes.all() if note.kind in CORRECTIONS]


def aligned(before: Sequence[Part], after: Sequence[Part]) -> list[Pair]:
    """Two versions of one story, part by part: fields by name, blocks by id, the paragraphs of a text by their words."""
    old, new = _by_place(before), _by_place(after)
    pairs: list[Pair] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, list(old), list(new), autojunk=False).get_opcodes():
        if kind == "equal":
            for place in list(new)[j1:j2]:
                pairs += _paragraphs(old[place], new[place])
            continue
        for place in list(old)[i1:i2]:
            if place not in new:
                pairs += [Pair(before=part, after=None) for part in old[place]]
        for place in list(new)[j1:j2]:
            pairs += _paragraphs(old.get(place, []), new[place])
    return pairs


def _by_place(parts: Sequence[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.place, []).append(part)
    return found


def _paragraphs(before: list[Part], after: list[Part]) -> Iterator[Pair]:
    old_texts, new_texts = ([part.exact for part in parts] for parts in (before, after))
    for _kind, i1, i2, j1, j2 in SequenceMatcher(None, old_texts, new_texts, autojunk=False).get_opcodes():
        for n in range(max(i2 - i1, j2 - j1)):
            old = before[i1 + n] if i1 + n < i2 else None
            new = after[j1 + n] if j1 + n < j2 else None
            yield Pair(before=old, after=new)


def _field(story: Any, name: str) -> Part:
    value = getattr(story, name)
    if name in ("topics", "regions"):
        rows = sorted(value.all(), key=lambda row: row.pk)
        return Part(place=name, kind=name, text=", ".join(map(str, rows)), exact=str([row.pk for row in rows]))
    if name == "authors":
        rows = [f"{row.author} ({row.role})" if row.role else str(row.author) for row in value.all()]
        return Part(place=name, kind=name, text=", ".join(rows), exact=json.dumps(rows))
    if name == "genre":
        return Part(place=name, kind=name, text=str(story.get_genre_display()), exact=value)
    if isinstance(value, Model):
        pictures = (value,) if isinstance(value, AbstractImage) else ()
        return Part(place=name, kind=name, text=str(value), exact=str(value.pk), pictures=pictures)
    text = "" if value is None else str(value)
    return Part(place=name, kind=name, text=text, exact=text)


def _body(story: Any) -> Iterator[Part]:
    for child in story.body:
        place, kind = str(child.id), child.block_type
        if kind == "text":
            for number, html in enumerate(paragraphs(_KEY.sub("", child.value.source))):
                yield Part(place=place, kind=kind, text=_plain(html), exact=html, number=number)
            continue
        pictures: list[Any] = []
        lines = [line for line in _lines(child.value, pictures) if line]
        exact = json.dumps(_without_ids(child.get_prep_value()["value"]), cls=DjangoJSONEncoder)
        yield Part(place=place, kind=kind, text="\n".join(lines), exact=exact, pictures=tuple(pictures))


def _note(note: Any) -> Part:
    text = f"{note.get_kind_display()}: {_plain(note.text)}"
    return Part(place=f"{NOTES}-{note.date:%Y%m%d%H%M%S%f}-{note.kind}", kind=NOTES, text=text, exact=note.text)


def paragraphs(source: str) -> list[str]:
    """The HTML of each paragraph, heading and list of a text, in which something is written."""
    return [piece for piece in _PARAGRAPH.split(source) if strip_tags(piece).replace("&nbsp;", " ").strip()]


def _plain(html: str) -> str:
    text: str = text_from_html(re.sub(r"</li>|<br/?>", r"\g<0>" + "\n", html))
    return text.strip()


def _lines(value: Any, pictures: list[Any]) -> Iterator[str]:
    if isinstance(value, RichText):
        yield _plain(value.source.replace("</p>", "</p>\n"))
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from _lines(inner, pictures)
    elif isinstance(value, ListValue | StreamValue | list):
        for inner in value:
            yield from _lines(inner, pictures)
    elif isinstance(value, dict):  # a table
        yield from (" | ".join(str(cell or "") for cell in row) for row in value.get("data") or ())
    elif isinstance(value, AbstractImage):
        pictures.append(value)
        yield str(value)
    elif value is not None:
        yield str(value)


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id"}
    return _KEY.sub("", value) if isinstance(value, str) else value
