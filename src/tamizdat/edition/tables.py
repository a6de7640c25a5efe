"""The small tables as they are read: regions, topics, series, authors, pages, letter lists, menus, the site's settings.

They are read whole, when they are first asked for, and kept until the database changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from tamizdat.newsroom.filing import ADDRESSED
from tamizdat.newsroom.models import (
    Address,
    Author,
    AuthorLink,
    AuthorText,
    LetterList,
    LetterListText,
    Menu,
    MenuItem,
    Region,
    RegionGroup,
    RegionGroupText,
    RegionText,
    SearchAlias,
    Series,
    SeriesAuthor,
    SeriesText,
    SiteSettings,
    SiteText,
    StaticPage,
    StaticPageText,
    SupportWay,
    Topic,
    TopicText,
    WordCorrection,
)
from tamizdat.newsroom.models.letters import ABOUT


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One row of a small table; `texts` are its words: {language: {field: value}}. Fields that its kind has not are empty."""

    kind: str
    pk: int
    slug: str
    sort_order: int
    texts: Mapping[str, Mapping[str, Any]]
    group: int | None = None  # of a region
    ask: str = ""
    latitude: float | None = None
    longitude: float | None = None
    parent: int | None = None  # of a topic: then it is an event
    running: bool = False
    form: str = ""  # of a series or page
    picture: int | None = None  # of a series, or an author's portrait
    guid: UUID | None = None  # of a podcast, from here on
    category: str = ""
    explicit: bool = False
    owner_email: str = ""
    funding_url: str = ""
    rule: str = ""  # of a list of letters, from here on; its region, topic or series is what the letters are about
    is_open: bool = False
    region: int | None = None
    topic: int | None = None
    series: int | None = None


@dataclass(frozen=True, kw_only=True)
class MenuLine:
    """An item of a menu: a noun or an address."""

    place: str
    language: str
    label: str
    address: str
    kind: str = ""
    pk: int | None = None


@dataclass(frozen=True, kw_only=True)
class SiteRow:
    """The newsroom about itself. `texts` are by language, `ways` to give in their order, `corrected` are texts of the interface
    by language and message."""

    accent: str = ""
    type: str = ""
    logo: int | None = None
    card: int | None = None
    robots_may_train: bool = True
    hub: str = ""
    uuid: UUID | None = None
    republishing: bool = True
    licence: str = ""
    licence_url: str = ""
    texts: Mapping[str, Mapping[str, Any]]
    ways: Sequence[Mapping[str, Any]]
    corrected: Mapping[str, Mapping[str, str]]


_SOURCES: dict[str, tuple[type[Model], type[Model], dict[str, str]]] = {
    "region": (Region, RegionText, {name: name for name in ("group", "ask", "latitude", "longitude")}),
    "group": (RegionGroup, RegionGroupText, {}),
    "topic": (Topic, TopicText, {"parent": "parent", "running": "running"}),
    "series": (
        Series,
        SeriesText,
        {n: n for n in ("form", "picture", "guid", "category", "explicit", "owner_email", "funding_url")},
    ),
    "author": (Author, AuthorText, {"picture": "portrait"}),
    "page": (StaticPage, StaticPageText, {"form": "form"}),
    "letter_list": (LetterList, LetterListText, {n: n for n in ("rule", "is_open", *ABOUT)}),
}
"""By kind: the table, the table of its texts, and the columns of its own, by field of Noun."""


class Tables:
    """What is read here is recorded by who reads it (uses.py)."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self._nouns: dict[str, dict[int, Noun]] = {}

    def nouns(self, kind: str) -> Mapping[int, Noun]:
        """By number, in the newsroom's order."""
        if kind not in self._nouns:
            model, texts, columns = _SOURCES[kind]
            words: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
            own = [field.name for field in texts._meta.concrete_fields if field.name not in ("id", "of")]
            for row in texts._default_manager.order_by("language").values("of", *own):
                words[row.pop("of")][row.pop("language")] = row
            rows = model._default_manager.order_by("sort_order", "pk").values(
                "pk", "slug", "sort_order", *columns.values()
            )
            self._nouns[kind] = {
                row["pk"]: Noun(
                    kind=kind,
                    pk=row["pk"],
                    slug=row["slug"],
                    sort_order=row["sort_order"],
                    texts=words[row["pk"]],
                    **{field: row[column] for field, column in columns.items()},
                )
                for row in rows
            }
        return self._nouns[kind]

    @cached_property
    def paths(self) -> Mapping[tuple[str, str], str]:
        """Current addresses of nouns by (owner, language)."""
        owners = Q()
        for kind in ADDRESSED:
            owners |= Q(owner__gte=f"{kind}:", owner__lt=f"{kind};")
        rows = Address.objects.filter(owners, current=True, ended="").values_list("owner", "language", "path")
        return {(owner, language): path for owner, language, path in rows}

    @cached_property
    def region_neighbours(self) -> Mapping[int, frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for one, other in Region.neighbours.through.objects.values_list("from_region", "to_region"):
            found[one].add(other)
        return {pk: frozenset(others) for pk, others in found.items()}

    @cached_property
    def series_authors(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for series, author in SeriesAuthor.objects.order_by("sort_order", "pk").values_list("of", "author"):
            found[series].append(author)
        return found

    @cached_property
    def author_links(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        """(label, address) of each author's links."""
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for of, label, url in AuthorLink.objects.order_by("sort_order", "pk").values_list("of", "label", "url"):
            found[of].append((label, url))
        return found

    @cached_property
    def menus(self) -> Sequence[MenuLine]:
        places = {pk: (place, language) for pk, place, language in Menu.objects.values_list("pk", "place", "language")}
        found = []
        for item in MenuItem.objects.order_by("sort_order", "pk").values():
            place, language = places[item["of_id"]]
            kind = next((kind for kind in ("series", "region", "topic", "page") if item[f"{kind}_id"]), "")
            pk = item[f"{kind}_id"] if kind else None
            found.append(
                MenuLine(place=place, language=language, label=item["label"], address=item["address"], kind=kind, pk=pk)
            )
        return found

    @cached_property
    def site(self) -> SiteRow:
        names = {field.name for field in fields(SiteRow)} - {"texts", "ways", "corrected"}
        row = SiteSettings.objects.values(*names).first() or {}
        corrected: dict[str, dict[str, str]] = defaultdict(dict)
        for language, message, text in WordCorrection.objects.values_list("language", "message", "text"):
            corrected[language][message] = text
        return SiteRow(
            **row,
            texts={text["language"]: dict(text) for text in SiteText.objects.values()},
            ways=list(
                SupportWay.objects.order_by("sort_order", "pk").values("kind", "label", "url", "details", "language")
            ),
            corrected=corrected,
        )

    @cached_property
    def spellings(self) -> Sequence[tuple[str, ...]]:
        """Groups of spellings of one name, in the table's order."""
        return [group for row in SearchAlias.objects.order_by("pk") if len(group := row.group()) > 1]


def best(texts: Mapping[str, Mapping[str, Any]], language: str, default: str, field: str) -> str:
    """A text in the language, else in the default language, else in any."""
    for code in (language, default, *texts):
        if value := texts.get(code, {}).get(field):
            return str(value)
    return ""
