"""Bodies: the stored blocks become what templates see. Everything that is HTML is sanitised here, on the way out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import nh3

from tamizdat.edition import recordings
from tamizdat.edition.shapes import Block, Card
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


def references(blocks: list[dict[str, Any]], found: References | None = None) -> References:
    """What the blocks refer to, added to what was `found` before."""
    found = found or References()
    for block in blocks:
        kind, value = block.get("type"), block.get("value")
        for item in _items(value) if kind == "gallery" else [value]:
            if isinstance(item, dict):
                found.pictures.update(item[name] for name in ("picture", "poster") if isinstance(item.get(name), int))
                found.attachments.update(item[name] for name in ("file", "captions") if isinstance(item.get(name), int))
        if kind == "related" and isinstance(value, int):
            found.stories.add(value)
        for text in _texts(kind, value):
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


def load(raw: str) -> list[dict[str, Any]]:
    blocks = json.loads(raw) if raw else []
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def dump(blocks: list[dict[str, Any]]) -> str:
    return json.dumps(blocks)


def shape(blocks: list[dict[str, Any]], around: Context) -> tuple[Block, ...]:
    """Blocks as templates see them. A block whose picture, file or story is not public is left out."""
    made = []
    used: set[str] = set()
    recorded = 0
    for block in blocks:
        maker = _MAKERS.get(block.get("type", ""))
        value = maker(block.get("value"), around) if maker else None
        if value is None:
            continue
        if block["type"] == "heading":
            stem = slugify(str(value["text"]), around.language, limit=40)
            name, number = stem, 2
            while name in used:
                name, number = f"{stem}-{number}", number + 1
            used.add(name)
            value["id"] = f"h-{name}"
        elif block["type"] == "audio":
            recorded += 1
            value["id"] = "listen" if recorded == 1 else f"listen-{recorded}"
        made.append(Block(kind=block["type"], value=value))
    return tuple(made)


def words(blocks: tuple[Block, ...]) -> int:
    """About how many words there are: spaces and paragraphs are counted, which takes a thirtieth of splitting the text."""
    texts = [str(block.value.get("html") or block.value.get("text") or "") for block in blocks]
    return sum(_words(text) for text in texts if text)


def _words(text: str) -> int:
    spaces, paragraphs = text.count(" "), text.count("<p")
    if text.count("<") == 2 * paragraphs:  # there is nothing but paragraphs
        return spaces + (paragraphs or 1)
    return spaces - text.count("<a ") + (paragraphs + text.count("<li") or 1)


def _texts(kind: object, value: Any) -> Iterator[str]:
    if kind == "text" and isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (value[name] for name in ("text", "transcript") if isinstance(value.get(name), str))


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


def _text(value: Any, around: Context) -> dict[str, object] | None:
    text = rich(value, around)
    return {"html": text} if text.strip() else None


def _heading(value: Any, _: Context) -> dict[str, object] | None:
    return {"text": value} if value else None


def _picture(value: Any, around: Context) -> dict[str, object] | None:
    image = _lookup(around.image, value.get("picture")) if isinstance(value, dict) else None
    if image is None:
        return None
    words = {"caption": value.get("caption") or "", "alt_text": value.get("alt_text") or ""}
    return {"picture": image.shape(around.language, **words)}


def _lookup(find: Callable[[int], T | None], pk: object) -> T | None:
    return find(pk) if isinstance(pk, int) and pk else None


def _gallery(value: Any, around: Context) -> dict[str, object] | None:
    shown = [made["picture"] for item in _items(value) if (made := _picture(item, around))]
    return {"pictures": tuple(shown)} if shown else None


def _quote(value: Any, _: Context) -> dict[str, object] | None:
    return {"text": value.get("text") or "", "attribution": value.get("attribution") or ""} if value else None


def _table(value: Any, _: Context) -> dict[str, object] | None:
    rows = [tuple(str(cell or "") for cell in row) for row in (value or {}).get("data") or []]
    if not rows:
        return None
    head = (
        rows.pop(0)
        if value.get("first_row_is_table_header") or value.get("table_header_choice") in ("row", "both")
        else ()
    )
    has_row_heads = value.get("first_col_is_header") or value.get("table_header_choice") in ("column", "both")
    return {
        "caption": value.get("table_caption") or "",
        "head": head,
        "rows": tuple(rows),
        "row_heads": bool(has_row_heads),
    }


def _file(value: Any, around: Context) -> dict[str, Any] | None:
    file = _lookup(around.file, value.get("file")) if isinstance(value, dict) else None
    if file is None:
        return None
    return {
        "url": file.url,
        "type": file.media_type,
        "title": value.get("title") or file.title,
        "bytes": file.file_size or 0,
        "duration": file.seconds or 0,
    }


def _audio(value: Any, around: Context) -> dict[str, object] | None:
    made = _file(value, around)
    if made is None:
        return None
    url, items = made["url"], _items(value.get("chapters"))
    transcript = rich(value.get("transcript"), around)
    return made | {
        "chapters": recordings.chapters(items, url),
        "transcript": recordings.with_times(transcript, url),
        "cues": recordings.cues(transcript, made["duration"]),
    }


def _video(value: Any, around: Context) -> dict[str, object] | None:
    made = _file(value, around)
    if made is None:
        return None
    poster, captions = _lookup(around.image, value.get("poster")), _lookup(around.file, value.get("captions"))
    return made | {
        "poster": poster.shape(around.language) if poster else None,
        "captions_url": captions.url if captions else "",
    }


def _embed(value: Any, _: Context) -> dict[str, object] | None:
    url = (value or {}).get("url") or ""
    host = urlsplit(url).hostname if url.startswith("https://") else None
    return {"url": url, "host": host, "title": value.get("title") or host} if host else None


def _related(value: Any, around: Context) -> dict[str, object] | None:
    card = around.card(value) if isinstance(value, int) else None
    return {"card": card} if card else None


def _box(value: Any, around: Context) -> dict[str, object] | None:
    return (
        {"title": value.get("title") or "", "html": rich(value.get("text"), around)}
        if isinstance(value, dict)
        else None
    )


_MAKERS: dict[str, Callable[[Any, Context], dict[str, object] | None]] = {
    "text": _text,
    "heading": _heading,
    "picture": _picture,
    "gallery": _gallery,
    "quote": _quote,
    "pull_quote": _heading,
    "table": _table,
    "audio": _audio,
    "video": _video,
    "embed": _embed,
    "document": _file,
    "related": _related,
    "box": _box,
    "divider": lambda _value, _around: {},
}
