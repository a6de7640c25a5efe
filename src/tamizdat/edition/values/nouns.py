"""What other pages say of regions, topics, series, authors and static pages; and the frame of a language's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from tamizdat.edition import look, maps, support
from tamizdat.edition.shapes import Ask, AuthorLine, Group, Language, Link, Map, Site, Support
from tamizdat.edition.tables import Noun, best
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Asked, Kind, Values, newsletter, one_by_one
from tamizdat.edition.values.images import Image
from tamizdat.kit.keys import Key
from tamizdat.render.languages import direction
from tamizdat.render.languages import name as own_name

FORMS = ("visual", "podcast", "blog", "feature")
"""Of series, in the order of the menu."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """What other pages say of a noun, and what decides where it stands there."""

    pk: int
    kind: str
    name: str
    url: str
    slug: str
    order: tuple[int, int]
    form: str
    parent: int | None

    @property
    def link(self) -> Link:
        return Link(name=self.name, url=self.url)


@dataclass(frozen=True, kw_only=True)
class Podcast:
    """What a series says of itself when it is a podcast. `picture` is the number of its cover."""

    picture: int | None
    guid: str
    category: str
    explicit: bool
    owner_email: str
    funding_url: str


def word(noun: Noun, language: str, default: str, field: str = "name") -> str:
    """A text of a noun, in the language or in the next best."""
    return best(noun.texts, language, default, field)


@cache
def language_of(code: str) -> Language:
    return Language(code=code, name=own_name(code), url=f"/{code}/", direction=direction(code))


def _label(values: Values, key: Key, uses: Uses) -> Label | None:
    kind, pk, language = key.rest.split(":")
    noun = uses.noun(kind, int(pk))
    if noun is None:
        return None
    return Label(
        pk=noun.pk,
        kind=kind,
        name=word(noun, language, values.setting.default, "title" if kind == "page" else "name"),
        url=values.tables.paths.get((f"{kind}:{pk}", language), ""),
        slug=noun.slug,
        order=(noun.sort_order, noun.pk),
        form=noun.form,
        parent=noun.group if kind == "region" else noun.parent,
    )


def _order(_: Values, key: Key, uses: Uses) -> tuple[int, ...]:
    return tuple(uses.table(key.rest))


def _people(values: Values, asked: Asked) -> Iterator[tuple[Key, tuple[AuthorLine, Image | None] | None]]:
    default = values.setting.default
    rows = [(key, uses, uses.noun("author", int(key.head))) for key, uses in asked]
    values.expect(Key.of("image", noun.picture) for *_, noun in rows if noun and noun.picture)
    for key, uses, noun in rows:
        language = key.last
        if noun is None:
            yield key, None
            continue
        image = uses.image(noun.picture)
        line = AuthorLine(
            name=word(noun, language, default),
            url=values.tables.paths.get((f"author:{noun.pk}", language), ""),
            role=word(noun, language, default, "role"),
            short_bio=word(noun, language, default, "short_bio"),
            portrait=image.shape(language) if image else None,
        )
        yield key, (line, image)


def _site_text(values: Values, key: Key, uses: Uses) -> str:
    return best(uses.tables("site").site.texts, key.last, values.setting.default, key.head)


def _noun_text(values: Values, key: Key, uses: Uses) -> str:
    kind, pk, field, language = key.rest.split(":")
    noun = uses.noun(kind, int(pk))
    return word(noun, language, values.setting.default, field) if noun else ""


def _podcast(_: Values, key: Key, uses: Uses) -> Podcast | None:
    noun = uses.noun("series", key.number)
    names = ("picture", "category", "explicit", "owner_email", "funding_url")
    return Podcast(guid=str(noun.guid), **{name: getattr(noun, name) for name in names}) if noun else None


def _author_links(_: Values, key: Key, uses: Uses) -> tuple[Link, ...]:
    uses.record(Key.of("author", key.number))
    links = uses.tables().author_links.get(key.number, ())
    return tuple(Link(name=label, url=url) for label, url in links if url.startswith(("https://", "http://")))


def _series_authors(_: Values, key: Key, uses: Uses) -> tuple[int, ...]:
    uses.record(Key.of("series", key.number))
    return tuple(uses.tables().series_authors.get(key.number, ()))


def _running(_: Values, _key: Key, uses: Uses) -> tuple[int, ...]:
    """Topics that are marked as running."""
    return tuple(noun.pk for noun in uses.table("topic").values() if noun.running)


def _site_pictures(_: Values, _key: Key, uses: Uses) -> tuple[int, ...]:
    """Pictures that pages show of the newsroom itself."""
    site = uses.tables("site").site
    return tuple(pk for pk in (site.logo, site.card) if pk)


def _robots_may_train(_: Values, _key: Key, uses: Uses) -> bool:
    return uses.tables("site").site.robots_may_train


def _spellings(_: Values, _key: Key, uses: Uses) -> tuple[tuple[str, ...], ...]:
    return tuple(uses.tables("alias").spellings)


def _corrected(_: Values, key: Key, uses: Uses) -> dict[str, str]:
    return dict(uses.tables("site").site.corrected.get(key.rest, {}))


def _style(_: Values, _key: Key, uses: Uses) -> str:
    site = uses.tables("site").site
    return look.stylesheet(site.accent, site.type)


def _asks(_: Values, key: Key, uses: Uses) -> tuple[Ask | None, ...]:
    """What a story says about giving, by what the places that it is about have set: for each of support.PLACES."""
    site = uses.tables("site").site
    url = support.url(site.texts, site.ways, key.rest)
    return tuple(support.ask(site.texts, key.rest, places, url) for places in support.PLACES)


def _region_ask(_: Values, key: Key, uses: Uses) -> str:
    noun = uses.noun("region", key.number)
    return noun.ask if noun else ""


def ask(uses: Uses, language: str, regions: Iterable[int]) -> Ask | None:
    """What a story about these regions says about giving."""
    places = {uses.value(Key.of("region_ask", pk)) for pk in regions}
    found: tuple[Ask | None, ...] = uses.value(Key.of("ask", language))
    return found[support.PLACES.index(frozenset(places) - {""})]


def _frame(values: Values, key: Key, uses: Uses) -> Site:
    setting, site, language = values.setting, uses.tables("site").site, key.rest
    default = setting.default

    def entry(label: Label) -> Link:
        """A link of a menu, which can be narrowed by the names of other languages too."""
        others = dict.fromkeys(
            other.name for code in setting.languages if (other := uses.label(label.kind, label.pk, code))
        )
        return replace(label.link, also=" ".join(name for name in others if name != label.name))

    regions = uses.labels("region", language)
    groups = [
        Group(name=group.name, url="", links=tuple(entry(one) for one in regions if one.parent == group.pk))
        for group in uses.labels("group", language)
    ]
    topics = uses.labels("topic", language)
    running = {noun.pk for noun in uses.table("topic").values() if noun.running}
    sections = [
        Group(
            name=topic.name,
            url=topic.url,
            links=tuple(entry(event) for event in topics if event.parent == topic.pk and event.pk in running),
            also=entry(topic).also,
        )
        for topic in topics
        if topic.parent is None
    ]
    return Site(
        name=best(site.texts, language, default, "name") or "Newsroom",
        tagline=best(site.texts, language, default, "tagline"),
        description=best(site.texts, language, default, "description"),
        language=language,
        direction=direction(language),
        url=f"/{language}/",
        feed_url=f"/{language}/feed.xml",
        languages=tuple(language_of(code) for code in setting.languages),
        regions=tuple(group for group in groups if group.links),
        topics=tuple(sections),
        menus={place: tuple(_menu(uses, place, language)) for place in ("main", "footer")},
        canonical=setting.canonical,
        time_zone=setting.time_zone,
        support=support.url(site.texts, site.ways, language),
        newsletter=newsletter.url(uses, language),
        media=tuple(by_form(uses.labels("series", language), FORMS)),
        look_url=look.address(uses.value(Key.of("style"))),
        logo=uses.picture(site.logo, language),
        card=uses.picture(site.card, language),
        hub=site.hub,
        uuid=str(site.uuid or UUID(int=0)),
        republishing=site.republishing,
        licence=site.licence,
        licence_url=site.licence_url,
        companions=setting.companions,
    )


def by_form(series: Sequence[Label], forms: Sequence[str] = ()) -> Iterator[Group]:
    """Series under their forms, in the order of `forms`, else as they come."""
    found = dict.fromkeys(one.form for one in series)
    for form in sorted(found, key=forms.index) if forms else found:
        yield Group(name=form, url="", links=tuple(one.link for one in series if one.form == form))


def _menu(uses: Uses, place: str, language: str) -> Iterator[Link]:
    for line in uses.tables("menu").menus:
        if (line.place, line.language) == (place, language):
            label = uses.label(line.kind, line.pk, language) if line.kind else None
            yield (
                Link(name=line.label or label.name, url=label.url) if label else Link(name=line.label, url=line.address)
            )


def region_map(uses: Uses, language: str, region: int | None = None) -> Map | None:
    """Around a region, or of all of them."""
    tables = uses.tables("region")
    spots = {
        noun.pk: maps.Spot(
            pk=noun.pk,
            name=label.name,
            url=label.url,
            latitude=noun.latitude,
            longitude=noun.longitude,
            neighbours=tables.region_neighbours.get(noun.pk, frozenset()),
        )
        for noun in tables.nouns("region").values()
        if noun.latitude is not None
        and noun.longitude is not None
        and (label := uses.label("region", noun.pk, language))
    }
    if region is None:
        return maps.overview(list(spots.values()))
    here = spots.pop(region, None)
    return maps.locate(here, list(spots.values())) if here else None


def _map(_: Values, key: Key, uses: Uses) -> Map | None:
    language, _separator, region = key.rest.partition(":")
    return region_map(uses, language, int(region) if region else None)


def _near(_: Values, key: Key, uses: Uses) -> tuple[int, ...]:
    tables = uses.tables("region")
    near = tables.region_neighbours.get(key.number, frozenset())
    return tuple(pk for pk in tables.nouns("region") if pk in near)


def support_page(uses: Uses, language: str, html: Any) -> Support | None:
    """The page Support us, where there is one; `html` makes stored rich text ready for a page."""
    site = uses.tables("site").site
    words, url = site.texts.get(language, {}), support.url(site.texts, site.ways, language)
    if not url:
        return None
    return Support(
        url=url,
        introduction=html(words.get("support_introduction", "")),
        ways=support.ways_in(site.ways, language),
        warns=words.get("ask_mode") == "warning",
        warning=words.get("warning", ""),
    )


KINDS = (
    Kind(name="order", level=0, read=one_by_one(_order)),
    Kind(name="label", level=0, read=one_by_one(_label)),
    Kind(name="site_text", level=0, read=one_by_one(_site_text)),
    Kind(name="texts", level=0, read=one_by_one(_corrected)),
    Kind(name="noun_text", level=0, read=one_by_one(_noun_text)),
    Kind(name="podcast_facts", level=0, read=one_by_one(_podcast)),
    Kind(name="author_links", level=0, read=one_by_one(_author_links)),
    Kind(name="series_authors", level=0, read=one_by_one(_series_authors)),
    Kind(name="running", level=0, read=one_by_one(_running)),
    Kind(name="site_pictures", level=0, read=one_by_one(_site_pictures)),
    Kind(name="robots_may_train", level=0, read=one_by_one(_robots_may_train)),
    Kind(name="spellings", level=0, read=one_by_one(_spellings)),
    Kind(name="style", level=0, read=one_by_one(_style)),
    Kind(name="ask", level=0, read=one_by_one(_asks)),
    Kind(name="region_ask", level=0, read=one_by_one(_region_ask)),
    Kind(name="near", level=0, read=one_by_one(_near)),
    Kind(name="person", level=1, read=_people),
    Kind(name="map", level=1, read=one_by_one(_map)),
    Kind(name="frame", level=1, read=one_by_one(_frame)),
)
