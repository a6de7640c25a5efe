"""Siblings: a story in several languages, and what a translation lacks of its original."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Revision

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article, ArticleNote, CheckedChange, TranslatedFrom

STAYS_BEHIND = [
    "slug",
    "embargoed_until",
    "display_date",
    "editors_note",
    "notes",
    "go_live_at",
    "expire_at",
    "comments",
]
"""What belongs to the publication of one sibling, not to the copy."""
UP_TO_DATE = "tamizdat.translation_up_to_date"
"""The name of that decision in the record of who did what."""
WORDS = ("headline", "kicker", "dek", "dateline", "lead_caption", "lead_alt_text")
"""Columns that a translator translates, beside the body."""
CORRECTIONS = frozenset(
    [ArticleNote.Kind.CORRECTION, ArticleNote.Kind.CLARIFICATION, ArticleNote.Kind.RETRACTION]
)  # fmt: skip


class Behind(NamedTuple):
    """How many edits of the original's words and how many of its corrections a translation has not taken into account."""

    edits: int
    corrections: int


UP = Behind(0, 0)


def sibling(story: Article, language: str) -> Article | None:
    """The story in `language`, when there is one."""
    return Article.objects.filter(
        translation_key=story.translation_key, locale__language_code=language
    ).first()  # fmt: skip


def original(story: Article) -> Article | None:
    """The story that was there first in another language; None for one that is the first itself."""
    first = Article.objects.filter(translation_key=story.translation_key).order_by("pk").first()
    return first if first and first.pk != story.pk else None


def begin(story: Article, language: str, *, user: Any = None) -> Article:
    """A draft of `story` in `language`: its newest words, to be translated, with its picture, places and authors."""
    with transaction.atomic():
        draft = story.get_latest_revision_as_object()
        begun: Article = draft.copy(
            to=folder(language),
            update_attrs={"locale": Locale.objects.get(language_code=language), "slug": ""},
            exclude_fields=STAYS_BEHIND,
            copy_revisions=False,
            keep_live=False,
            reset_translation_key=False,
            user=user,
            log_action="wagtail.copy_for_translation",
        )
        begun.save_revision(user=user)
        noted(begun, story)
    return begun


def noted(translation: Article, of: Article, revision: Revision | None = None) -> None:
    """The translation has taken into account what the original `of` says in that revision, by default in its newest."""
    with transaction.atomic():
        TranslatedFrom.objects.update_or_create(
            translation=translation,
            defaults={"original": of, "revision": revision or of.latest_revision, "at": timezone.now()},
        )
        CheckedChange.objects.filter(translation=translation).delete()


def declare_up_to_date(translation: Article, *, user: Any = None) -> None:
    """Somebody compared it with the newest version of its original and finds nothing missing."""
    of = source(translation)
    if of is None:
        return
    with transaction.atomic():
        noted(translation, of)
        log(instance=translation, action=UP_TO_DATE, user=user)


def source(translation: Article) -> Article | None:
    """The story that it was translated from; without a record, the story that was there first. None for an original."""
    record = TranslatedFrom.objects.filter(translation=translation).select_related("original").first()
    return record.original if record else original(translation)


def known_version(translation: Article) -> Revision | None:
    """The version of the original that a translation was made from, or was last compared with."""
    for base in _bases([translation]):
        if chain := _chains([base])[translation.pk]:
            return Revision.objects.filter(pk=chain[0]).first()
    return None


def behind(translation: Article) -> Behind:
    return behind_all([translation])[translation.pk]


def behind_all(stories: Iterable[Article]) -> dict[int, Behind]:
    """By number, of each of these stories. An original is never behind. Asks a constant number of queries.

    Of a translation for which nobody noted a version, such as an imported one, what came after its own newest version counts.
    """
    stories = list(stories)
    found = dict.fromkeys((story.pk for story in stories), UP)
    bases = [base for base in _bases(stories) if base.may_be_behind]
    if not bases:
        return found
    chains = _chains(bases)
    versions = _versions({number for chain in chains.values() for number in chain})
    for base in bases:
        chain = [versions[number] for number in chains[base.translation] if number in versions]
        found[base.translation] = _count(chain)
    return found


@dataclass(frozen=True, kw_only=True)
class _Base:
    """Which version of the original a translation knows: a revision's number, else the newest at that moment."""

    translation: int
    original: int
    newest: int | None
    revision: int | None
    at: datetime | None

    @property
    def may_be_behind(self) -> bool:
        return self.newest is not None and self.newest != self.revision


@dataclass(frozen=True, kw_only=True)
class _Version:
    words: str
    corrections: int


def _bases(stories: list[Article]) -> list[_Base]:
    records = {
        one.translation_id: one for one in TranslatedFrom.objects.filter(translation__in=[one.pk for one in stories])
    }
    keys = {story.translation_key for story in stories}
    siblings = Article.objects.filter(translation_key__in=keys).order_by("pk")
    newest: dict[int, int | None] = {}
    first: dict[Any, int] = {}
    for pk, key, revision in siblings.values_list("pk", "translation_key", "latest_revision"):
        newest[pk] = revision
        first.setdefault(key, pk)
    bases = []
    for story in stories:
        record = records.get(story.pk)
        of = record.original_id if record else first.get(story.translation_key)
        if of is None or of == story.pk:
            continue
        at = record.at if record else story.latest_revision_created_at
        known = record.revision_id if record else None
        bases.append(_Base(translation=story.pk, original=of, newest=newest.get(of), revision=known, at=at))
    return bases


def _chains(bases: list[_Base]) -> dict[int, list[int]]:
    """By translation, the numbers of the original's versions that count: the one that it knows, and all later ones."""
    rows = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id__in={str(base.original) for base in bases},
    )
    made: dict[int, list[tuple[int, datetime]]] = {}
    for number, story, at in rows.order_by("pk").values_list("pk", "object_id", "created_at"):
        made.setdefault(int(story), []).append((number, at))
    chains = {}
    for base in bases:
        versions = made.get(base.original, [])
        if base.revision:
            chains[base.translation] = [number for number, _at in versions if number >= base.revision]
        else:
            known = [number for number, at in versions if base.at is None or at <= base.at]
            later = [number for number, _at in versions if number not in known]
            chains[base.translation] = [*known[-1:], *later]
    return chains


def _versions(numbers: set[int]) -> dict[int, _Version]:
    rows = Revision.objects.filter(pk__in=numbers).values_list("pk", "content")
    return {number: _version(content) for number, content in rows.iterator(chunk_size=50)}


def _version(content: dict[str, Any]) -> _Version:
    words = [content.get(name) for name in WORDS]
    body = _without_ids(json.loads(content.get("body") or "[]"))
    notes = sum(note.get("kind") in CORRECTIONS for note in content.get("notes") or ())
    return _Version(words=json.dumps([*words, body]), corrections=notes)


def _without_ids(value: Any) -> Any:
    """Blocks without their ids, which say nothing to a reader."""
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id"}
    return value


def _count(chain: list[_Version]) -> Behind:
    """Edits are changes from one version to the next; none when the newest says what the known one said."""
    if len(chain) < 2:
        return UP
    edits = sum(before.words != after.words for before, after in pairwise(chain))
    if chain[0].words == chain[-1].words:
        edits = 0
    return Behind(edits, max(0, chain[-1].corrections - chain[0].corrections))
