"""The small tables as the public sees them: languages, regions, topics, series, authors, pages, menus.

They are read whole into a snapshot, which lives until the database changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from django.db.models import Q

from tamizdat.edition.shapes import Group, Language, Link, Site
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import (
    Address,
    Author,
    AuthorLink,
    AuthorText,
    Menu,
    MenuItem,
    Region,
    RegionGroup,
    RegionGroupText,
    RegionText,
    Series,
    SeriesAuthor,
    SeriesText,
    SiteText,
    StaticPage,
    StaticPageText,
    Topic,
    TopicText,
)

RTL = frozenset(["ar", "fa", "he", "ur", "ps", "ckb", "ug", "yi", "dv", "sd"])
KINDS = ("author", "page", "region", "series", "topic")


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One row of a small table; `words` are its texts: {language: {field: value}}."""

    pk: int
    kind: str
    slug: str
    words: dict[str, dict[str, str]]
    row: dict[str, Any]


class Nouns:
    """A snapshot of the small tables. Names fall back to the default language, then to any."""

    def __init__(self, languages: Sequence[str], canonical: str, time_zone: str) -> None:
        self.languages = tuple(languages)
        self._canonical, self._time_zone = canonical, time_zone
        self.regions = _read("region", Region, RegionText, "group_id")
        self.groups = _read("group", RegionGroup, RegionGroupText)
        self.topics = _read("topic", Topic, TopicText, "parent_id", "running")
        self.series = _read("series", Series, SeriesText, "form", "picture_id")
        self.authors = _read("author", Author, AuthorText, "portrait_id")
        self.pages = _read("page", StaticPage, StaticPageText, "form")
        self.series_authors: dict[int, list[int]] = defaultdict(list)
        for series, author in SeriesAuthor.objects.order_by("sort_order", "pk").values_list("of", "author"):
            self.series_authors[series].append(author)
        self.author_links: dict[int, list[Link]] = defaultdict(list)
        for row in AuthorLink.objects.order_by("sort_order", "pk").values("of", "label", "url"):
            if row["url"].startswith(("https://", "http://")):
                self.author_links[row["of"]].append(Link(name=row["label"], url=row["url"]))
        owners = Q()
        for kind in KINDS:
            owners |= Q(owner__gte=f"{kind}:", owner__lt=f"{kind};")
        rows = Address.objects.filter(owners, current=True, ended="").values_list("owner", "language", "path")
        self._paths = {(owner, language): path for owner, language, path in rows}
        self._site_words: dict[str, Any] = {row["language"]: row for row in SiteText.objects.values()}
        self._links: dict[tuple[str, int, str], Link] = {}
        self._menus = self._read_menus()
        self._sites: dict[str, Site] = {}
        self.by_kind = {
            "region": self.regions,
            "topic": self.topics,
            "series": self.series,
            "author": self.authors,
            "page": self.pages,
        }

    def word(self, noun: Noun, language: str, field: str = "name") -> str:
        return _best(noun.words, language, self.languages[0], field)

    def url(self, noun: Noun, language: str) -> str:
        return self._paths.get((keys.noun(noun.kind, noun.pk), language), "")

    def link(self, noun: Noun, language: str) -> Link:
        known = (noun.kind, noun.pk, language)
        if known not in self._links:
            name = self.word(noun, language, "title" if noun.kind == "page" else "name")
            self._links[known] = Link(name=name, url=self.url(noun, language))
        return self._links[known]

    def events(self, topic: int, language: str, *, running_only: bool) -> tuple[Link, ...]:
        return tuple(
            self.link(event, language)
            for event in self.topics.values()
            if event.row["parent_id"] == topic and (event.row["running"] or not running_only)
        )

    def language(self, code: str) -> Language:
        return Language(code=code, name=own_name(code), url=f"/{code}/", direction=direction(code))

    def site(self, language: str) -> Site:
        if language not in self._sites:
            self._sites[language] = self._make_site(language)
        return self._sites[language]

    def _make_site(self, language: str) -> Site:
        words = dict(self._site_words.items())
        grouped = [
            Group(
                name=self.word(group, language),
                url="",
                links=tuple(self.link(r, language) for r in self.regions.values() if r.row["group_id"] == group.pk),
            )
            for group in self.groups.values()
        ]
        topics = [
            Group(
                name=self.word(topic, language),
                url=self.url(topic, language),
                links=self.events(topic.pk, language, running_only=True),
            )
            for topic in self.topics.values()
            if topic.row["parent_id"] is None
        ]
        return Site(
            name=_best(words, language, self.languages[0], "name") or "Newsroom",
            tagline=_best(words, language, self.languages[0], "tagline"),
            description=_best(words, language, self.languages[0], "description"),
            language=language,
            direction=direction(language),
            url=f"/{language}/",
            feed_url=f"/{language}/feed.xml",
            languages=tuple(self.language(code) for code in self.languages),
            regions=tuple(group for group in grouped if group.links),
            topics=tuple(topics),
            menus={place: tuple(self._menus.get((place, language), ())) for place in ("main", "footer")},
            canonical=self._canonical,
            time_zone=self._time_zone,
        )

    def _read_menus(self) -> dict[tuple[str, str], list[Link]]:
        places = {pk: (place, language) for pk, place, language in Menu.objects.values_list("pk", "place", "language")}
        found: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for item in MenuItem.objects.order_by("sort_order", "pk").values():
            place, language = places[item["of_id"]]
            link = Link(name=item["label"], url=item["address"])
            for kind, table in (
                ("page", self.pages),
                ("topic", self.topics),
                ("region", self.regions),
                ("series", self.series),
            ):
                if item[f"{kind}_id"]:
                    link = self.link(table[item[f"{kind}_id"]], language)
                    link = Link(name=item["label"] or link.name, url=link.url)
            found[place, language].append(link)
        return found


def _read(kind: str, model: Any, texts: Any, *fields: str) -> dict[int, Noun]:
    words: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in texts.objects.order_by("language").values():
        words[row["of_id"]][row["language"]] = row
    return {
        row["pk"]: Noun(pk=row["pk"], kind=kind, slug=row["slug"], words=words[row["pk"]], row=row)
        for row in model.objects.order_by("sort_order", "pk").values("pk", "slug", *fields)
    }


def _best(words: Mapping[str, Mapping[str, Any]], language: str, default: str, field: str) -> str:
    for code in (language, default, *words):
        if value := words.get(code, {}).get(field):
            return value
    return ""


@cache
def own_name(code: str) -> str:
    """A language's own name for itself, with a capital where its script has them."""
    name = Locale.parse(code, sep="-").get_display_name() or code
    return name[:1].upper() + name[1:]


def direction(code: str) -> str:
    return "rtl" if code.split("-")[0] in RTL or "-Arab" in code else "ltr"
