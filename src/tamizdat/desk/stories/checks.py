"""What is missing in a story, or wrong with it, in plain words: to be read before it is published.

Nothing here forbids anything. Each finding names the place in the form to which the editor goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from tamizdat.kit.paths import file_path, spellings
from tamizdat.newsroom import paths
from tamizdat.newsroom.models import Address, Article, Attachment
from tamizdat.newsroom.public import is_public

_FILE_NAME = re.compile(
    r".*\.(avif|gif|hei[cf]|jfif|jpe?g?|png|svg|tiff?|webp)"
    r"|(IMG|DSC[NF]?|PXL|MVI|P|GOPR|image|photo|picture|scan|screen ?shot|снимок экрана|фото)[-_ (]*\d[-_ .:()\dA-Z]*",
    re.IGNORECASE,
)
"""What cameras, phones and programs call a file."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`place` is the name of a field, or the id of a block, as the form marks it in data-contentpath."""

    text: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link in a text, where `place` is. `page` and `file` are numbers of rows; a link has one of these, or an address."""

    place: str
    words: str
    address: str = ""
    page: int | None = None
    file: int | None = None


def findings(story: Article) -> list[Finding]:
    """In the order of the form. The story may have changes that are not saved yet."""
    found = [
        *_summary(story),
        *_lead(story),
        *_body_pictures(story),
        *_related(story),
        *links_in(_texts(story)),
        *_filing(story),
    ]
    return sorted(found, key=_order(story))


def _order(story: Article) -> Any:
    blocks = {str(child.id): number for number, child in enumerate(story.body)}
    fields = {"dek": -2, "lead_picture": -1, "lead_alt_text": -1, "notes": len(blocks), "regions": len(blocks) + 1}
    return lambda finding: (blocks | fields).get(finding.place, len(blocks))


def _summary(story: Article) -> Iterator[Finding]:
    if not story.dek.strip():
        yield Finding(text=_("There is no dek. Readers see it in lists and where the story is shared."), place="dek")


def _filing(story: Article) -> Iterator[Finding]:
    if not story.regions.all() and not story.topics.all():
        text = _("There is no place and no topic. The story will be in no section of the site.")
        yield Finding(text=text, place="regions")


def _lead(story: Article) -> Iterator[Finding]:
    if picture := story.lead_picture:
        yield from alt_text(picture, story.lead_alt_text, story.language, "lead_alt_text")


def _body_pictures(story: Article) -> Iterator[Finding]:
    for child in story.body:
        if child.block_type == "picture":
            values = [child.value]
        elif child.block_type == "gallery":
            values = list(child.value)
        else:
            continue
        for value in values:
            if value.get("picture"):
                yield from alt_text(value["picture"], value.get("alt_text") or "", story.language, str(child.id))


def alt_text(picture: Any, given: str, language: str, place: str) -> Iterator[Finding]:
    """A missing alt text, or one that is a file name. `given` is the story's own alt text, which goes before the library's."""
    text = (given or picture.texts.get(language, {}).get("alt_text") or picture.alt_text).strip()
    if not text:
        told = _("The picture “%(name)s” has no alt text: readers who cannot see it learn nothing.")
        yield Finding(text=told % {"name": picture.title}, place=place)
    elif is_file_name(text) or text == PurePath(picture.file.name).stem:
        told = _("The alt text “%(text)s” is a file name. Write what the picture shows.")
        yield Finding(text=told % {"text": text}, place=place)


def is_file_name(text: str) -> bool:
    return _FILE_NAME.fullmatch(text) is not None


def _related(story: Article) -> Iterator[Finding]:
    chosen = [(str(child.id), child.value) for child in story.body if child.block_type == "related"]
    public = _public({page.pk for _place, page in chosen if page})
    for place, page in chosen:
        if page is None:
            yield Finding(text=_("The related story was deleted. Remove the block."), place=place)
        elif page.pk not in public:
            told = _("The related story “%(headline)s” is not published: readers will not see it.")
            yield Finding(text=told % {"headline": page.title}, place=place)


def links_in(texts: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Links that lead nowhere, in texts with the place of each."""
    found = [link for place, text in texts for link in links(text, place)]
    pages = {link.page for link in found if link.page is not None}
    headlines = dict(Article.objects.filter(pk__in=pages).values_list("pk", "headline"))
    public = _public(pages)
    files = set(Attachment.objects.filter(pk__in=[one.file for one in found if one.file]).values_list("pk", flat=True))
    for link in found:
        words = {"words": link.words}
        told = ""
        if link.page is not None and link.page not in headlines:
            told = _("The link “%(words)s” leads to a story that was deleted.")
        elif link.page is not None and link.page not in public:
            told = _("The link “%(words)s” leads to a story that is not published: “%(headline)s”.")
            words["headline"] = headlines[link.page]
        elif link.file is not None and link.file not in files:
            told = _("The link “%(words)s” leads to a file that was deleted.")
        elif link.page is None and link.file is None and (why := _dead(link.address)):
            told, words["address"] = why, link.address
        if told:
            yield Finding(text=told % words, place=link.place)


def _dead(address: str) -> str:
    """What is wrong with an address, with %(words)s and %(address)s; '' for one that may lead somewhere. Nothing is asked of
    other hosts: they would learn what is being written."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    own = f"{parts.scheme}://{parts.netloc}" == settings.NEWSROOM.canonical or not (parts.scheme or parts.netloc)
    if own and parts.path.startswith("/"):
        return _dead_here(parts.path)
    works = {"http": "." in host, "https": "." in host, "mailto": "@" in parts.path, "tel": bool(parts.path)}
    if works.get(parts.scheme) or address.startswith("#"):
        return ""
    return _("The link “%(words)s” has no working address: %(address)s.")


def _dead_here(path: str) -> str:
    """The same of a path of the newsroom's own site."""
    languages = settings.NEWSROOM.languages
    if paths.owners(file_path(path), languages) or re.fullmatch(paths.SHARED, path.lstrip("/")):
        return ""
    row = Address.objects.filter(path__in=spellings(path)).first()
    if row is None:
        return _("The link “%(words)s” leads to a page that the site does not have: %(address)s.")
    return _("The link “%(words)s” leads to a page that was taken down: %(address)s.") if row.ended else ""


def _public(pages: Any) -> set[int]:
    return set(Article.objects.filter(is_public(timezone.now()), pk__in=pages).values_list("pk", flat=True))


def _texts(story: Article) -> Iterator[tuple[str, str]]:
    """Place and HTML of whatever may hold links."""
    for child in story.body:
        place, value = str(child.id), child.value
        if child.block_type == "text":
            yield place, value.source
        elif child.block_type == "box":
            yield place, value["text"].source
        elif child.block_type == "audio" and value.get("transcript"):
            yield place, value["transcript"].source
    for note in story.notes.all():
        yield "notes", note.text


def links(text: str, place: str) -> list[Link]:
    reader = _LinkReader(place)
    reader.feed(text)
    reader.close()
    return reader.found


class _LinkReader(HTMLParser):
    def __init__(self, place: str) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._place = place
        self._open: dict[str, str] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = {name: value or "" for name, value in attrs}, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag != "a" or self._open is None:
            return
        kind, number = self._open.get("linktype"), self._open.get("id", "")
        self.found.append(
            Link(
                place=self._place,
                words=self._words.strip(),
                address=self._open.get("href", ""),
                page=int(number) if kind == "page" and number.isdecimal() else None,
                file=int(number) if kind == "document" and number.isdecimal() else None,
            )
        )
        self._open = None
