"""The small tables as the public sees them: languages, regions, topics, series, authors, pages, menus.

They are read whole into a snapshot, which lives until the database changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Q

from tamizdat.edition import look, maps, pictures, support
from tamizdat.edition.shapes import Ask, Group, Language, Link, Map, Site, Support
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
    SiteSettings,
    SiteText,
    StaticPage,
    StaticPageText,
    SupportWay,
    Topic,
    TopicText,
    WordCorrection,
)
from tamizdat.render.languages import direction
from tamizdat.render.languages import name as own_name

FORMS = ("visual", "podcast", "blog", "feature")
"""Of series, in the order of the menu."""
PODCAST = ("guid", "category", "explicit", "owner_email", "funding_url")
"""What a series says of itself when it is a podcast."""
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

    def __init__(self, languages: Sequence[str], canonical: str, time_zone: str, companions: frozenset[str]) -> None:
        self.languages = tuple(languages)
        self._canonical, self._time_zone, self._companions = canonical, time_zone, companions
        self.regions = _read("region", Region, RegionText, "group_id", "ask", "latitude", "longitude")
        self.groups = _read("group", RegionGroup, RegionGroupText)
        self.topics = _read("topic", Topic, TopicText, "parent_id", "running")
        self.series = _read("series", Series, SeriesText, "form", "picture_id", *PODCAST)
        self.authors = _read("author", Author, AuthorText, "portrait_id")
        self.pages = _read("page", StaticPage, StaticPageText, "form")
        self.region_neighbours: dict[int, set[int]] = defaultdict(set)
        through = Region.neighbours.through.objects
        for one, other in through.values_list("from_region", "to_region"):
            self.region_neighbours[one].add(other)
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
        said = SiteSettings.objects.values().first() or {}
        self._said = said
        self.stylesheet = look.stylesheet(said.get("accent", ""), said.get("type", ""))
        self.logo_rows = pictures.read([said["logo_id"]]) if said.get("logo_id") else {}
        self._site_words: dict[str, Any] = {row["language"]: row for row in SiteText.objects.values()}
        self.corrected: dict[str, dict[str, str]] = defaultdict(dict)
        for language, message, text in WordCorrection.objects.values_list("language", "message", "text"):
            self.corrected[language][message] = text
        self._ways = list(SupportWay.objects.order_by("sort_order", "pk").values())
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

    def _also(self, noun: Noun, language: str) -> str:
        here = self.word(noun, language)
        others = dict.fromkeys(self.word(noun, code) for code in self.languages)
        return " ".join(name for name in others if name != here)

    def _entry(self, noun: Noun, language: str) -> Link:
        """A link of a menu, which can be narrowed by the names of other languages too."""
        return replace(self.link(noun, language), also=self._also(noun, language))

    def events(self, topic: int, language: str) -> tuple[Link, ...]:
        return tuple(self.link(event, language) for event in self.topics.values() if event.row["parent_id"] == topic)

    def neighbours(self, region: Noun, language: str) -> tuple[Link, ...]:
        """In the order of the newsroom's regions."""
        near = self.region_neighbours[region.pk]
        return tuple(self.link(other, language) for other in self.regions.values() if other.pk in near)

    def map(self, language: str, region: Noun | None = None) -> Map | None:
        """Around a region, or of all of them."""
        spots = {
            noun.pk: maps.Spot(
                pk=noun.pk,
                name=self.word(noun, language),
                url=self.url(noun, language),
                latitude=noun.row["latitude"],
                longitude=noun.row["longitude"],
                neighbours=frozenset(self.region_neighbours[noun.pk]),
            )
            for noun in self.regions.values()
            if noun.row["latitude"] is not None and noun.row["longitude"] is not None
        }
        if region is None:
            return maps.overview(list(spots.values()))
        here = spots.pop(region.pk, None)
        return maps.locate(here, list(spots.values())) if here else None

    def language(self, code: str) -> Language:
        return _language(code)

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
                links=tuple(self._entry(r, language) for r in self.regions.values() if r.row["group_id"] == group.pk),
            )
            for group in self.groups.values()
        ]
        topics = [
            Group(
                name=self.word(topic, language),
                url=self.url(topic, language),
                links=tuple(
                    self._entry(event, language)
                    for event in self.topics.values()
                    if event.row["parent_id"] == topic.pk and event.row["running"]
                ),
                also=self._also(topic, language),
            )
            for topic in self.topics.values()
            if topic.row["parent_id"] is None
        ]
        forms = dict.fromkeys(noun.row["form"] for noun in self.series.values())
        media = [
            Group(
                name=form,
                url="",
                links=tuple(self.link(noun, language) for noun in self.series.values() if noun.row["form"] == form),
            )
            for form in sorted(forms, key=FORMS.index)
        ]
        logos = [pictures.shape(row, language) for row in self.logo_rows.values()]
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
            support=support.url(self._site_words, self._ways, language),
            media=tuple(media),
            look_url=look.address(self.stylesheet),
            logo=logos[0] if logos else None,
            hub=self._said.get("hub", ""),
            republishing=self._said.get("republishing", True),
            licence=self._said.get("licence", ""),
            licence_url=self._said.get("licence_url", ""),
            companions=self._companions,
        )

    def site_word(self, language: str, field: str) -> str:
        """A text of the newsroom about itself, in the language or in the next best."""
        return _best(self._site_words, language, self.languages[0], field)

    def ask(self, language: str, regions: Iterable[int]) -> Ask | None:
        """What a story about these regions says about giving."""
        places = (self.regions[pk].row["ask"] for pk in regions)
        return support.ask(self._site_words, language, places, self.site(language).support)

    def support_page(self, language: str, html: Callable[[str], str]) -> Support | None:
        """The page Support us, where there is one; `html` makes stored rich text ready for a page."""
        words, url = self._site_words.get(language, {}), self.site(language).support
        if not url:
            return None
        return Support(
            url=url,
            introduction=html(words.get("support_introduction", "")),
            ways=support.ways_in(self._ways, language),
            warns=words.get("ask_mode") == "warning",
            warning=words.get("warning", ""),
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


@cache
def _language(code: str) -> Language:
    return Language(code=code, name=own_name(code), url=f"/{code}/", direction=direction(code))


def _best(words: Mapping[str, Mapping[str, Any]], language: str, default: str, field: str) -> str:
    for code in (language, default, *words):
        if value := words.get(code, {}).get(field):
            return value
    return ""
