"""What is missing in a story, or wrong with it, in plain words: to be read before it is published.

Each finding names the place in the form to which the editor goes. Which checks are made, and which of them forbid publishing,
the newsroom chooses (nouns/site.py); `faults` is asked before every publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.misspelled import misspelled
from tamizdat.kit.paths import file_path, spellings
from tamizdat.newsroom import paths, wording
from tamizdat.newsroom.models import Address, Article, Attachment, SiteSettings
from tamizdat.newsroom.public import is_public
from tamizdat.search.variants import variants

_FILE_NAME = re.compile(
    r".*\.(avif|gif|hei[cf]|jfif|jpe?g?|png|svg|tiff?|webp)"
    r"|(IMG|DSC[NF]?|PXL|MVI|P|GOPR|image|photo|picture|scan|screen ?shot|снимок экрана|фото)[-_ (]*\d[-_ .:()\dA-Z]*",
    re.IGNORECASE,
)
"""What cameras, phones and programs call a file."""
_HEADING = re.compile(r"<h([2-6])\b")
OFF, BLOCKS = "off", "blocks"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`place` is the name of a field, or the id of a block, as the form marks it in data-contentpath. `check` is one of
    CHECKS; `blocks` says that the story cannot be published before this is in order."""

    text: str
    place: str
    check: str
    blocks: bool = False


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
    chosen = choices()
    found = [
        Finding(text=one.text, place=one.place, check=one.check, blocks=chosen.get(one.check) == BLOCKS)
        for name, check in CHECKS.items()
        if chosen.get(name) != OFF
        for one in check.find(story)
    ]
    return sorted(found, key=_order(story))


def faults(story: Any) -> list[str]:
    """What keeps this story from being published."""
    if not isinstance(story, Article) or BLOCKS not in choices().values():
        return []
    return [finding.text for finding in findings(story) if finding.blocks]


def choices() -> dict[str, str]:
    """What the newsroom chose, by check; of what it chose nothing for, findings are shown."""
    return SiteSettings.objects.values_list("checks", flat=True).first() or {}


def _order(story: Article) -> Any:
    blocks = {str(child.id): number for number, child in enumerate(story.body)}
    fields = {
        "headline": -3, "dek": -2, "lead_picture": -1, "lead_alt_text": -1, "lead_credit_line": -1, "lead_caption": -1,
        "notes": len(blocks), "regions": len(blocks) + 1,
    }  # fmt: skip
    return lambda finding: (blocks | fields).get(finding.place, len(blocks))


def _summary(story: Article) -> Iterator[Finding]:
    if not story.dek.strip():
        text = _("There is no dek. Readers see it in lists and where the story is shared.")
        yield Finding(text=text, place="dek", check="dek")


def _filing(story: Article) -> Iterator[Finding]:
    if not story.regions.all() and not story.topics.all():
        text = _("There is no place and no topic. The story will be in no section of the site.")
        yield Finding(text=text, place="regions", check="filing")


def _pictures(story: Article) -> Iterator[tuple[Any, dict[str, Any], str]]:
    """Each picture with the story's own words for it, and the id of its block; the lead first, whose place is empty."""
    if story.lead_picture:
        own = {"alt_text": story.lead_alt_text, "credit_line": story.lead_credit_line}
        yield story.lead_picture, own, ""
    for child in story.body:
        values = {"picture": [child.value], "gallery": child.value}.get(child.block_type, ())
        yield from ((value["picture"], value, str(child.id)) for value in values if value.get("picture"))


def _alt_texts(story: Article) -> Iterator[Finding]:
    for picture, own, place in _pictures(story):
        if not picture.is_decorative:
            yield from alt_text(picture, own.get("alt_text") or "", story.language, place or "lead_alt_text")


def _credits(story: Article) -> Iterator[Finding]:
    for picture, own, place in _pictures(story):
        if not (own.get("credit_line") or picture.credit_line or picture.creator).strip():
            told = _("The picture “%(name)s” has no credit. Say whose it is.")
            yield Finding(text=told % {"name": picture.title}, place=place or "lead_credit_line", check="credit")


def _rights(story: Article) -> Iterator[Finding]:
    for picture, _own, place in _pictures(story):
        if picture.rights_until and picture.rights_until <= timezone.now():
            told = _("The rights to the picture “%(name)s” have ended: readers will not see it.")
            yield Finding(text=told % {"name": picture.title}, place=place or "lead_picture", check="rights")


def _embargo(story: Article) -> Iterator[Finding]:
    if story.embargoed_until and not story.first_published_at and story.embargoed_until <= timezone.now():
        text = _("The embargo is past: the story will be public at once.")
        yield Finding(text=text, place="embargoed_until", check="embargo")


