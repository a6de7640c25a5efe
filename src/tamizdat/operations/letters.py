"""What needs both the newsroom and the letters database: hand over lists and texts, make letters that are due, send them.
Needs Django.

Everything here may be done twice, by two workers at once, and may stop anywhere: slots and sends are unique rows, and what
one database says is brought in line with the other at the next turn.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import close_old_connections
from django.utils import timezone

from tamizdat.config import wiring
from tamizdat.config.newsroom import Newsroom
from tamizdat.edition import consent
from tamizdat.edition.letters import notices
from tamizdat.edition.letters.compose import Composer
from tamizdat.edition.policy import Edition
from tamizdat.letters import subscribing
from tamizdat.letters.errors import LettersError
from tamizdat.letters.store import brought_back, lists, sends, shown, values
from tamizdat.letters.store import notices as stored_notices
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.lists import MailingList
from tamizdat.letters.store.notices import Notice
from tamizdat.letters.store.sends import Content
from tamizdat.newsroom import noting
from tamizdat.newsroom.actions import letter_states
from tamizdat.newsroom.actions import letters as making
from tamizdat.newsroom.models import Letter, LetterList, SiteSettings
from tamizdat.operations import letters_store
from tamizdat.operations.errors import OperationError

logger = logging.getLogger(__name__)
_at_work = threading.RLock()
"""Held during a turn. The worker forks for a large bake: it waits for the end of a turn, so that no lock or connection of this
thread is in the middle of something in the new process."""
os.register_at_fork(before=_at_work.acquire, after_in_parent=_at_work.release, after_in_child=_at_work.release)

INTERVAL = 3.0
"""Seconds between two turns."""
TEXTS_EVERY = 20
"""Turns between two looks at the texts of notices, which are rendered each time to be compared; and at what has been stored for
long enough."""
LATE = timedelta(hours=6)
"""A letter whose hour passed longer ago, because nothing ran then, is left out: the next one carries its stories."""


class NothingToSend(OperationError):
    """The letter has no text in any language."""


class Letters:
    """One newsroom's letters, over connections of its own: threads must not share one."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self.store = Store(newsroom.letters)
        self._made_edition: Edition | None = None

    @property
    def _edition(self) -> Edition:
        """Made when it is first needed; it forgets what it read before each use."""
        if self._made_edition is None:
            self._made_edition = wiring.edition(self._newsroom)
        self._made_edition.values.forget()
        return self._made_edition

    def run(self, stop: threading.Event) -> None:
        """Do what is due until `stop` is set. What fails is logged, and tried again at the next turn."""
        turn = 0
        while not stop.wait(INTERVAL if turn else 0.0):
            with _at_work:
                close_old_connections()
                try:
                    if self._is_in_use():
                        self._take_turn(timezone.now(), is_slow=turn % TEXTS_EVERY == 0)
                except Exception:
                    logger.exception("Letters wait: what was due could not be done, and is tried again.")
            turn += 1

    def _take_turn(self, now: datetime, *, is_slow: bool) -> None:
        self.sync(texts=is_slow)
        if is_slow:
            subscribing.tidy(self.store, int(now.timestamp()))
        self.carry_out(now)

    def _is_in_use(self) -> bool:
        return letters_store.is_there(self._newsroom) or LetterList.objects.exists()

    def carry_out(self, now: datetime) -> None:
        """Make the letters that are due, start those that are approved, and follow those that are being sent."""
        self._hold()
        self.make_due(now)
        due = Letter.objects.filter(state=Letter.State.APPROVED, send_at__lte=now).order_by("send_at", "pk")
        for letter in due:
            self._tried(letter)
        for letter in Letter.objects.filter(state=Letter.State.SENDING).order_by("pk"):
            self.follow(letter, now)

    def _hold(self) -> None:
        """After an older copy of the newsroom was brought back: approved letters whose hour had come before that may have been
        sent. They wait until somebody approves them again."""
        brought_back_at = self._brought_back_at()
        for letter in Letter.objects.filter(state=Letter.State.APPROVED, send_at__lte=brought_back_at):
            letter_states.ask_for_approval(letter)
            logger.warning(
                "The letter “%s” may have been sent before the backup was brought back: approve it again.", letter
            )

    def _brought_back_at(self) -> datetime:
        return datetime.fromtimestamp(brought_back.moment(self.store), UTC)

    def _due_since(self, now: datetime) -> datetime:
        """What was due before this moment makes no letter by itself any more."""
        return max(now - LATE, self._brought_back_at())

    # What the other side is given

    def sync(self, *, texts: bool = True) -> bool:
        """Hand over lists and names, and with `texts` notices and shown sentences, when they differ from what was handed over
        last; whether they did. Where lists or names differ, so do texts."""
        edition = self._edition
        own_lists, names = list(_lists()), self._values(edition)
        changed = self._differs("lists", [own_lists, names])
        if changed:
            lists.replace(self.store, own_lists)
            values.put(self.store, names | changed)
        if not (texts or changed):
            return False
        own_notices = [Notice(**vars(one)) for one in notices.every(edition.reader, edition.renderer)]
        sentences = consent.shown(edition.renderer, edition.reader.languages)
        changed_texts = self._differs("texts", [own_notices, sentences])
        if changed_texts:
            stored_notices.replace(self.store, own_notices)
            shown.put(self.store, sentences)
            values.put(self.store, changed_texts)
        return bool(changed or changed_texts)

    def _differs(self, name: str, given: object) -> dict[str, str]:
        """The value to store once it was handed over; empty when it was."""
        digest = hashlib.sha256(json.dumps(given, default=vars, sort_keys=True).encode()).hexdigest()
        key = f"synced.{name}"
        return {} if values.get(self.store, key) == digest else {key: digest}

    def _values(self, edition: Edition) -> dict[str, str]:
        uses = edition.values.uses()
        site = self._newsroom.canonical
        lead_to = SiteSettings.objects.values_list("letters_lead_to", flat=True).first() or ""
        return {
            "site": site,
            "links_at": lead_to.rstrip("/") or site,
            "languages": " ".join(edition.reader.languages),
            **{f"site_name.{language}": uses.site_text(language, "name") for language in edition.reader.languages},
        }

    # Letters by rule

    def make_due(self, now: datetime) -> list[Letter]:
        """Make the letters whose time has come; none a second time."""
        made = []
        for of in LetterList.objects.exclude(rule=LetterList.Rule.HAND):
            slots = self._slots(of, now)
            if slots and (letter := making.create_for(of, slots, now)):
                made.append(letter)
        return made

    def _slots(self, of: LetterList, now: datetime) -> list[str]:
        """The names of what a letter is to be made for now, used or not."""
        if of.rule in (LetterList.Rule.EVENT, LetterList.Rule.BREAKING):
            waits = of.slots.filter(letter__state__in=(Letter.State.WAITING, Letter.State.APPROVED)).exists()
            if waits:
                return []  # its letter is made up first; the next one carries what came meanwhile
            found = [f"story:{family.hex}" for family in making.new_stories(of, self._due_since(now), now)]
            used = set(of.slots.filter(name__in=found).values_list("name", flat=True))
            return [name for name in found if name not in used]
        moment = self._last_moment(of, now)
        name = f"{moment:%Y-%m-%d}"
        if moment < self._due_since(now) or of.slots.filter(name=name).exists():
            return []
        return [name]

    def _last_moment(self, of: LetterList, now: datetime) -> datetime:
        """The newest moment up to now at which a weekly or daily letter is due, in the newsroom's time zone."""
        local = now.astimezone(ZoneInfo(self._newsroom.time_zone))
        day = local.date()
        if of.rule == LetterList.Rule.WEEKLY:
            day -= timedelta(days=(day.weekday() - of.weekday) % 7)
        moment = datetime.combine(day, time(of.hour), local.tzinfo)
        if moment > local:
            day -= timedelta(days=7 if of.rule == LetterList.Rule.WEEKLY else 1)
            moment = datetime.combine(day, time(of.hour), local.tzinfo)
        return moment

    # Sending

    def start(self, letter: Letter, now: datetime | None = None) -> int:
        """Compose the letter in every language that it has and queue it for the readers; the number of the send.

        A letter whose send was queued already, by another worker or before a crash, gets that one. Raises OperationError.
        """
        now = now or timezone.now()
        found = sends.of_letter(self.store, letter.pk)
        send = found.id if found else self._queue(letter, now)
        with noting.writes():
            row = Letter.objects.get(pk=letter.pk)
            if row.state not in (Letter.State.SENDING, Letter.State.SENT):
                row.state, row.sent_at, row.send, row.stopped_by = Letter.State.SENDING, now, send, ""
                row.save()
        return send

    def _queue(self, letter: Letter, now: datetime) -> int:
        edition = self._edition
        composer = Composer(edition.reader, edition.renderer)
        composed = [
            made
            for language in edition.reader.languages
            if (made := composer.compose(letter, language, now)) and made.subject.strip()
        ]
        if not composed:
            raise NothingToSend(f"“{letter}” has no text in any language. Write a subject and choose stories first.")
        try:
            return sends.start(
                self.store,
                letter=letter.pk,
                list=letter.list_id,
                title=str(letter),
                contents=[
                    Content(
                        language=one.language,
                        subject=one.subject,
                        discreet_subject=one.discreet_subject,
                        from_name=one.from_name,
                        discreet_from_name=one.discreet_from_name,
                        html=one.html,
                        text=one.text,
                    )
                    for one in composed
                ],
                stories={story for one in composed for story in one.stories},
                now=int(now.timestamp()),
            )
        except LettersError as error:
            if found := sends.of_letter(self.store, letter.pk):
                return found.id  # another worker was faster
            raise OperationError(str(error)) from error

    def _tried(self, letter: Letter) -> None:
        try:
            self.start(letter)
        except NothingToSend as error:
            logger.error("The letter “%s” could not be sent and is a draft again: %s", letter, error)
            letter_states.back_to_draft(letter)
        except Exception:
            logger.exception("The letter “%s” could not be sent; it is tried again.", letter)

    def follow(self, letter: Letter, now: datetime) -> None:
        """Bring a letter that is being sent in line with its send; pause the send when a story of it is not public any more."""
        send = sends.one(self.store, letter.send) if letter.send else None
        if send is None:
            return
        if send.state == sends.DONE:
            self._end(letter)
        elif send.state == sends.CANCELLED:
            status = sends.status(self.store, send.id)
            if status.all > status.cancelled:
                self._end(letter)
            else:
                _back_to_draft(letter)
        elif not letter.stopped_by and (gone := making.withdrawn(sends.stories(self.store, send.id), now)):
            sends.pause(self.store, send.id)
            letter.stopped_by = next((headline for headline in gone if headline), "…")[:255]
            letter.save()
            logger.warning("Sending “%s” was paused: its story “%s” is not public any more.", letter, letter.stopped_by)

    def _end(self, letter: Letter) -> None:
        letter.state = Letter.State.SENT
        letter.save()


def _back_to_draft(letter: Letter) -> None:
    letter.state, letter.send_at, letter.sent_at, letter.send, letter.stopped_by = (
        Letter.State.DRAFT,
        None,
        None,
        None,
        "",
    )
    letter.save()


def _lists() -> Iterator[MailingList]:
    for row in LetterList.objects.order_by("pk"):
        texts = {text.language: {"name": text.name, "description": text.description} for text in row.texts.all()}
        yield MailingList(id=row.pk, slug=row.slug, is_open=row.is_open, texts=texts)
