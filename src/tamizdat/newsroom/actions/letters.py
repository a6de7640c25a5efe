"""Make a letter by the rule of its list: which stories it holds, and what it is called in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models import (
    Article,
    Letter,
    LetterItem,
    LetterList,
    LetterSlot,
    LetterText,
    ListEntry,
    MostRead,
)
from tamizdat.newsroom.models.letters import ABOUT
from tamizdat.newsroom.public import is_public, is_public_letter

DAY, WEEK = timedelta(days=1), timedelta(days=7)
OF_A_WEEK = (LetterList.Rule.WEEKLY, LetterList.Rule.HAND)
"""Rules by which the first letter of a list goes back a week; by others, a day."""
URGENT = 2
"""A story of this urgency, or a more urgent one, is breaking news."""
IN_PREHEADER = 2
"""Headlines after the first one, which is the subject."""

Stories = dict[str, list[tuple[UUID, str]]]
"""By language, (translation_key, headline) of the stories of a letter in their order."""


def create(of: LetterList, *, user: Any = None, now: datetime | None = None) -> Letter:
    """A new draft, filled by the list's rule."""
    now = now or timezone.now()
    with noting.writes():
        letter = _made(of, _stories(of, now), Letter.State.DRAFT, None)
        log(instance=letter, action="wagtail.create", user=user)
    return letter


def create_for(of: LetterList, slots: Sequence[str], now: datetime) -> Letter | None:
    """The letter of these slots, which waits for approval or is approved, as the list says. None when one of the slots was
    used, or when there is nothing new: then the slots count as used."""
    try:
        with noting.writes(), transaction.atomic():
            rows = [LetterSlot.objects.create(list=of, name=name) for name in slots]
            stories = _stories(of, now)
            if not any(stories.values()) and of.fill != LetterList.Fill.HAND:
                return None
            alone = of.approval == LetterList.Approval.ALONE and any(stories.values())
            state = Letter.State.APPROVED if alone else Letter.State.WAITING
            letter = _made(of, stories, state, now if alone else None)
            LetterSlot.objects.filter(pk__in=[row.pk for row in rows]).update(letter=letter)
            log(instance=letter, action="wagtail.create")
            return letter
    except IntegrityError:
        return None


def new_stories(of: LetterList, since: datetime, now: datetime) -> list[UUID]:
    """What an event's or a breaking list would write about: stories that became public since then and were in none of its
    letters, the oldest first."""
    found: dict[UUID, None] = {}
    for language, _ in settings.LANGUAGES:
        rows = _latest(of, language, since, now).order_by("public_since", "article")
        found |= dict.fromkeys(rows.values_list("article__translation_key", flat=True))
    carried = _carried(of)
    return [family for family in found if family not in carried]


def note_of_withdrawal(letter: Letter, headline: str, *, user: Any = None) -> Letter:
    """A draft to the readers of the same list: that a story of this letter was withdrawn. Its text is to be written."""
    with noting.writes():
        note = Letter(list=letter.list)
        note.texts.set([LetterText(language=text.language, subject=headline[:200]) for text in letter.texts.all()])
        note.save()
        log(instance=note, action="wagtail.create", user=user)
    return note


def _made(of: LetterList, stories: Stories, state: str, send_at: datetime | None) -> Letter:
    letter = Letter(list=of, state=state, send_at=send_at)
    letter.texts.set(list(_texts(of, stories)))
    letter.items.set(
        [
            LetterItem(kind=LetterItem.Kind.STORY, article=family, full_text=whole, sort_order=place)
            for place, (family, whole) in enumerate(_in_one_order(of, stories))
        ]
    )
    letter.save()
    return letter


def _texts(of: LetterList, stories: Stories) -> Iterator[LetterText]:
    """In each language that has a story; where none has, in those of the list, with its name as the subject."""
    if not any(stories.values()):
        for text in of.texts.all():
            yield LetterText(language=text.language, subject=text.name)
        return
    for language, found in stories.items():
        if found:
            subject, *others = [headline for _, headline in found[: 1 + IN_PREHEADER]]
            yield LetterText(language=language, subject=_cut(subject), preheader=_cut(" · ".join(others)))


def _cut(text: str, most: int = 200) -> str:
    return text if len(text) <= most else f"{text[: most - 2].rpartition(' ')[0]} …"


def _in_one_order(of: LetterList, stories: Stories) -> list[tuple[UUID, bool]]:
    """The stories of all languages, by their best place in any, and whether each stands in the letter whole."""
    places: dict[UUID, int] = {}
    for found in stories.values():
        for place, (family, _) in enumerate(found):
            places[family] = min(place, places.get(family, place))
    return [(family, places[family] < of.full_texts) for family in sorted(places, key=lambda one: (places[one], one))]


def _stories(of: LetterList, now: datetime) -> Stories:
    if of.fill == LetterList.Fill.HAND:
        return {}
    carried, since = _carried(of), _since(of, now)
    return {language: _first(of, carried, _headlines(of, language, since, now)) for language, _ in settings.LANGUAGES}


def _first(of: LetterList, carried: set[UUID], rows: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """As many as a letter holds, each once, without those that the list's readers had."""
    found: dict[UUID, str] = {}
    for family, headline in rows:
        if len(found) == of.most_stories:
            break
        if family not in carried:
            found.setdefault(family, headline)
    return list(found.items())


def _headlines(of: LetterList, language: str, since: datetime, now: datetime) -> Iterable[tuple[UUID, str]]:
    if of.fill == LetterList.Fill.MOST_READ:
        read = MostRead.objects.filter(is_public(now, "article__"), language=language)
        read = read.filter(article__entries__list__key=str(_list_of(of, language)))
        return read.order_by("place").values_list("article__translation_key", "article__headline")
    rows = _latest(of, language, since, now).order_by("article__urgency", "-public_since", "-article")
    return rows.values_list("article__translation_key", "article__headline")


def _latest(of: LetterList, language: str, since: datetime, now: datetime) -> Any:
    """Places of stories in the list of what the letters are about."""
    rows = ListEntry.objects.filter(
        is_public(now, "article__"),
        list__key=str(_list_of(of, language)),
        public_since__gt=since,
        public_since__lte=now,
    )
    return rows.filter(article__urgency__lte=URGENT) if of.rule == LetterList.Rule.BREAKING else rows


def _list_of(of: LetterList, language: str) -> ListName:
    for kind in ABOUT:
        if number := getattr(of, f"{kind}_id"):
            return keys.noun_list(language, kind, number)
    return keys.latest_list(language)


def _since(of: LetterList, now: datetime) -> datetime:
    """When the list's last letter was made up: what became public later is new."""
    last = Letter.objects.filter(list=of, sent_at__lte=now).order_by("-sent_at").values_list("sent_at", flat=True)
    return last.first() or now - (WEEK if of.rule in OF_A_WEEK else DAY)


def _carried(of: LetterList) -> set[UUID]:
    """Stories that the list's readers had."""
    items = LetterItem.objects.filter(is_public_letter("of__"), of__list=of, article__isnull=False)
    return set(items.values_list("article", flat=True))


def withdrawn(stories: Iterable[int], now: datetime) -> list[str]:
    """Headlines of those of the stories that are not public any more; '' for one that was deleted."""
    wanted = set(stories)
    rows = Article.objects.filter(pk__in=wanted).order_by("pk")
    public = set(rows.filter(is_public(now)).values_list("pk", flat=True))
    headlines = dict(rows.values_list("pk", "headline"))
    return [headlines.get(pk, "") for pk in sorted(wanted - public)]
