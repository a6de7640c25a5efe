"""One line's fields, read into a story: what a newsroom can keep is kept, what it cannot is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tamizdat.importers import addresses, bodies, pictures
from tamizdat.importers.dates import NotADate, moment
from tamizdat.importers.errors import LineRefused
from tamizdat.importers.house import House
from tamizdat.importers.words import clean, plain, shortened
from tamizdat.newsroom.actions.imports import Incoming

LIMITS = {
    "headline": 255,
    "kicker": 100,
    "dek": 600,
    "byline": 255,
    "dateline": 200,
    "credit": 300,
    "licence": 200,
    "slug": 200,
}
"""Letters of the newsroom's columns. A longer text is cut between words, with a warning."""
ID_LIMIT = 200
URL_LIMIT = 1000
NAMES = 50
"""Authors, regions, topics or old addresses of one story."""

FIELDS = frozenset(
    [
        *("id", "lang", "language", "title", "headline", "kicker", "dek", "slug", "byline", "dateline", "group"),
        *("published", "updated", "body", "body_html", "credit", "licence", "source_url"),
        *("authors", "regions", "topics", "old_urls", "pictures"),
    ]
)


class Reader:
    """Reads one line. `warnings` says what was left out of its story."""

    def __init__(self, line: Mapping[str, Any], house: House) -> None:
        self._line = line
        self._house = house
        self.warnings: list[str] = []

    def story(self) -> Incoming:
        """Raises LineRefused when the line lacks what no story can be without."""
        return Incoming(
            external_id=self._id(),
            language=self._language(),
            headline=self._headline(),
            body=self._body(),
            published=self._published(),
            updated=self._updated(),
            source_url=self._source_url(),
            group=self._text("group"),
            slug=self._text("slug"),
            kicker=self._text("kicker"),
            dek=self._text("dek"),
            byline=self._text("byline"),
            dateline=self._text("dateline"),
            credit=self._text("credit"),
            licence=self._text("licence"),
            authors=self._names("authors", limit=200),
            regions=self._names("regions"),
            topics=self._names("topics"),
            old_paths=self._old_paths(),
            pictures=pictures.read(self._line.get("pictures"), self._house.folder, self.warnings.append),
        )

    def _id(self) -> str:
        given = self._line.get("id")
        found = clean(str(given)) if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if not found:
            raise LineRefused("no id: give each story an `id` of its own, by which a later import knows it again")
        if len(found) > ID_LIMIT:
            raise LineRefused(f"the id is longer than {ID_LIMIT} characters: give the story a shorter one")
        return found

    def _language(self) -> str:
        given = self._line.get("lang") or self._line.get("language")
        if not isinstance(given, str) or not given.strip():
            raise LineRefused("no language: give `lang`, such as en")
        found = self._house.language(given.strip())
        if found is None:
            raise LineRefused(
                f"unknown language {clean(given)[:40]!r}: this newsroom has {', '.join(self._house.languages)}. "
                "Add the language to `languages` in newsroom.toml and import again, or correct the line"
            )
        return found

    def _headline(self) -> str:
        given = self._line.get("headline") or self._line.get("title")
        found = plain(given) if isinstance(given, str) else ""
        if not found:
            raise LineRefused("no headline: give `title` or `headline` as text")
        return self._cut("headline", found)

    def _body(self) -> bodies.Blocks:
        given, markup = self._line.get("body"), self._line.get("body_html")
        found: bodies.Blocks = ()
        if isinstance(markup, str):
            found = bodies.from_html(markup, self.warnings.append)
        if not found and isinstance(given, str):
            found = bodies.from_text(given)
        elif not found and isinstance(given, list):
            texts = [one for one in given if isinstance(one, str)]
            if len(texts) < len(given):
                self.warnings.append(f"{len(given) - len(texts)} items of body are no text and were left out")
            found = bodies.from_paragraphs(texts)
        if not isinstance(markup, str) and not isinstance(given, str | list):
            raise LineRefused("no body: give `body` as a list of paragraphs or as text, or `body_html`")
        if not found:
            self.warnings.append("the body is empty: the story came in with its headline alone")
        return found

    def _published(self) -> datetime | None:
        given = self._line.get("published")
        if given is None or given == "":
            return None
        try:
            return moment(given, self._house.zone) if isinstance(given, str) else self._no_date(given)
        except NotADate:
            raise LineRefused(
                f"`published` is no date: {clean(str(given))[:60]!r}. Write it as 2024-05-31 or 2024-05-31T09:00:00+04:00; "
                "the story's address will hold it for good, so it is not guessed"
            ) from None

    def _updated(self) -> datetime | None:
        given = self._line.get("updated")
        if given is None or given == "":
            return None
        try:
            return moment(given, self._house.zone) if isinstance(given, str) else self._no_date(given)
        except NotADate:
            self.warnings.append(f"`updated` is no date and was left out: {clean(str(given))[:60]!r}")
            return None

    @staticmethod
    def _no_date(given: object) -> datetime:
        raise NotADate(str(given))

    def _source_url(self) -> str:
        given = self._text("source_url")
        try:
            parts = urlsplit(given)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and len(given) <= URL_LIMIT
        except ValueError:
            good = False
        if given and (not good or " " in given):
            self.warnings.append(f"`source_url` is no address of the web and was left out: {given[:60]!r}")
            return ""
        return given

    def _old_paths(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for one in self._names("old_urls"):
            try:
                found[addresses.path_of(one, self._house.languages)] = None
            except addresses.NotAnAddress as error:
                self.warnings.append(f"old address {one[:100]!r} was left out: {error}")
        return tuple(found)

    def _text(self, name: str) -> str:
        given = self._line.get(name)
        if given is None:
            return ""
        if not isinstance(given, str):
            self.warnings.append(f"`{name}` is no text and was left out")
            return ""
        return self._cut(name, plain(given))

    def _names(self, name: str, *, limit: int = 2000) -> tuple[str, ...]:
        given = self._line.get(name)
        if given is None:
            return ()
        several = [given] if isinstance(given, str) else given
        if not isinstance(several, list):
            self.warnings.append(f"`{name}` is no list of texts and was left out")
            return ()
        found = dict.fromkeys(plain(one)[:limit] for one in several if isinstance(one, str) and plain(one))
        if len(found) > NAMES or any(not isinstance(one, str) for one in several):
            self.warnings.append(f"`{name}` holds more than {NAMES} texts, or others than texts: those were left out")
        return tuple(found)[:NAMES]

    def _cut(self, name: str, text: str) -> str:
        limit = LIMITS.get(name, URL_LIMIT)
        if len(text) <= limit:
            return text
        self.warnings.append(f"`{name}` is longer than {limit} letters and was cut between words")
        return shortened(text, limit)


def read(line: object, house: House) -> tuple[Incoming, list[str], list[str]]:
    """The story of a parsed line, what was left out of it, and fields that are not known here."""
    if not isinstance(line, dict):
        raise LineRefused(f"not an object but {_sort(line)}: each line is one JSON object, a story")
    reader = Reader(line, house)
    return reader.story(), reader.warnings, [name for name in line if name not in FIELDS]


def _sort(value: object) -> str:
    return {list: "a list", str: "a text", bool: "true or false"}.get(type(value), "a number or null")
