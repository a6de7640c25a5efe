"""Correct a published story at once: some words and a note for readers, or the note alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.log_actions import log

from tamizdat.newsroom import approved, wording
from tamizdat.newsroom.correction_log import plain
from tamizdat.newsroom.models import Article, ArticleNote, CorrectionRecord

SENTENCES = {
    "ar": "ورد في نسخة سابقة: «%(old)s». والصحيح: «%(new)s».",
    "az": "Əvvəlki mətndə: “%(old)s”. Düzgünü: “%(new)s”.",
    "be": "Раней тут было: «%(old)s». Правільна: «%(new)s».",
    "en": "An earlier version said “%(old)s”. It should have said “%(new)s”.",
    "fa": "پیش‌تر آمده بود: «%(old)s». درست آن: «%(new)s».",
    "hy": "Նախկինում գրված էր՝ «%(old)s»։ Ճիշտը՝ «%(new)s»։",
    "ka": "ადრე ეწერა: „%(old)s“. სწორია: „%(new)s“.",
    "kk": "Бұрын былай жазылған: «%(old)s». Дұрысы: «%(new)s».",
    "ky": "Мурда мындай жазылган: «%(old)s». Туурасы: «%(new)s».",
    "ru": "Раньше здесь было: «%(old)s». Правильно: «%(new)s».",
    "tg": "Пештар навишта шуда буд: «%(old)s». Дурусташ: «%(new)s».",
    "tr": "Önceki metinde: “%(old)s”. Doğrusu: “%(new)s”.",
    "uk": "Раніше тут було: «%(old)s». Правильно: «%(new)s».",
    "uz": "Avval shunday yozilgan: “%(old)s”. To‘g‘risi: “%(new)s”.",
}
"""The note where none is written, in the story's language. It becomes a text of the story, so it is in no catalogue."""


class CorrectionError(Exception):
    """The correction is not possible; nothing was written."""


class NotPublic(CorrectionError):
    """The story is not published: it is changed in its form."""


class WordsNotFound(CorrectionError):
    """The published story has no such words."""


class SeveralPlaces(CorrectionError):
    """The words are in the story more than once."""

    def __init__(self, number: int) -> None:
        super().__init__(f"The words are in the story {number} times.")
        self.number = number


@dataclass(frozen=True, kw_only=True)
class Correction:
    """`old` becomes `new`, if there is an `old`; `note` is what readers read, a paragraph each line. One of both is given."""

    kind: str
    old: str = ""
    new: str = ""
    note: str = ""
    everywhere: bool = False


def sentence(language: str, old: str, new: str) -> str:
    """The note for readers that names both words; empty in a language for which there is none."""
    return SENTENCES.get(language.partition("-")[0], "") % {"old": old, "new": new}


def correct(story: Article, given: Correction, *, user: Any = None) -> None:
    """Publish the story as readers have it now with the correction in it. Drafts and what is scheduled get it, too, and stay
    unpublished. The checks before publishing hold up no correction.

    Raises CorrectionError, or ValidationError where the story would be none with the new words.
    """
    with transaction.atomic():
        public = Article.objects.select_for_update().get(pk=story.pk)
        if not public.live or public.killed_at:
            raise NotPublic
        if given.old and not (places := wording.count(public, given.old)):
            raise WordsNotFound
        if given.old and places > 1 and not given.everywhere:
            raise SeveralPlaces(places)
        note = ArticleNote(
            kind=given.kind, date=timezone.now().replace(microsecond=0), text=_text(given, public.language)
        )
        waiting = _unpublished(public)
        public.go_live_at = None
        _publish(_changed(public, given, note), user, plain(note.text))
        if given.old:
            CorrectionRecord.objects.filter(story=public.pk, date=note.date, text=plain(note.text)).update(
                old=given.old, new=given.new
            )
        for revision, is_scheduled in waiting:
            draft = _changed(Article.objects.get(pk=story.pk).with_content_json(revision.content), given, note)
            if is_scheduled:
                _publish(draft, revision.user, plain(note.text))
            else:
                draft.minimal_clean()
                draft.save_revision(user=revision.user, clean=False)


def _unpublished(story: Article) -> list[tuple[Any, bool]]:
    """Revisions that are newer than what readers have, each with whether it is scheduled; the draft, which is newest, last."""
    scheduled = list(story.revisions.filter(approved_go_live_at__isnull=False))
    found = [(revision, True) for revision in scheduled]
    if story.has_unpublished_changes and story.latest_revision and story.latest_revision not in scheduled:
        found.append((story.latest_revision, False))
    return found


def _changed(story: Article, given: Correction, note: ArticleNote) -> Article:
    if given.old:
        wording.replace(story, given.old, given.new)
    story.notes.add(ArticleNote(kind=note.kind, date=note.date, text=note.text))
    return story


def _publish(story: Article, user: Any, reason: str) -> None:
    """Where stories need approval, the record holds the correction as the reason why this one was published without."""
    revision = story.save_revision(user=user)
    if approved.is_required():
        log(instance=story, action=approved.OVERRIDE, user=user, revision=revision, data={"reason": reason})
    story.publish(revision, user=user, checked=False, skip_permission_checks=True)


def _text(given: Correction, language: str) -> str:
    said = given.note or sentence(language, given.old, given.new)
    return "".join(f"<p>{escape(line)}</p>" for line in said.splitlines() if line.strip())
