"""The addresses below /api/letters/: who may ask for what, how often, and how it is answered. No sockets here.

Whatever the store says, the answer tells nobody who is subscribed: a form is answered alike for every address, and a link that
is false like one whose reader is gone.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from tamizdat.door.form_fields import Fields, fields_of
from tamizdat.door.headers import block, security_lines
from tamizdat.door.letters.forms import MOST_FIELDS, first, is_one_click, join_form, query_of
from tamizdat.door.letters.join_queue import JoinQueue
from tamizdat.door.limits import MOST_BODY, MOST_RETURNED
from tamizdat.door.rate_limit import RateLimiter
from tamizdat.door.reply import NO_STORE, Reply, Request, no_content, plain, status_line
from tamizdat.door.settings import DoorSettings
from tamizdat.door.site import Site
from tamizdat.door.tree import Missing
from tamizdat.kit.negotiation import best_language
from tamizdat.kit.networks import network
from tamizdat.letters.errors import LettersError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tamizdat.door.letters.forms import JoinForm, Refusal
    from tamizdat.door.letters.reader_pages import Outcome, ReaderPages
    from tamizdat.render.letters_page import Said

PREFIX = b"/api/letters/"
PLACES = JOIN, CONFIRM, PREFERENCES, LEAVE, RETURNED = tuple(
    PREFIX + name for name in (b"join", b"confirm", b"preferences", b"leave", b"returned")
)
BURST, SECONDS = 60, 5.0
"""Forms of one network, which may be a whole office's: so many at once, and one more each so many seconds."""
MOST_WAITING = 512
"""Requests that a process does at once or lets wait; others are asked to come back."""
SAID: dict[str, Said] = {"saved": "saved", "mailed": "mailed"}

_Result = TypeVar("_Result")


