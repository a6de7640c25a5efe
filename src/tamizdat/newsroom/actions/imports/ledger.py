"""Addresses for thousands of stories at once, by the same rules as for one: given once, frozen, never to two owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path, same, spellings
from tamizdat.newsroom import addresses, keys
from tamizdat.newsroom.actions.imports.incoming import Warned
from tamizdat.newsroom.actions.imports.names import free, parts
from tamizdat.newsroom.models import Address, Article


@dataclass(frozen=True, kw_only=True)
class Given:
    """`keys` are those of the ledger's files that were touched."""

    keys: set[Key]
    warnings: list[Warned]


def give(stories: Sequence[tuple[Article, Sequence[str]]]) -> Given:
    """Each story its current address, and the old paths that lead to it from now on."""
    wanted = [addresses.for_article(story.language, story.slug, story.first_published_at) for story, _ in stories]
    paths = free(wanted, lambda path, number: f"{path.rstrip('/')}-{number}/", _taken)
    rows = [
        Address(path=path, language=story.language, owner=keys.article(story.pk))
        for (story, _), path in zip(stories, paths, strict=True)
    ]
    rows = Address.objects.bulk_create(rows, batch_size=500)
    touched = {keys.ledger(row.pk // keys.LEDGER_SIZE) for row in rows}
    old = lead([(story, olds) for story, olds in stories if olds])
    return Given(keys=touched | old.keys, warnings=old.warnings)


def lead(stories: Sequence[tuple[Article, Sequence[str]]]) -> Given:
    """Make the old paths lead to their stories; a path that leads elsewhere already stays as it is, with a warning."""
    owners: dict[str, str] = {}
    for some in parts(sorted({one for _, olds in stories for path in olds for one in spellings(path)})):
        rows_there = Address.objects.filter(path__in=some).values_list("path", "owner")
        owners |= {same(path): owner for path, owner in rows_there}
    rows, warnings = [], []
    for story, olds in stories:
        owner = keys.article(story.pk)
        for path in olds:
            if same(path) not in owners:
                owners[same(path)] = owner
                if "?" not in path and not file_path(path):
                    why = (
                        f"old address {path} cannot be a file: only a server that reads the map of redirects answers it"
                    )
                    warnings.append(Warned(external_id=story.external_id or "", why=why))
                rows.append(Address(path=path, language=story.language, owner=owner, current=False))
            elif owners[same(path)] != owner:
                why = f"old address {path} belongs to {owners[same(path)]} already and keeps leading there"
                warnings.append(Warned(external_id=story.external_id or "", why=why))
    made = Address.objects.bulk_create(rows, batch_size=500)
    return Given(keys={keys.ledger(row.pk // keys.LEDGER_SIZE) for row in made}, warnings=warnings)


def _taken(paths: list[str]) -> set[str]:
    asked = [one for path in paths for one in spellings(path)]
    found = {same(path) for some in parts(asked) for path in _paths(some)}
    there = {path for path in paths if same(path) in found}
    return there | {path for path in paths if addresses.is_kept_free(path, "article")}


def _paths(wanted: list[str]) -> list[str]:
    return list(Address.objects.filter(path__in=wanted).values_list("path", flat=True))
