"""Original and translation, paragraph by paragraph: what changed in the original since somebody last looked, and that the
translation needs nothing more for it. The text of a translation is written by nobody but its translator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db import transaction

from tamizdat.newsroom import parts, unread
from tamizdat.newsroom.actions import translations
from tamizdat.newsroom.models import Article, CheckedChange, MachineText
from tamizdat.newsroom.parts import Pair, Part


@dataclass(frozen=True, kw_only=True)
class Row:
    """`change` is the original's part, as the translator knew it and as it is now. `is_open` says that it changed and nobody has
    looked; `is_machine` that a machine wrote the translation and nobody has read it."""

    change: Pair
    translation: Part | None
    is_open: bool = False
    is_machine: bool = False

    @property
    def part(self) -> Part:
        return self.change.part if self.change.after or not self.translation else self.translation


def rows(translation: Article) -> list[Row]:
    """Of the newest drafts of both. Empty for a story that is no translation."""
    source = translations.source(translation)
    if source is None:
        return []
    now = _original(source.get_latest_revision_as_object())
    known = translations.known_version(translation)
    before = _original(known.as_object()) if known else now
    own = parts.words_of(translation.get_latest_revision_as_object())
    checked = set(CheckedChange.objects.filter(translation=translation).values_list("digest", flat=True))
    machine = unread.digests(translation.pk)
    found = []
    for change, part in _side_by_side(parts.aligned(before, now), own):
        if not (change and change.part.text) and not (part and part.text):
            continue
        if change and change.part.kind == parts.NOTES and not change.is_changed:
            continue
        is_open = bool(change and change.is_changed and change.digest not in checked)
        is_machine = part is not None and parts.words_digest(part) in machine
        change = change or Pair(before=None, after=None)
        found.append(Row(change=change, translation=part, is_open=is_open, is_machine=is_machine))
    return found


def check(translation: Article, digest: str, *, user: Any = None) -> bool:
    """The translation needs nothing more for this change. Once that is so for all, it is up to date. False for a digest that no
    open change has."""
    opened = {row.change.digest for row in rows(translation) if row.is_open}
    if digest not in opened:
        return False
    _checked(translation, {digest}, opened, user)
    return True


def own_words(translation: Article) -> list[Part]:
    """To be given to `edited` after the form has changed the story in memory; empty when nothing is open."""
    known = translations.known_version(translation)
    source = translations.source(translation) if known else None
    return parts.words_of(translation) if source and known and source.latest_revision_id != known.pk else []


def edited(translation: Article, before: Sequence[Part], *, user: Any = None) -> None:
    """Whoever edits a part of a translation has looked at that part of the original."""
    if not before:
        return
    after = parts.words_of(translation.get_latest_revision_as_object())
    changed = {
        (pair.after.place, pair.after.number) for pair in parts.aligned(before, after) if pair.after and pair.is_changed
    }
    opened = {row.change.digest: row.translation for row in rows(translation) if row.is_open}
    done = {digest for digest, part in opened.items() if part and (part.place, part.number) in changed}
    if done:
        _checked(translation, done, set(opened), user)


def read(translation: Article, number: int, place: str) -> bool:
    """Somebody has read this part of a machine's draft and stands for it. False where there is none."""
    own = parts.words_of(translation.get_latest_revision_as_object())
    for part in own:
        if (part.place, part.number) == (place, number):
            gone, _each = MachineText.objects.filter(translation=translation, digest=parts.words_digest(part)).delete()
            return bool(gone)
    return False


def _checked(translation: Article, done: set[str], opened: set[str], user: Any) -> None:
    with transaction.atomic():
        if done == opened:
            translations.declare_up_to_date(translation, user=user)
        else:
            new = [CheckedChange(translation=translation, digest=digest) for digest in done]
            CheckedChange.objects.bulk_create(new, ignore_conflicts=True)


def _original(story: Article) -> list[Part]:
    return [*parts.words_of(story), *parts.corrections_of(story)]


def _side_by_side(changes: list[Pair], own: list[Part]) -> list[tuple[Pair | None, Part | None]]:
    """By the id of the block, which a translation has from its original; a story without one such, by the order."""
    original = _grouped(changes)
    mine: dict[str, list[Part]] = {}
    for part in own:
        mine.setdefault(part.place, []).append(part)
    places = _same_places(original, mine)
    found: list[tuple[Pair | None, Part | None]] = []
    used: set[str] = set()
    order = list(mine)
    for place, pairs in original.items():
        own_place = places.get(place, "")
        if own_place in mine:
            for earlier in order[: order.index(own_place)]:  # blocks that the translation alone has
                if earlier not in used and earlier not in places.values():
                    used.add(earlier)
                    found += [(None, part) for part in mine[earlier]]
            used.add(own_place)
        found += _paragraphs(pairs, mine.get(own_place, []))
    return found + [(None, part) for place in order if place not in used for part in mine[place]]


def _grouped(changes: list[Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair in changes:
        found.setdefault(pair.part.place, []).append(pair)
    return found


def _same_places(original: dict[str, list[Pair]], mine: dict[str, list[Part]]) -> dict[str, str]:
    fields = {place: place for place in parts.WORDS}
    blocks = [place for place, pairs in original.items() if place not in fields and pairs[0].part.kind != parts.NOTES]
    own = [place for place in mine if place not in fields]
    shared = set(blocks) & set(own)
    return fields | ({place: place for place in shared} if shared else dict(zip(blocks, own, strict=False)))


def _paragraphs(pairs: list[Pair], own: list[Part]) -> list[tuple[Pair | None, Part | None]]:
    """Paragraphs of one block. A translation with as many as the original has now follows it; else one with as many as it had."""
    now = [pair for pair in pairs if pair.after]
    before = [pair for pair in pairs if pair.before]
    followed = before if len(own) == len(before) and len(own) != len(now) else now
    with_own = dict(zip(map(id, followed), own, strict=False))
    found: list[tuple[Pair | None, Part | None]] = [(pair, with_own.get(id(pair))) for pair in pairs]
    return found + [(None, part) for pair, part in zip_longest(followed, own) if pair is None]
