"""Every place of the newsroom in which a name, or another phrase, stands: in all databases, and in the files of media/."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom.actions.removals import originals
from tamizdat.newsroom.actions.removals.tables import Database, Kind, Table
from tamizdat.newsroom.actions.removals.wording import Wording, shown
from tamizdat.newsroom.models import Article, SearchAlias
from tamizdat.search.aliases import Aliases
from tamizdat.search.passages import Finder
from tamizdat.search.text import words

SMALL = 2_000_000
"""Letters of a table up to which all of its texts are read word by word; of a larger one only those that have letters of a
spelling that was found before."""
AROUND = 60
ACCOUNTS = "auth_user"
"""Changed only when chosen: under a changed name its owner cannot sign in."""
READERS = "letters_reader"
"""A reader's address is not changed: the reader can be erased."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A value in which the words stand: the column of a row, or a file of media/. `language` is the row's own."""

    database: str
    table: str
    column: str
    key: tuple[str, ...]
    kind: Kind
    spelled: tuple[str, ...]
    excerpt: str
    stays: bool = False
    language: str = ""

    @property
    def id(self) -> str:
        return "|".join((self.database, self.table, self.column, *self.key))


@dataclass(kw_only=True)
class Found:
    """`spellings` counts each form, in small letters; `forms` are those that stand there, letter for letter."""

    places: list[Place] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)

    def add(self, place: Place) -> None:
        self.places.append(place)
        self.spellings.update(map(shown, place.spelled))
        self.forms.update(place.spelled)


def finder(spellings: Iterable[str]) -> Finder:
    """For these and for the other spellings of the same names in the newsroom's table."""
    asked = [one for one in spellings if one.strip()]
    table = Aliases(alias.group() for alias in SearchAlias.objects.all())
    others = [
        " ".join(other)
        for one in asked
        for alias in table.find([word.plain for word in words(one, "")])
        for other in alias.others
    ]
    return Finder([*asked, *others], [code for code, _ in settings.LANGUAGES])


def databases() -> Iterator[Database]:
    yield Database("")
    for name in ("letters", "audience"):
        file = Path(settings.NEWSROOM.folder / f"{name}.sqlite3")
        if file.exists():
            yield Database(name, file)


def find(wording: Wording, stories: Iterable[int] = ()) -> Found:
    """`stories` are those that the search finds: they show first in which forms the name is written."""
    found = Found()
    forms = {*wording.finder.spellings, *_transliterated(wording.finder.spellings), *_forms_in(wording, stories)}
    for database in databases():
        with closing(database):
            for table in database.tables():
                for place in _in_table(wording, database, table, forms):
                    found.add(place)
                    forms |= set(place.spelled)
    for name, spelled in originals.found(forms | found.forms):
        file = Place(database="", table="media", column="", key=(name,), kind=Kind.FILE, spelled=spelled, excerpt=name)
        found.add(file)
    return found


def language_of_stories() -> dict[int, str]:
    return dict(Article.objects.values_list("pk", "locale__language_code"))


def _in_table(wording: Wording, database: Database, table: Table, forms: set[str]) -> Iterator[Place]:
    read = 0
    needles: tuple[str, ...] = ()
    for key, language, values in database.rows(table):
        size = sum(map(len, values))
        read += size
        if read > SMALL:
            needles = needles or _needles(wording.finder, frozenset(forms))
            if not any(needle in value for value in values for needle in needles):
                continue
        for column, value in zip(table.columns, values, strict=True):
            passages = wording.all_passages(value) if value else []
            if passages:
                spelled = tuple(dict.fromkeys(one.spelled for one in passages))
                yield Place(
                    database=database.name,
                    table=table.name,
                    column=column.name,
                    key=tuple(map(str, key)),
                    kind=column.kind,
                    spelled=spelled,
                    excerpt=_excerpt(value, spelled[0]),
                    stays=table.name in (ACCOUNTS, READERS),
                    language=language,
                )


@cache
def _needles(finder: Finder, forms: frozenset[str]) -> tuple[str, ...]:
    """As they stand in plain text, in JSON, and in JSON within JSON."""
    plain = finder.needles(forms)
    once = {needle.encode("ascii", "backslashreplace").decode() for needle in plain}
    twice = {needle.replace("\\", "\\\\") for needle in once}
    return tuple(sorted(plain | once | twice))


def _transliterated(spellings: Iterable[str]) -> set[str]:
    return {slugify(one, code) for one in spellings for code, _ in settings.LANGUAGES}


def _forms_in(wording: Wording, stories: Iterable[int]) -> set[str]:
    rows = Article.objects.filter(pk__in=list(stories))
    texts = (text for row in rows for text in (row.headline, row.dek, row.byline, json.dumps(list(row.body.raw_data))))
    return {one.spelled for text in texts for one in wording.all_passages(text)}


def _excerpt(value: str, spelled: str) -> str:
    """The text around the first passage."""
    at = max(value.find(spelled), 0)
    start, end = max(0, at - AROUND), at + len(spelled) + AROUND
    if value.isascii() and "\\u" in value:
        return shown(spelled)
    return f"{'…' if start else ''}{value[start:end]}{'…' if end < len(value) else ''}"
