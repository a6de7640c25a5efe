"""Regions, topics, series and authors as lists to choose from: by name, in groups, in two queries each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from tamizdat.newsroom.models import Author, Region, RegionGroup, Series, Topic

Choice = tuple[int, str]
Grouped = tuple[str, list[Choice]]


def _language() -> str:
    """Names in the language of the desk when the newsroom writes in it, else in the newsroom's first language."""
    now = get_language() or ""
    return now if now in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _named(rows: Any) -> list[Choice]:
    language = _language()
    return [(row.pk, row.name_in(language)) for row in rows.prefetch_related("texts")]


def regions() -> list[Grouped]:
    groups = dict(_named(RegionGroup.objects.all()))
    found: dict[int, list[Choice]] = {pk: [] for pk in groups}
    group_of = dict(Region.objects.values_list("pk", "group"))
    for pk, name in _named(Region.objects.all()):
        found[group_of[pk]].append((pk, name))
    return [(groups[pk], members) for pk, members in found.items() if members]


def regions_by_name() -> list[Choice]:
    return sorted((pair for _group, members in regions() for pair in members), key=lambda pair: pair[1].casefold())


def topics() -> list[Choice]:
    """Topics in their order, each followed by its running events."""
    parent_of = dict(Topic.objects.values_list("pk", "parent"))
    names = _named(Topic.objects.all())
    found: list[Choice] = []
    for topic, name in names:
        if parent_of[topic] is None:
            found.append((topic, name))
            found += [(event, f"— {label}") for event, label in names if parent_of[event] == topic]
    return found


def series() -> list[Grouped]:
    form_of = dict(Series.objects.values_list("pk", "form"))
    names = _named(Series.objects.all())
    grouped = [(label, [pair for pair in names if form_of[pair[0]] == value]) for value, label in Series.Form.choices]
    return [(str(label), members) for label, members in grouped if members]


def series_by_name() -> list[Choice]:
    return sorted(_named(Series.objects.all()), key=lambda pair: pair[1].casefold())


def authors() -> list[Choice]:
    return sorted(_named(Author.objects.all()), key=lambda pair: pair[1].casefold())
