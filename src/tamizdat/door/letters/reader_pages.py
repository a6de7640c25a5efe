"""What readers ask for, done in the letters database, and the pages that show it. Blocks: service.py calls it in threads.

Loaded with the first request, so that a process without any stays small.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from tamizdat.door.form_fields import Fields
from tamizdat.door.letters.forms import LONGEST_PAUSE, Choices, JoinForm, choices, first
from tamizdat.door.settings import DoorSettings
from tamizdat.door.shells import Shells
from tamizdat.letters import subscribing
from tamizdat.letters.incoming import webhook
from tamizdat.letters.incoming.acting import Office
from tamizdat.letters.links import CONFIRM, LEAVE, LEAVE_ALL, PREFERENCES, Link, Links, load_key
from tamizdat.letters.persons import mail_data
from tamizdat.letters.store import lists, readers
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.lists import MailingList
from tamizdat.letters.store.readers import Reader
from tamizdat.letters.subscribing import Join
from tamizdat.render.languages import name as language_name
from tamizdat.render.letters_page import Choice, LettersPage, Said

MARK, TEMPLATE = "letters", "parts/letters.html"
BY_FORM = "form"
ALLOWED = {
    "confirm": frozenset([CONFIRM]),
    "leave": frozenset([LEAVE, LEAVE_ALL, PREFERENCES]),
    "preferences": frozenset([PREFERENCES]),
}
"""By page, the links that open it."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a request came to: the bytes of a page, or the name of the page below newsletter/ that it leads to, or ('') what
    the page of choices says next."""

    language: str
    body: bytes = b""
    leads_to: str = ""
    said: Said = ""


class ReaderPages:
    """Each method gives None for a token that we did not write or whose reader is not there any more: both are answered
    alike. They raise LettersError, and Missing where the edition lacks the page."""

    def __init__(self, settings: DoorSettings) -> None:
        """Raises OSError when there is no key and none can be made."""
        assert settings.keys is not None
        self._store, self._key = Store(settings.letters), load_key(settings.keys)
        self._links = Links(self._key)
        self._languages, self._zone = settings.languages, ZoneInfo(settings.time_zone)
        self._shells = Shells(settings)

    def join(self, forms: Sequence[JoinForm]) -> list[bool]:
        """Of each, whether a list of it is open. Known addresses and new ones cost the same."""
        with self._store.reading() as db:
            open_lists = lists.open_ids(db)
        now = int(time.time())
        joins = [
            Join(address=form.address, language=form.language, lists=form.lists, how=BY_FORM, shown=form.shown, now=now)
            for form in forms
        ]
        subscribing.join_many(self._store, self._key, joins)
        return [not open_lists.isdisjoint(form.lists) for form in forms]

    def show(self, page: str, token: str, said: Said) -> Outcome | None:
        """The page of a link: a question with one button, or the reader's choices."""
        found = self._reader(page, token)
        if found is None:
            return None
        link, reader = found
        here = f"/api/letters/{page}?t={token}"
        every = lists.every(self._store)
        language = self._language(reader.language)
        if page == "preferences":
            shown = self._choices(reader, language, every, here, said)
        elif page == "confirm":
            asked = self._lists_in(reader, "pending") or self._lists_in(reader, "active")
            shown = LettersPage(state="confirm", action=here, lists=_named(every, asked, language))
        else:
            only = [link.list] if link.action == LEAVE and link.list else []
            shown = LettersPage(
                state="leave" if only else "leave-all", action=here, lists=_named(every, only, language)
            )
        return Outcome(language=language, body=self._render(shown, language))

    def confirm(self, token: str) -> Outcome | None:
        link = self._link("confirm", token)
        done = subscribing.confirm(self._store, link, int(time.time()), BY_FORM) if link else None
        return Outcome(language=self._language(done.language), leads_to="confirmed") if done else None

    def leave(self, token: str) -> Outcome | None:
        link = self._link("leave", token)
        done = subscribing.leave(self._store, link, int(time.time()), BY_FORM) if link else None
        return Outcome(language=self._language(done.language), leads_to="left") if done else None

    def save(self, token: str, fields: Fields) -> Outcome | None:
        """What a button of the page of choices asks for."""
        found = self._reader("preferences", token)
        if found is None:
            return None
        reader, now, do = found[1], int(time.time()), first(fields, "do")
        language = self._language(reader.language)
        if do == "leave-all":
            subscribing.leave_all(self._store, reader.id, now, BY_FORM)
            return Outcome(language=language, leads_to="left")
        if do == "erase":
            subscribing.erase(self._store, self._key, reader.id, now, BY_FORM)
            return Outcome(language=language, body=self._render(LettersPage(state="erased"), language))
        if do == "mail-data":
            mail_data(self._store, reader.id, now)
            return Outcome(language=language, said="mailed")
        chosen = choices(fields, self._languages, self._today())
        done = subscribing.change(
            self._store,
            reader.id,
            language=chosen.language or reader.language,
            wants_text=chosen.wants_text,
            discreet=chosen.discreet,
            paused_until=self._moment(chosen),
            lists=chosen.lists,
            now=now,
            how=BY_FORM,
        )
        return Outcome(language=self._language(done.language), said="saved") if done else None

    def returned(self, token: str, content_type: bytes, body: bytes) -> bool:
        """A mail provider's report that a letter came back; False when the secret of its address is false."""
        if not webhook.is_true(token, self._key):
            return False
        webhook.act(Office(store=self._store, key=self._key, replies=""), content_type, body, int(time.time()))
        return True

    def _link(self, page: str, token: str) -> Link | None:
        link = self._links.read(token)
        return link if link and link.action in ALLOWED[page] else None

    def _reader(self, page: str, token: str) -> tuple[Link, Reader] | None:
        link = self._link(page, token)
        reader = readers.one(self._store, link.reader) if link else None
        return (link, reader) if link and reader else None

    def _choices(
        self, reader: Reader, language: str, every: Sequence[MailingList], action: str, said: Said
    ) -> LettersPage:
        """Lists that are open, and those that the reader has though they are not."""
        subscribed = set(self._lists_in(reader, "active"))
        today = self._today()
        paused = datetime.fromtimestamp(reader.paused_until or 0, UTC).astimezone(self._zone).date()
        return LettersPage(
            state="choices",
            action=action,
            said=said,
            lists=tuple(
                Choice(
                    value=str(one.id),
                    name=one.name(language),
                    description=one.texts.get(language, {}).get("description", ""),
                    chosen=one.id in subscribed,
                )
                for one in every
                if one.id in subscribed or (one.is_open and language in one.texts)
            ),
            languages=tuple(
                Choice(value=code, name=language_name(code), chosen=code == language) for code in self._languages
            ),
            wants_text=reader.wants_text,
            discreet=reader.discreet,
            paused_until=paused.isoformat() if paused > today else "",
            earliest=(today + timedelta(days=1)).isoformat(),
            latest=(today + LONGEST_PAUSE).isoformat(),
        )

    def _lists_in(self, reader: Reader, state: str) -> list[int]:
        return [one.list for one in readers.subscriptions(self._store, reader.id) if one.state == state]

    def _render(self, page: LettersPage, language: str) -> bytes:
        folder = f"{language}/newsletter"
        shell = self._shells.shell(f"{folder}/preferences/index.html", f"{folder}/texts.json", MARK)
        return shell.before + self._shells.part(shell, TEMPLATE, language, letters=page) + shell.after

    def _language(self, language: str) -> str:
        """A reader may have one that the newsroom gave up."""
        return language if language in self._languages else next(iter(self._languages), "")

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _moment(self, chosen: Choices) -> int | None:
        """The beginning of the chosen day."""
        until = chosen.paused_until
        return int(datetime.combine(until, time_of_day(), self._zone).timestamp()) if until else None


def _named(every: Sequence[MailingList], numbers: Sequence[int], language: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=str(one.id), name=one.name(language)) for one in every if one.id in numbers)
