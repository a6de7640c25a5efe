"""The demo's authors, regions, topics, events, series, static pages, and the newsroom's own name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db import transaction

from tamizdat.demo.shapes import DemoAuthor, DemoNewsroom, DemoPage, DemoPlace, DemoSeries, DemoTopic, Texts
from tamizdat.newsroom.models import (
    Author,
    AuthorLink,
    AuthorText,
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
)

FORMS = {"team": StaticPage.Form.TEAM, "contact": StaticPage.Form.CONTACT}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Keys of rows by the demo's own keys."""

    authors: Mapping[str, int]
    regions: Mapping[str, int]
    topics: Mapping[str, int]
    series: Mapping[str, int]


def name_site(demo: DemoNewsroom) -> None:
    with transaction.atomic():
        site = SiteSettings.get()
        texts = [
            SiteText(
                language=language,
                name=demo.name[language],
                tagline=demo.tagline[language],
                description=demo.description[language],
                contact_email=demo.contact,
                ask_mode=SiteText.Ask.ASK,
                support_introduction=demo.support[language],
                safe_ways=demo.safe_ways[language],
            )
            for language in demo.languages
        ]
        there = {text.language: text for text in site.texts.all()}
        if any(_differs(there.get(text.language), text) for text in texts):
            others = [text for text in there.values() if text.language not in demo.languages]
            site.texts.set([*others, *texts])
            site.ways.set([_way(demo, language) for language in demo.languages])
            site.save()


def _way(demo: DemoNewsroom, language: str) -> SupportWay:
    """To an account that is nobody's: its check digits are wrong."""
    return SupportWay(
        language=language,
        kind=SupportWay.Kind.BANK,
        label=demo.support_label[language],
        details=f"{demo.name[language]}\nGE00 TZ00 0000 0000 0000 00\nTAMIZDAT00",
    )


def keep(demo: DemoNewsroom, pictures: Mapping[str, int]) -> Kept:
    authors = {one.key: _author(number, one, pictures) for number, one in enumerate(demo.authors)}
    regions: dict[str, int] = {}
    for number, group in enumerate(demo.region_groups):
        row = _there(RegionGroup, group.slug) or _saved(
            RegionGroup(slug=group.slug, sort_order=number, texts=_named(RegionGroupText, group.name))
        )
        for place, one in enumerate(group.regions):
            regions[one.key] = _region(place, one, row)
    _join(demo, regions)
    topics: dict[str, int] = {}
    for number, topic in enumerate(demo.topics):
        parent = topics[topic.key] = _topic(number, topic)
        topics |= {event.key: _topic(place, event, parent) for place, event in enumerate(topic.events)}
    series = {one.key: _series(number, one, authors, pictures) for number, one in enumerate(demo.series)}
    return Kept(authors=authors, regions=regions, topics=topics, series=series)


def write_pages(pages: Sequence[DemoPage]) -> None:
    for number, one in enumerate(pages):
        if _there(StaticPage, one.key) is None:
            texts = [StaticPageText(language=code, title=one.title[code], body=one.body[code]) for code in one.title]
            form = FORMS.get(one.key, StaticPage.Form.PLAIN)
            StaticPage(slug=one.key, form=form, sort_order=number, texts=texts).save()


def _author(number: int, one: DemoAuthor, pictures: Mapping[str, int]) -> int:
    texts = [
        AuthorText(
            language=code,
            name=one.name[code],
            role=one.role[code],
            short_bio=one.short_bio[code],
            long_bio=one.long_bio[code],
        )
        for code in one.name
    ]
    return _there(Author, one.slug) or _saved(
        Author(
            slug=one.slug,
            sort_order=number,
            pseudonym=one.pseudonym,
            portrait_id=pictures[one.portrait],
            texts=texts,
            links=[AuthorLink(label=link.label, url=link.url) for link in one.links],
        )
    )


def _region(number: int, one: DemoPlace, group: int) -> int:
    texts = _named(RegionText, one.name, one.introduction)
    return _there(Region, one.slug) or _saved(
        Region(
            slug=one.slug,
            sort_order=number,
            group_id=group,
            latitude=one.latitude,
            longitude=one.longitude,
            texts=texts,
        )
    )


def _join(demo: DemoNewsroom, regions: Mapping[str, int]) -> None:
    """Neighbours, once all regions are there; none where some region has any, for then somebody was here before."""
    if Region.neighbours.through.objects.exists():
        return
    for one in (place for group in demo.region_groups for place in group.regions if place.neighbours):
        row = Region.objects.get(pk=regions[one.key])
        row.neighbours = [regions[key] for key in one.neighbours]
        row.save()


def _topic(number: int, one: DemoTopic | DemoPlace, parent: int | None = None) -> int:
    texts = _named(TopicText, one.name, one.introduction)
    return _there(Topic, one.slug) or _saved(Topic(slug=one.slug, sort_order=number, parent_id=parent, texts=texts))


def _series(number: int, one: DemoSeries, authors: Mapping[str, int], pictures: Mapping[str, int]) -> int:
    return _there(Series, one.slug) or _saved(
        Series(
            slug=one.slug,
            sort_order=number,
            form=one.kind,
            picture_id=pictures.get(one.picture),
            owner_email=one.owner_email,
            funding_url=one.funding_url,
            texts=_named(SeriesText, one.name, one.introduction),
            authors=[SeriesAuthor(author_id=authors[key], sort_order=order) for order, key in enumerate(one.authors)],
        )
    )


def _named(model: type[Any], names: Texts, introductions: Texts | None = None) -> list[Any]:
    """Texts with a name and, as a paragraph, what introduces the noun."""
    more = {
        code: {"introduction": f"<p>{escape(text, quote=False)}</p>"} for code, text in (introductions or {}).items()
    }
    return [model(language=code, name=name, **more.get(code, {})) for code, name in names.items()]


def _there(model: type[Any], slug: str) -> int | None:
    pk: int | None = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return pk


def _saved(row: Any) -> int:
    row.save()
    return int(row.pk)


def _differs(there: SiteText | None, wanted: SiteText) -> bool:
    return there is None or any(
        getattr(there, name) != getattr(wanted, name) for name in ("name", "tagline", "description")
    )
