"""The write endpoints below /api/: counts of reads and of searches without results, contact messages, erasing local data.

No sockets here.

Whatever becomes of the store, nothing here keeps a page from being served: a number that cannot be stored waits, and a
message that cannot be kept is said to be so, on a page that names another way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import counts, messages, queries
from tamizdat.door.contact_form import parse_contact_form
from tamizdat.door.daily_visitors import DailyVisitors
from tamizdat.door.form_fields import fields_of
from tamizdat.door.headers import block
from tamizdat.door.pending_counts import PendingCounts
from tamizdat.door.rate_limit import RateLimiter
from tamizdat.door.reply import NO_STORE, Reply, Request, no_content, plain
from tamizdat.door.robots import is_robot
from tamizdat.door.site import Site
from tamizdat.kit.networks import network

PREFIX = b"/api/"
LONGEST_PATH = 2_000
MOST_FORM_FIELDS = 16
CLEAR = 'Clear-Site-Data: "cache", "storage"'
_EVERYONE = b"everyone"


def is_for_api(target: bytes) -> bool:
    return target.startswith(PREFIX)


class Api:
    """The write endpoints. `report` is called with each error of the store."""

    def __init__(
        self,
        *,
        store: Path,
        site: Site,
        visitors: DailyVisitors,
        languages: tuple[str, ...],
        time_zone: str,
        report: Callable[[AudienceError], None],
    ) -> None:
        self._store, self._site, self._visitors, self._report = store, site, visitors, report
        self._languages, self._zone = languages, ZoneInfo(time_zone)
        self._reads, self._misses = PendingCounts(store, counts.add), PendingCounts(store, queries.add)
        self._read_limit = RateLimiter(burst=120, seconds=1.0)
        self._write_limit = RateLimiter(burst=5, seconds=120.0)
        self._total_write_limit = RateLimiter(burst=60, seconds=10.0)
        self._day = date.min
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="audience")
        self._storing = False

    async def answer(self, request: Request, address: bytes, now: float) -> Reply:
        """`address` is the reader's, `now` seconds of a monotonic clock."""
        path = request.target.partition(b"?")[0]
        if path not in (b"/api/read", b"/api/contact", b"/api/erase"):
            return plain(404, "There is nothing here.", NO_STORE)
        if request.method in (b"GET", b"HEAD"):
            return no_content()  # how a page finds out whether a form of it has anywhere to go
        if request.method != b"POST":
            return plain(405, "Only POST is taken here.", "Allow: GET, HEAD, POST", NO_STORE)
        if request.headers.get(b"sec-fetch-site") == b"cross-site":
            return plain(403, "This is for this site's own pages.", NO_STORE)
        given = fields_of(request, MOST_FORM_FIELDS)
        fields = {} if isinstance(given, int) else {name: values[-1] for name, values in given.items()}
        if path == b"/api/erase":
            return self._erase(fields, request)
        if isinstance(given, int):
            return plain(given, "This is not what a page of this site sends.", NO_STORE)
        if path == b"/api/read":
            return self._read(fields, request.headers.get(b"user-agent", b""), network(address), now)
        return await self._contact(fields, request, network(address), now)

    def tick(self, now: float) -> bool:
        """Once a second: the visitors of a day are forgotten at midnight. Says whether `store_reads` should be called."""
        if (today := self._today()) != self._day:
            self._visitors.start_day(today)
            self._day = today
        return not self._storing and any(reads.is_due(now) for reads in (self._reads, self._misses))

    async def store_reads(self, now: float) -> None:
        self._storing = True
        try:
            for reads in (self._reads, self._misses):
                taken = reads.take()
                error = await asyncio.get_running_loop().run_in_executor(self._threads, reads.store, taken)
                reads.stored(taken, error, now)
                if error is not None:
                    self._report(error)
        finally:
            self._storing = False

    def count_missed_search(self, language: str, query: str, request: Request, reader: bytes) -> None:
        """A search found too little: count it, once a reader and day."""
        agent = request.headers.get(b"user-agent", b"")
        if len(query) > queries.LONGEST or is_robot(agent):
            return
        today = self._today()
        if self._visitors.is_new(today, reader, agent, b"missed", language.encode(), query.encode("utf-8", "replace")):
            self._misses.count(today, language, query)

    async def close(self) -> None:
        """The process ends: what was counted last goes into the store, and what is on its way there arrives."""
        while self._storing:
            await asyncio.sleep(0.01)
        for reads in (self._reads, self._misses):
            if taken := reads.take():
                error = await asyncio.get_running_loop().run_in_executor(self._threads, reads.store, taken)
                if error is not None:
                    self._report(error)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _read(self, fields: dict[str, str], agent: bytes, reader: bytes, now: float) -> Reply:
        kind, path = fields.get("kind", counts.READ), fields.get("path", "")
        if kind not in counts.KINDS or not path or len(path) > LONGEST_PATH or not path.isascii():
            return plain(400, "This is not what a page of this site sends.", NO_STORE)
        if not self._read_limit.allows(reader, now):
            return plain(429, "That is more than one reader reads.", NO_STORE)
        page = self._site.page(path.encode("ascii"))
        if page is not None and not is_robot(agent):
            today = self._today()
            if self._visitors.is_new(today, reader, agent, kind.encode("ascii"), page.encode("utf-8")):
                self._reads.count(today, kind, page)
        return no_content()

    async def _contact(self, fields: dict[str, str], request: Request, reader: bytes, now: float) -> Reply:
        language = self._language(fields)
        message = parse_contact_form(fields)
        if isinstance(message, int):
            return self._not_sent(message, language, request)
        if not (self._write_limit.allows(reader, now) and self._total_write_limit.allows(_EVERYONE, now)):
            return self._not_sent(429, language, request)

        def put() -> None:
            messages.put(
                self._store,
                language=language,
                name=message.name,
                address=message.address,
                text=message.text,
                now=datetime.now(UTC),
            )

        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, put)
        except AudienceError as error:
            self._report(error)
            return self._not_sent(503, language, request)
        thanks = f"/{language}/contact/sent/"
        if self._site.page(thanks.encode("ascii")) is None:
            return plain(200, "Your message has been sent. Thank you.", NO_STORE)
        return plain(303, f"Your message has been sent. Thank you. {thanks}", f"Location: {thanks}", NO_STORE)

    def _erase(self, fields: dict[str, str], request: Request) -> Reply:
        """The browser forgets this site's files and storage; the door has nothing to forget. By POST alone, so that no other
        page's picture can ask for it."""
        page = self._site.with_status(200, f"{self._language(fields)}/offline/erased.html", request)
        reply = page or plain(200, "Nothing that this site can reach is left on your phone.", NO_STORE)
        return replace(reply, head=reply.head + block([CLEAR]))

    def _language(self, fields: dict[str, str]) -> str:
        language = fields.get("language", "")
        return language if language in self._languages else next(iter(self._languages), "")

    def _not_sent(self, status: int, language: str, request: Request) -> Reply:
        """The edition's own page for it says what to do instead; the sentence is for an edition without that page."""
        sentence = "Your message was not sent. Go back: it is still there. Try again later, or write us an email."
        return self._site.with_status(status, f"{language}/contact/not-sent/index.html", request) or plain(
            status, sentence, NO_STORE
        )