def _headings(story: Article) -> Iterator[Finding]:
    """The blocks' headings are of the second level; imports also bring some inside of a text."""
    level, open_heading = 1, None
    for child in story.body:
        place = str(child.id)
        if child.block_type == "heading":
            if open_heading:
                yield _empty_heading(*open_heading)
            level, open_heading = 2, (str(child.value), place)
        elif child.block_type != "divider":
            open_heading = None
        for found in _HEADING.findall(child.value.source) if child.block_type == "text" else ():
            if int(found) > level + 1:
                text = _("A heading skips a level. Readers who listen to the page lose their way.")
                yield Finding(text=text, place=place, check="headings")
            level = int(found)
    if open_heading:
        yield _empty_heading(*open_heading)


def _empty_heading(words: str, place: str) -> Finding:
    text = _("There is no text under the heading “%(words)s”.") % {"words": words}
    return Finding(text=text, place=place, check="headings")


def _siblings(story: Article) -> Iterator[Finding]:
    there = set(
        Article.objects.filter(translation_key=story.translation_key).values_list("locale__language_code", flat=True)
    )
    if missing := [name for code, name in autonyms() if code not in there]:
        text = _("There is no translation yet into: %(languages)s.") % {"languages": ", ".join(missing)}
        yield Finding(text=text, place="headline", check="siblings")


def _names(story: Article) -> Iterator[Finding]:
    texts = list(wording.texts(story))
    own = _own_words()
    for one, other in variants("\n".join(text for _place, text in texts), story.language):
        if one.lower() not in own or other.lower() not in own:
            places = (place for place, text in reversed(texts) if re.search(rf"\b{re.escape(other)}\b", text))
            place = next(places, "headline")
            told = _("“%(one)s” and “%(other)s”: is this one name in two spellings?")
            yield Finding(text=told % {"one": one, "other": other}, place=place, check="names")


def _spelling(story: Article) -> Iterator[Finding]:
    own = _own_words()
    for place, text in wording.texts(story):
        if wrong := misspelled(text, story.language, own):
            told = _("Perhaps misspelled: %(words)s.") % {"words": ", ".join(wrong)}
            yield Finding(text=told, place=place, check="spelling")


def _own_words() -> frozenset[str]:
    kept = SiteSettings.objects.values_list("own_words", flat=True).first() or ""
    return frozenset(kept.lower().split())


def alt_text(picture: Any, given: str, language: str, place: str) -> Iterator[Finding]:
    """A missing alt text, or one that is a file name. `given` is the story's own alt text, which goes before the library's."""
    text = (given or picture.texts.get(language, {}).get("alt_text") or picture.alt_text).strip()
    if not text:
        told = _("The picture “%(name)s” has no alt text: readers who cannot see it learn nothing.")
        yield Finding(text=told % {"name": picture.title}, place=place, check="alt_text")
    elif is_file_name(text) or text == PurePath(picture.file.name).stem:
        told = _("The alt text “%(text)s” is a file name. Write what the picture shows.")
        yield Finding(text=told % {"text": text}, place=place, check="alt_text")


def is_file_name(text: str) -> bool:
    return _FILE_NAME.fullmatch(text) is not None


def _related(story: Article) -> Iterator[Finding]:
    chosen = [(str(child.id), child.value) for child in story.body if child.block_type == "related"]
    public = _public({page.pk for _place, page in chosen if page})
    for place, page in chosen:
        if page is None:
            text = _("The related story was deleted. Remove the block.")
            yield Finding(text=text, place=place, check="related")
        elif page.pk not in public:
            told = _("The related story “%(headline)s” is not published: readers will not see it.")
            yield Finding(text=told % {"headline": page.title}, place=place, check="related")


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
            yield Finding(text=told % words, place=link.place, check="links")


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


@dataclass(frozen=True, kw_only=True)
class Check:
    label: Promise
    find: Callable[[Article], Iterator[Finding]]


CHECKS = {
    "dek": Check(label=gettext_lazy("A dek is missing"), find=_summary),
    "filing": Check(label=gettext_lazy("No place and no topic"), find=_filing),
    "alt_text": Check(label=gettext_lazy("A picture has no alt text"), find=_alt_texts),
    "credit": Check(label=gettext_lazy("A picture has no credit"), find=_credits),
    "rights": Check(label=gettext_lazy("The rights to a picture have ended"), find=_rights),
    "headings": Check(label=gettext_lazy("Headings out of order"), find=_headings),
    "links": Check(label=gettext_lazy("A link leads nowhere"), find=lambda story: links_in(_texts(story))),
    "related": Check(label=gettext_lazy("A related story is not published"), find=_related),
    "embargo": Check(label=gettext_lazy("The embargo is past"), find=_embargo),
    "siblings": Check(label=gettext_lazy("A translation is missing"), find=_siblings),
    "names": Check(label=gettext_lazy("One name in two spellings"), find=_names),
    "spelling": Check(label=gettext_lazy("Misspelled words"), find=_spelling),
}
"""Each check, with its name in the settings."""
