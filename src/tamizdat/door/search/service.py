"""The search service of one process: which requests are searches, how many run at once, and in which threads.

The answers come from search_pages.py, in threads. Nothing of a query reaches a log; that something was looked for in vain is
counted, once a reader and day, and its reader forgotten (daily_visitors.py).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tamizdat.door.rate_limit import RateLimiter
from tamizdat.door.reply import NO_STORE, Reply, Request, plain
from tamizdat.door.search.answer_cache import AnswerCache, SearchAnswer
from tamizdat.door.settings import DoorSettings
from tamizdat.kit.networks import network

if TYPE_CHECKING:
    from tamizdat.door.search.search_pages import SearchPages

SEARCH, COMPLETE = b"/api/search", b"/api/complete"
BURST, SECONDS = 150, 0.2
"""For one network: some twenty searches that appear while being typed at once, then five questions a second."""
MOST_WAITING = 512
"""Searches that a process queues at most; others get a 429."""
THREADS = 1
"""A search holds Python's global lock: a second thread would only take turns with the first."""
OnMissedSearch = Callable[[str, str, Request, bytes], None]
"""Called with the language and the query of a search that found little, the request, and the reader's network."""


class SearchService:
    """`missed` is called for each search that found fewer than three stories; without it they are not counted."""

    def __init__(self, settings: DoorSettings, missed: OnMissedSearch | None) -> None:
        self._settings, self._missed = settings, missed
        self._pages = {f"/{language}/search/".encode(): language for language in settings.languages}
        self._rates = RateLimiter(burst=BURST, seconds=SECONDS)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="search")
        self._waiting = 0
        self._cache = AnswerCache()
        self._loading = threading.Lock()
        self._loaded: SearchPages | None = None

    def is_for(self, target: bytes) -> bool:
        """Whether it answers this target: the JSON addresses, and a search page with a query. Without one that page is a file."""
        if b"/search" not in target and not target.startswith(COMPLETE):
            return False
        place, mark, query = target.partition(b"?")
        return place in (SEARCH, COMPLETE) or bool(mark and query and place in self._pages)

    async def answer(self, request: Request, address: bytes, now: float) -> Reply:
        """`address` is the reader's, `now` seconds of a monotonic clock."""
        if request.method not in (b"GET", b"HEAD"):
            return plain(405, "Questions are asked with GET.", "Allow: GET, HEAD", NO_STORE)
        reader = network(address)
        free = self._waiting < MOST_WAITING and self._rates.allows(reader, now)
        place = request.target.partition(b"?")[0]
        if not free and place not in self._pages:
            return plain(429, "That is more than one reader asks.", "Retry-After: 30", NO_STORE)
        state = self._loaded.state() if free and self._loaded is not None else None
        answered = self._cache.get(request, state) if state is not None else None
        if answered is None:
            answered = await self._answer_in_thread(request, place, free)
            if state is not None:
                self._cache.put(request, state, answered)
        if answered.missed and self._missed is not None:
            self._missed(answered.language, answered.missed, request, reader)
        return answered.reply

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _answer_in_thread(self, request: Request, place: bytes, free: bool) -> SearchAnswer:
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._answer, request, place, free)
        finally:
            self._waiting -= 1

    def _answer(self, request: Request, place: bytes, free: bool) -> SearchAnswer:
        pages = self._search_pages()
        if place == SEARCH:
            return pages.results(request)
        if place == COMPLETE:
            return pages.completions(request)
        return pages.page(request, self._pages[place], None if free else "busy")

    def _search_pages(self) -> SearchPages:
        with self._loading:
            if self._loaded is None:
                from tamizdat.door.search.search_pages import SearchPages  # noqa: PLC0415 - 20 MB, needed with the first search only

                self._loaded = SearchPages(self._settings)
            return self._loaded
