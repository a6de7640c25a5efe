"""Checks a demo newsroom that was read: every reference must lead somewhere, every key and address be there once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .errors import DemoError
from .shapes import DemoNewsroom, DemoPlace, DemoStory, DemoTopic

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(newsroom: DemoNewsroom) -> None:
    """Raises DemoError for the first reference that leads nowhere or the first key that stands twice."""
    regions = [region for group in newsroom.region_groups for region in group.regions]
    topics: list[DemoTopic | DemoPlace] = []
    for topic in newsroom.topics:
        topics += (topic, *topic.events)
    authors = unique("authors.toml", "author", (one.key for one in newsroom.authors))
    pictures = unique("pictures.toml", "picture", (one.file for one in newsroom.pictures))
    region_keys = unique("regions.toml", "region", (one.key for one in regions))
    topic_keys = unique("topics.toml", "topic or event", (one.key for one in topics))
    series = unique("series.toml", "series", (one.key for one in newsroom.series))
    slugs("authors.toml", (one.slug for one in newsroom.authors))
    slugs("regions.toml", (one.slug for one in regions))
    slugs("topics.toml", (one.slug for one in topics))
    slugs("series.toml", (one.slug for one in newsroom.series))
    for person in newsroom.authors:
        known("authors.toml", "portrait", [person.portrait], pictures)
    for region in regions:
        known("regions.toml", "neighbour", region.neighbours, region_keys)
    for one in newsroom.series:
        known("series.toml", "author", one.authors, authors)
        known("series.toml", "picture", [one.picture] if one.picture else [], pictures)

    lists = unique("letters.toml", "list", (one.key for one in newsroom.letter_lists))
    slugs("letters.toml", (one.key for one in newsroom.letter_lists))
    for of in newsroom.letter_lists:
        known("letters.toml", "topic", [of.topic] if of.topic else [], topic_keys)

    stories = {story.key for story in newsroom.stories}
    for letter in newsroom.letters:
        known("letters.toml", "list", [letter.list], lists)
        known("letters.toml", "story", (*letter.whole, *letter.brief), stories)
    addresses = [f"{one.language}/{one.first_published_at:%Y/%m}/{one.slug}" for one in newsroom.stories]
    unique("stories", "address", addresses)
    for story in newsroom.stories:
        file = f"{story.key}.{story.language}.md"
        slugs(file, [story.slug])
        known(file, "author", (credit.key for credit in story.authors), authors)
        known(file, "region", story.regions, region_keys)
        known(file, "topic", story.topics, topic_keys)
        known(file, "series", [story.series] if story.series else [], series)
        known(file, "picture", pictures_of(story), pictures)
        known(file, "related story", (value for kind, value in story.body if kind == "related"), stories)
        for kind, value in story.body:
            if kind == "audio" and not (newsroom.folder / "audio" / value["file"]).is_file():
                raise DemoError(file, f"audio/{value['file']} is missing; run python -m tamizdat.demo.recording")


def pictures_of(story: DemoStory) -> list[str]:
    """The lead picture and every picture in the body."""
    out = [story.picture] if story.picture else []
    for kind, value in story.body:
        if kind == "picture":
            out.append(value)
        elif kind == "gallery":
            out.extend(value)
    return out


def known(file: str, what: str, used: Iterable[str], there: set[str]) -> None:
    for key in used:
        if key not in there:
            raise DemoError(file, f"there is no {what} '{key}'; correct the name or add it")


def unique(file: str, what: str, keys: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise DemoError(file, f"the {what} '{key}' stands twice; rename one")
        seen.add(key)
    return seen


def slugs(file: str, found: Iterable[str]) -> None:
    for slug in unique(file, "slug", found):
        if not SLUG.fullmatch(slug):
            raise DemoError(file, f"'{slug}' is no slug; use a–z, 0–9 and single hyphens")
