"""Bodies: the stored blocks become what templates see. Everything that is HTML is sanitised here, on the way out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

import nh3

from tamizdat.edition import recordings
from tamizdat.edition.shapes import Block, Card, blocks
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.images import AttachedFile, Image
from tamizdat.kit.keys import Key
from tamizdat.kit.slugs import slugify

T = TypeVar("T")
_CLEANER = nh3.Cleaner(
    tags={
        "p",
        "b",
        "strong",
        "i",
        "em",
        "a",
        "ul",
        "ol",
        "li",
        "br",
        "sup",
        "sub",
        "s",
        "h2",
        "h3",
        "hr",
        "blockquote",
    },
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
_INTERNAL = re.compile(r"<a\b([^>]*\blinktype=[^>]*)>(.*?)</a>", re.S)
_ATTRIBUTE = re.compile(r'\b(linktype|id)="([^"]*)"')
_KEYED = re.compile(r'<p data-block-key="\w*">')
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"(?<![^\W\d_]\.)(?<!\b[^\W\d_])[.!?…؟։][\"»”’)]*(?=\s)")
"""Not after a single letter: that is an initial, or a part of an abbreviation."""
_NUMBER = re.compile(r"[+\-−±~≈<>≤≥]?\s?[$€£¥₽₸₴₾֏₺]?\s?\d[\d.,٫٬'’\s/–-]*[%‰٪°$€£¥₽₸₴₾֏₺]?")
_NEXT = re.compile(r"[\s,]*(?=.)", re.S)
_NO_NUMBER = ("", "-", "–", "—", "…", "?")
OPENING_LEAST, OPENING_MOST = 60, 240
"""Letters of a paragraph that can open a story, and of what is shown of it."""


def sanitise(text: str) -> str:
    """HTML that can carry nothing executable: a short list of tags, `href` alone, harmless schemes."""
    if "data-block-key" in text:
        text = _KEYED.sub("<p>", text)
    return text if _is_plain(text) else _CLEANER.clean(text)


def _is_plain(text: str) -> bool:
    """Whether these are the usual paragraphs, in which there is nothing to clean: counting takes a third of matching."""
    marks = 2 * text.count("</p><p>") + 2
    return (
        text.startswith("<p>")
        and text.endswith("</p>")
        and text.count("<") == marks
        and text.count(">") == marks
        and "&" not in text
    )


@dataclass(frozen=True, kw_only=True)
class StoredBlock:
    """A block as the database has it: `value` is whatever was written, by the desk or by an import."""

    kind: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class References:
    """What texts refer to, by number."""

    pictures: set[int] = field(default_factory=set)
    attachments: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)

    def keys(self) -> Iterator[Key]:
        """Of the values that they stand for."""
        for kind, pks in (("image", self.pictures), ("file", self.attachments), ("card", self.stories)):
            yield from (Key.of(kind, pk) for pk in pks)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a text's references stand for. Each answers None for what is not public or not there."""

    language: str
    image: Callable[[int], Image | None]
    file: Callable[[int], AttachedFile | None]
    card: Callable[[int], Card | None]


def context(uses: Uses, language: str) -> Context:
    return Context(language=language, image=uses.image, file=uses.file, card=uses.card)


NOTHING = Context(language="", image=lambda _: None, file=lambda _: None, card=lambda _: None)


def references(stored: Iterable[StoredBlock], found: References | None = None) -> References:
    """What the blocks refer to, added to what was `found` before."""
    found = found or References()
    for block in stored:
        for item in _items(block.value) if block.kind == "gallery" else [block.value]:
            if isinstance(item, dict):
                found.pictures.update(item[name] for name in ("picture", "poster") if isinstance(item.get(name), int))
                found.attachments.update(item[name] for name in ("file", "captions") if isinstance(item.get(name), int))
        if block.kind == "related" and isinstance(block.value, int):
            found.stories.add(block.value)
        for text in _texts(block):
            refer(text, found)
    return found


def refer(text: str, found: References) -> None:
    """Add what a rich text links to."""
    if "linktype=" not in text:
        return
    for inner in _INTERNAL.finditer(text):
        link = dict(_ATTRIBUTE.findall(inner[1]))
        if link.get("id", "").isdigit():
            (found.stories if link.get("linktype") == "page" else found.attachments).add(int(link["id"]))


def load(raw: str) -> tuple[StoredBlock, ...]:
    """The blocks of a body as the column holds it."""
    parsed = json.loads(raw) if raw else []
    return from_raw(parsed if isinstance(parsed, list) else [])