class LettersService:
    """`report` is called with each error of the store or of its folder."""

    def __init__(self, settings: DoorSettings, site: Site, report: Callable[[BaseException], None]) -> None:
        self._settings, self._site, self._report = settings, site, report
        self._languages = settings.languages
        self._limit = RateLimiter(burst=BURST, seconds=SECONDS)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="letters")
        self._queue = JoinQueue(self._join, self._threads)
        self._waiting = 0
        self._loading = threading.Lock()
        self._loaded: ReaderPages | None = None

    def is_for(self, target: bytes) -> bool:
        return target.startswith(PREFIX)

    def most_body(self, target: bytes) -> int:
        """Bytes of a body that is posted there."""
        return MOST_RETURNED if target.startswith(RETURNED) else MOST_BODY

    async def answer(self, request: Request, address: bytes, now: float) -> Reply:
        """`address` is the reader's, `now` seconds of a monotonic clock."""
        place, _, query = request.target.partition(b"?")
        if place not in PLACES:
            return plain(404, "There is nothing here.", NO_STORE)
        if request.method not in (b"GET", b"HEAD", b"POST"):
            return plain(405, "Only GET and POST are taken here.", "Allow: GET, HEAD, POST", NO_STORE)
        if self._waiting >= MOST_WAITING:
            return self._refused(503, self._spoken(request), request)
        self._waiting += 1
        try:
            return await self._answer(request, place, query_of(query), network(address), now)
        except (LettersError, OSError, Missing) as error:
            self._report(error)
            return self._refused(503, self._spoken(request), request)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        await self._queue.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _answer(self, request: Request, place: bytes, query: Fields, reader: bytes, now: float) -> Reply:
        token = first(query, "t")
        if place == RETURNED and request.method == b"POST":
            kind = request.headers.get(b"content-type", b"")
            known = await self._in_thread(lambda: self._pages().returned(token, kind, request.body))
            return no_content() if known else plain(404, "There is nothing here.", NO_STORE)
        if request.method != b"POST":
            if place in (JOIN, RETURNED):
                return no_content()  # how a page finds out whether its form has anywhere to go
            page, said = place.removeprefix(PREFIX).decode(), SAID.get(first(query, "said"), "")
            return self._reply(await self._in_thread(lambda: self._pages().show(page, token, said)), token, request)
        if place == LEAVE and is_one_click(request):
            # Mail programs send it, for many readers from one network, and from a page that is not ours.
            outcome = await self._in_thread(lambda: self._pages().leave(token))
            if outcome is None:
                return self._refused(404, self._spoken(request), request, "wrong-link")
            left = self._site.with_status(200, f"{outcome.language}/newsletter/left/index.html", request)
            return left or plain(200, "You have unsubscribed.", NO_STORE)
        if request.headers.get(b"sec-fetch-site") == b"cross-site":
            return plain(403, "This is for this site's own pages.", NO_STORE)
        if not self._limit.allows(reader, now):
            return self._refused(429, self._spoken(request), request)
        if place == JOIN:
            return await self._joined(request)
        if place == PREFERENCES:
            fields = fields_of(request, MOST_FIELDS)
            if isinstance(fields, int):
                return self._refused(fields, self._spoken(request), request)
            outcome = await self._in_thread(lambda: self._pages().save(token, fields))
        elif place == CONFIRM:
            outcome = await self._in_thread(lambda: self._pages().confirm(token))
        else:
            outcome = await self._in_thread(lambda: self._pages().leave(token))
        return self._reply(outcome, token, request)

    async def _joined(self, request: Request) -> Reply:
        fields = fields_of(request, MOST_FIELDS)
        if isinstance(fields, int):
            return self._refused(fields, self._spoken(request), request)
        form = join_form(fields, self._languages)
        if isinstance(form, str):
            return self._refused(400, first(fields, "language") or self._spoken(request), request, form)
        if not await self._queue.put(form):  # its newsletters are closed
            return self._refused(400, form.language, request, "no-newsletter")
        return self._lead(form.language, "check")

    def _reply(self, outcome: Outcome | None, token: str, request: Request) -> Reply:
        if outcome is None:
            return self._refused(404, self._spoken(request), request, "wrong-link")
        if outcome.body:
            return _page(outcome.body)
        if outcome.leads_to:
            return self._lead(outcome.language, outcome.leads_to)
        return _see_other(f"/api/letters/preferences?t={quote(token)}&said={outcome.said}")

    def _lead(self, language: str, name: str) -> Reply:
        address = f"/{language}/newsletter/{name}/"
        if self._site.page(address.encode("ascii")) is None:
            return plain(200, "Thank you. It is done.", NO_STORE)
        return _see_other(address)

    def _refused(self, status: int, language: str, request: Request, why: Refusal = "not-possible") -> Reply:
        """The edition's own page for it says what to do; the sentence is for an edition without that page."""
        language = language if language in self._languages else next(iter(self._languages), "")
        sentence = "That did not work. Go back, check what you wrote, and try again in a few minutes."
        return self._site.with_status(status, f"{language}/newsletter/{why}/index.html", request) or plain(
            status, sentence, NO_STORE
        )

    def _spoken(self, request: Request) -> str:
        """The reader's language as the browser says it: of somebody whose link is false nothing else is known."""
        return best_language(request.headers.get(b"accept-language", b""), self._languages) or ""

    async def _in_thread(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _join(self, forms: Sequence[JoinForm]) -> Sequence[bool]:
        return self._pages().join(forms)

    def _pages(self) -> ReaderPages:
        with self._loading:
            if self._loaded is None:
                from tamizdat.door.letters.reader_pages import ReaderPages  # noqa: PLC0415 - 30 MB, needed with the first request only

                self._loaded = ReaderPages(self._settings)
            return self._loaded


def _see_other(address: str) -> Reply:
    return plain(303, f"It is done. {address}", f"Location: {address}", NO_STORE)


def _page(body: bytes) -> Reply:
    """Never stored: the next user of a device must not learn what a reader chose."""
    head = [
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        NO_STORE,
        "X-Robots-Tag: noindex",
        *security_lines("index.html"),
    ]
    return Reply(status_line(200) + block(head), body)
