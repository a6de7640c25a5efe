"""The verb: a batch of stories from elsewhere, each new, changed or as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from tamizdat.newsroom.actions import newsroom
from tamizdat.newsroom.actions.imports import changing, creating, known_stories, nouns, picture_library
from tamizdat.newsroom.actions.imports.incoming import Incoming, PictureFile, Taken, Warned
from tamizdat.newsroom.actions.imports.resolving import ResolvedStory, resolve
from tamizdat.newsroom.models import StoryFolder

TRIES = 3
"""An editor may take an address or a place in the tree while a batch is written; the next try sees it."""


def prepare() -> None:
    """Before the first batch: a language that was just added to newsroom.toml has no folder of stories yet."""
    there = set(StoryFolder.objects.values_list("locale__language_code", flat=True))
    if any(code not in there for code, _ in settings.LANGUAGES):
        newsroom.set_up()


def import_batch(batch: Sequence[Incoming]) -> Taken:
    """Bring the newsroom in line with `batch`, whose external_ids differ, in one transaction.

    New stories are published with the date that they carry, undated ones with the time of this call. A story whose source
    changed gets a new revision, published if the story is; what an editor took off the site stays off. A story whose
    source did not change is left as it is. Pictures are read before the transaction begins: they take long.
    """
    known = known_stories.known_stories(batch)
    there = nouns.load()
    wanted = [one for one in batch if one.external_id not in known or not known[one.external_id].still_as(one, there)]
    pictures = picture_library.take_in(wanted)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                taken = _write(batch, pictures.kept)
        except IntegrityError:
            if attempt == TRIES:
                raise
        else:
            break
    return Taken(
        created=taken.created,
        updated=taken.updated,
        unchanged=taken.unchanged,
        pictures=pictures.added,
        warnings=(*pictures.warnings, *taken.warnings),
    )


def _write(batch: Sequence[Incoming], pictures: Mapping[PictureFile, picture_library.Kept]) -> Taken:
    known = known_stories.known_stories(batch)
    there = nouns.load()
    new: list[ResolvedStory] = []
    changed: list[tuple[known_stories.Known, ResolvedStory]] = []
    warnings: list[Warned] = []
    for story in batch:
        before = known.get(story.external_id)
        one = resolve(story, there, pictures)
        warnings += [Warned(external_id=story.external_id, why=why) for why in one.warnings]
        if before is None:
            new.append(one)
        elif not before.still_as(story, there):
            changed.append((before, one))
    warnings += creating.create(new, there)
    for before, one in changed:
        warnings += changing.change(before, one, there)
    return Taken(
        created=len(new),
        updated=len(changed),
        unchanged=len(batch) - len(new) - len(changed),
        warnings=tuple(warnings),
    )
