"""A story from elsewhere in the newsroom's own terms: keys instead of names, blocks with their pictures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tamizdat.newsroom.actions.imports.incoming import Incoming, PictureFile
from tamizdat.newsroom.actions.imports.nouns import Nouns, split
from tamizdat.newsroom.actions.imports.picture_library import WORDS, Kept

GROUPS = uuid.UUID("0e8a9f0e-6a0c-5b7e-9a51-3f1d9f6f2f10")
"""Namespace of translation keys that are made from the names of groups."""


@dataclass(frozen=True, kw_only=True)
class ResolvedStory:
    """`lead_words` is what the story says of its lead picture: picture_library.WORDS, empty where the picture's own will do."""

    story: Incoming
    regions: tuple[int, ...]
    topics: tuple[int, ...]
    missing: tuple[str, ...]
    lead_picture: int | None
    lead_words: Mapping[str, str]
    body: list[dict[str, Any]]
    warnings: tuple[str, ...]


def resolve(story: Incoming, nouns: Nouns, pictures: Mapping[PictureFile, Kept]) -> ResolvedStory:
    """`pictures` has those that could be taken in."""
    regions, no_regions = split(story.regions, nouns.regions)
    topics, no_topics = split(story.topics, nouns.topics)
    used = [
        (kept, kept.own_words(one, story.language)) if (kept := pictures.get(one)) else None for one in story.pictures
    ]
    lead, *others = used or [None]
    blocks = [*story.body, *(("picture", {"picture": kept.pk, **words}) for kept, words in filter(None, others))]
    return ResolvedStory(
        story=story,
        regions=tuple(regions),
        topics=tuple(topics),
        missing=(*no_regions, *no_topics),
        lead_picture=lead[0].pk if lead else None,
        lead_words=lead[1] if lead else dict.fromkeys(WORDS, ""),
        body=[{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks],
        warnings=(*_unknown("region", no_regions), *_unknown("topic", no_topics), *_too_early(story)),
    )


def translation_key(story: Incoming) -> uuid.UUID:
    """The same for every story of a group, in every run; a key of its own without a group."""
    return uuid.uuid5(GROUPS, story.group) if story.group else uuid.uuid4()


def _too_early(story: Incoming) -> list[str]:
    if not (story.updated and story.published and story.updated < story.published):
        return []
    return [
        f"updated {story.updated:%Y-%m-%d %H:%M} is before published {story.published:%Y-%m-%d %H:%M} and is not shown"
    ]


def _unknown(kind: str, words: list[str]) -> list[str]:
    return [
        f"the newsroom has no {kind} {word!r}: the story came in without it; "
        f"make that {kind} at the desk and run the import again"
        for word in words
    ]
