"""Which new stories are siblings of which."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from tamizdat.newsroom.actions.imports.incoming import Warned
from tamizdat.newsroom.actions.imports.names import parts
from tamizdat.newsroom.actions.imports.resolving import ResolvedStory, translation_key
from tamizdat.newsroom.models import Article


@dataclass(frozen=True, kw_only=True)
class Groups:
    """`keys` has the translation key of each story, in their order."""

    keys: list[uuid.UUID]
    warnings: list[Warned]


def keys_for(stories: Sequence[ResolvedStory]) -> Groups:
    """A group has one story in each language: a second one of the same language stands alone, with a warning."""
    wanted = [translation_key(one.story) for one in stories]
    grouped = [str(key) for key, one in zip(wanted, stories, strict=True) if one.story.group]
    taken: set[tuple[uuid.UUID, str]] = set()
    for some in parts(grouped):
        taken |= set(languages_of(some))
    keys, warnings = [], []
    for key, one in zip(wanted, stories, strict=True):
        language = one.story.language
        if (key, language) in taken:
            warnings.append(Warned(external_id=one.story.external_id, why=already(one.story.group, language)))
            key = uuid.uuid4()
        taken.add((key, language))
        keys.append(key)
    return Groups(keys=keys, warnings=warnings)


def languages_of(keys: Sequence[str]) -> list[tuple[uuid.UUID, str]]:
    """(translation key, language) of the stories that there are."""
    rows = Article.objects.filter(translation_key__in=keys)
    return list(rows.values_list("translation_key", "locale__language_code"))


def already(group: str, language: str) -> str:
    return (
        f"group {group!r} has another story in {language!r} already, so this one stands alone; "
        "give it a group of its own, or another language"
    )