def one_by_one(raw: str) -> Iterator[StoredBlock]:
    """The same, each parsed when it is asked for: how a long body begins is known without the rest."""
    decoder, at = json.JSONDecoder(), 1
    while raw.startswith("[") and (match := _NEXT.match(raw, at)) and raw[match.end()] != "]":
        block, at = decoder.raw_decode(raw, match.end())
        yield from from_raw([block])


def from_raw(raw: Iterable[Any]) -> tuple[StoredBlock, ...]:
    """Of blocks as the framework has them, each with its type and value."""
    return tuple(
        StoredBlock(kind=block.get("type", ""), value=block.get("value")) for block in raw if isinstance(block, dict)
    )


def shape(stored: Iterable[StoredBlock], around: Context) -> tuple[Block, ...]:
    """Blocks as templates see them. A block whose picture, file or story is not public is left out."""
    made = []
    used: set[str] = set()
    for one in stored:
        block = _MAKERS[one.kind](one.value, around) if one.kind in _MAKERS else None
        if isinstance(block, blocks.HeadingBlock):
            block = replace(block, id=_unused(f"h-{slugify(block.text, around.language, limit=40)}", used))
        elif isinstance(block, blocks.AudioBlock):
            block = replace(block, id=_unused("listen", used))
        if block is not None:
            made.append(block)
    return tuple(made)


def _unused(stem: str, used: set[str]) -> str:
    """The name with a number where it is used already."""
    name, number = stem, 2
    while name in used:
        name, number = f"{stem}-{number}", number + 1
    used.add(name)
    return name


def opening(stored: Iterable[StoredBlock]) -> str:
    """How the text begins: the first sentences of the first paragraph that is longer than a date or a place, as plain text."""
    for block in stored:
        if block.kind == "text" and isinstance(block.value, str):
            for paragraph in _PARAGRAPH.findall(block.value):
                text = " ".join(html.unescape(_TAG.sub("", paragraph.replace("<br", " <br"))).split())
                if len(text) >= OPENING_LEAST:
                    return _first_sentences(text)
    return ""


def _first_sentences(text: str) -> str:
    ends = (match.end() for match in _SENTENCE_END.finditer(text[: OPENING_MOST + 1]))
    if end := next((end for end in ends if end >= OPENING_LEAST), 0):
        return text[:end]
    return text if len(text) <= OPENING_MOST else f"{text[:OPENING_MOST].rpartition(' ')[0]} …"


def words(body: Iterable[Block]) -> int:
    """About how many words there are: spaces and paragraphs are counted, which takes a thirtieth of splitting the text."""
    return sum(_words(text) for block in body if (text := _main_text(block)))


def _main_text(block: Block) -> str:
    """The text or html that a block consists of; '' for one that shows something else."""
    if isinstance(block, blocks.TextBlock | blocks.BoxBlock):
        return block.html
    return block.text if isinstance(block, blocks.HeadingBlock | blocks.QuoteBlock | blocks.PullQuoteBlock) else ""


def _words(text: str) -> int:
    spaces, paragraphs = text.count(" "), text.count("<p")
    if text.count("<") == 2 * paragraphs:  # there is nothing but paragraphs
        return spaces + (paragraphs or 1)
    return spaces - text.count("<a ") + (paragraphs + text.count("<li") or 1)


def _texts(block: StoredBlock) -> Iterator[str]:
    if block.kind == "text" and isinstance(block.value, str):
        yield block.value
    elif isinstance(block.value, dict):
        yield from (text for name in ("text", "transcript") if isinstance(text := block.value.get(name), str))


def _items(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in items]


def rich(text: Any, around: Context) -> str:
    """Rich text with its inner links resolved; a link to what is not public keeps its words and loses its address."""

    def resolve(match: re.Match[str]) -> str:
        link = dict(_ATTRIBUTE.findall(match[1]))
        pk = int(link["id"]) if link.get("id", "").isdigit() else 0
        if link.get("linktype") == "page":
            card = around.card(pk)
            url = card.url if card else ""
        else:
            file = around.file(pk)
            url = file.url if file else ""
        return f'<a href="{html.escape(url)}">{match[2]}</a>' if url else match[2]

    if not isinstance(text, str):
        return ""
    return sanitise(_INTERNAL.sub(resolve, text) if "linktype=" in text else text)


def _text(value: Any, around: Context) -> blocks.TextBlock | None:
    text = rich(value, around)
    return blocks.TextBlock(html=text) if text.strip() else None


def _heading(value: Any, _: Context) -> blocks.HeadingBlock | None:
    return blocks.HeadingBlock(text=str(value), id="") if value else None


def _picture(value: Any, around: Context) -> blocks.PictureBlock | None:
    image = _lookup(around.image, value.get("picture")) if isinstance(value, dict) else None
    if image is None:
        return None
    words = {name: value.get(name) or "" for name in ("caption", "alt_text", "credit_line")}
    return blocks.PictureBlock(picture=image.shape(around.language, **words))


def _lookup(find: Callable[[int], T | None], pk: object) -> T | None:
    return find(pk) if isinstance(pk, int) and pk else None


def _gallery(value: Any, around: Context) -> blocks.GalleryBlock | None:
    shown = [made.picture for item in _items(value) if (made := _picture(item, around))]
    return blocks.GalleryBlock(pictures=tuple(shown)) if shown else None


def _quote(value: Any, _: Context) -> blocks.QuoteBlock | None:
    return (
        blocks.QuoteBlock(text=value.get("text") or "", attribution=value.get("attribution") or "") if value else None
    )


def _pull_quote(value: Any, _: Context) -> blocks.PullQuoteBlock | None:
    return blocks.PullQuoteBlock(text=str(value)) if value else None


def _table(value: Any, _: Context) -> blocks.TableBlock | None:
    rows = [tuple(str(cell or "") for cell in row) for row in (value or {}).get("data") or []]
    if not rows:
        return None
    has_head = value.get("first_row_is_table_header") or value.get("table_header_choice") in ("row", "both")
    has_row_heads = value.get("first_col_is_header") or value.get("table_header_choice") in ("column", "both")
    head = rows.pop(0) if has_head else ()
    return blocks.TableBlock(
        caption=value.get("table_caption") or "",
        head=head,
        rows=tuple(rows),
        row_heads=bool(has_row_heads),
        numbers=frozenset(
            column
            for column, cells in enumerate(zip(*rows, strict=False))
            if (column or not has_row_heads) and _are_numbers(cells)
        ),
    )


def _are_numbers(cells: Iterable[str]) -> bool:
    """Whether there is at least one number among them, and nothing else but empty cells and dashes."""
    said = [cell for cell in (cell.strip() for cell in cells) if cell not in _NO_NUMBER]
    return bool(said) and all(map(_NUMBER.fullmatch, said))


def _document(value: Any, around: Context) -> blocks.DocumentBlock | None:
    file = _file(value, around)
    return blocks.DocumentBlock(**_facts(value, file)) if file else None


def _audio(value: Any, around: Context) -> blocks.AudioBlock | None:
    file = _file(value, around)
    if file is None:
        return None
    transcript = rich(value.get("transcript"), around)
    return blocks.AudioBlock(
        **_facts(value, file),
        id="",
        duration=file.seconds or 0,
        chapters=recordings.chapters(_items(value.get("chapters")), file.url),
        transcript=recordings.with_times(transcript, file.url),
        cues=recordings.cues(transcript, file.seconds or 0),
    )


def _video(value: Any, around: Context) -> blocks.VideoBlock | None:
    file = _file(value, around)
    if file is None:
        return None
    poster, captions = _lookup(around.image, value.get("poster")), _lookup(around.file, value.get("captions"))
    return blocks.VideoBlock(
        **_facts(value, file),
        duration=file.seconds or 0,
        poster=poster.shape(around.language) if poster else None,
        captions_url=captions.url if captions else "",
    )


def _file(value: Any, around: Context) -> AttachedFile | None:
    return _lookup(around.file, value.get("file")) if isinstance(value, dict) else None


def _facts(value: Any, file: AttachedFile) -> dict[str, Any]:
    """What every block of a file says of it."""
    title = value.get("title") or file.title
    return {"url": file.url, "type": file.media_type, "title": title, "bytes": file.file_size or 0}


def _embed(value: Any, _: Context) -> blocks.EmbedBlock | None:
    url = (value or {}).get("url") or ""
    host = urlsplit(url).hostname if url.startswith("https://") else None
    return blocks.EmbedBlock(url=url, host=host, title=value.get("title") or host) if host else None


def _related(value: Any, around: Context) -> blocks.RelatedBlock | None:
    card = around.card(value) if isinstance(value, int) else None
    return blocks.RelatedBlock(card=card) if card else None


def _box(value: Any, around: Context) -> blocks.BoxBlock | None:
    if not isinstance(value, dict):
        return None
    return blocks.BoxBlock(title=value.get("title") or "", html=rich(value.get("text"), around))


_MAKERS: dict[str, Callable[[Any, Context], Block | None]] = {
    "text": _text,
    "heading": _heading,
    "picture": _picture,
    "gallery": _gallery,
    "quote": _quote,
    "pull_quote": _pull_quote,
    "table": _table,
    "audio": _audio,
    "video": _video,
    "embed": _embed,
    "document": _document,
    "related": _related,
    "box": _box,
    "divider": lambda _value, _around: blocks.DividerBlock(),
}
