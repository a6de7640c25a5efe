"""Answers searches: as the search page of the edition with the results in it, and as JSON.

Loaded with the first search, and used by the threads of service.py, so that a process without searches stays small.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import brotli

from tamizdat.door.headers import block, security_lines
from tamizdat.door.moved import MAP_FOLDER
from tamizdat.door.reply import Reply, Request, status_line
from tamizdat.door.search import search_results
from tamizdat.door.search.answer_cache import SearchAnswer
from tamizdat.door.search.removed import RemovedStories
from tamizdat.door.search.search_request import EVERY, SearchRequest, parse_search_request
from tamizdat.door.settings import DoorSettings
from tamizdat.door.shells import Shells
from tamizdat.door.tree import Missing, Tree
from tamizdat.kit.negotiation import accepted_codings
from tamizdat.render.search_page import SearchPage, State
from tamizdat.search.errors import SearchError
from tamizdat.search.results import Results
from tamizdat.search.searcher import Searcher
from tamizdat.search.text import words

MARK = "search"
WHOLE, PART = "parts/search.html", "parts/found.html"
FEW = 3
"""Fewer stories than this are hardly what a reader hoped for."""
MOST_COMPLETIONS = 10
MIN_COMPRESSED_BYTES = 400
BROTLI_QUALITY, GZIP_LEVEL = 2, 1
"""Of brotli and gzip: half the time that better ones take, for a tenth more bytes."""
RETRY_AFTER = "Retry-After: 30"


class SearchPages:
    """Answers searches as pages and JSON; thread-safe. Raises OSError when a page of the edition cannot be read."""

    def __init__(self, settings: DoorSettings) -> None:
        assert settings.search is not None
        self._searcher = Searcher(settings.search)
        self._tree = Tree(settings.public)
        self._removed = RemovedStories(self._tree)
        self._languages = settings.languages
        self._zone = ZoneInfo(settings.time_zone)
        self._shells = Shells(settings)

    def state(self) -> object | None:
        """A value that differs when anything differs that answers are made from; None while the index is being rebuilt."""
        try:
            index = self._searcher.stamps()
        except SearchError:
            return None
        pages = tuple(self._tree.identity_of(file) for language in self._languages for file in _frame_files(language))
        return index, pages, self._tree.identity_of(MAP_FOLDER), self._today()

    def page(self, request: Request, language: str, state: State | None = None) -> SearchAnswer:
        """The search page of a language with what was found, or that part of it alone where `live` is asked for. With a
        `state` nothing is searched: that is what it says."""
        query = request.target.partition(b"?")[2]
        search, place, live = parse_search_request(query), f"/{language}/search/", b"live=1" in query.split(b"&")
        wanted = {"": language, EVERY: ""}.get(search.language, search.language)
        results = Results()
        page = SearchPage(url=place, query=search.text, kept=search.fields(), state=state or "start")
        if state is None and (search.text or search.narrowed):
            if search.is_too_short(wanted):
                page = replace(page, state="short")
            else:
                try:
                    results = self._removed.without(self._searcher.search(search.query(wanted)))
                    labels = self._searcher.labels(language)
                except SearchError:
                    page = replace(page, state="rebuilding")
                else:
                    page = search_results.search_page(place, search, wanted, results, labels, self._today())
        try:
            body = self._render(page, language, live)
        except Missing:
            return SearchAnswer(reply=_json(404, {"error": "This edition has no search page."}, request))
        status = {"rebuilding": 503, "busy": 429}.get(page.state, 200)
        kind = "Content-Type: text/html; charset=utf-8"
        reply = _reply(status, body, request, kind, *([RETRY_AFTER] if status != 200 else []), page=True)
        missed = not live and page.state in ("found", "none") and _is_miss(search, results)
        return SearchAnswer(reply=reply, missed=_normal(search.text, wanted) if missed else "", language=wanted)

    def results(self, request: Request) -> SearchAnswer:
        """GET /api/search."""
        search = parse_search_request(request.target.partition(b"?")[2])
        language = "" if search.language == EVERY else search.language
        try:
            results = self._removed.without(self._searcher.search(search.query(language)))
            labels = self._searcher.labels(self._interface_language(language))
        except SearchError:
            return SearchAnswer(reply=_rebuilding(request))
        missed = _normal(search.text, language) if _is_miss(search, results) else ""
        return SearchAnswer(
            reply=_json(200, search_results.results_json(results, labels), request), missed=missed, language=language
        )

    def completions(self, request: Request) -> SearchAnswer:
        """GET /api/complete."""
        search = parse_search_request(request.target.partition(b"?")[2])
        language = self._interface_language(search.language)
        try:
            completions = self._searcher.complete(search.text, language, min(search.limit, MOST_COMPLETIONS))
        except SearchError:
            return SearchAnswer(reply=_rebuilding(request))
        shown = self._removed.without_headlines(completions)
        return SearchAnswer(reply=_json(200, search_results.completions_json(shown, language), request))

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _interface_language(self, language: str) -> str:
        return language if language in self._languages or not self._languages else self._languages[0]

    def _render(self, page: SearchPage, language: str, live: bool) -> bytes:
        shell = self._shells.shell(*_frame_files(language), MARK)
        part = self._shells.part(shell, PART if live else WHOLE, language, search=page)
        if live:
            return part
        title = page.query.replace("&", "&amp;").replace("<", "&lt;").encode()
        before = shell.before.replace(b"<title>", b"<title>" + title + " · ".encode(), 1) if title else shell.before
        return before + part + shell.after


def _frame_files(language: str) -> tuple[str, str]:
    """The page that results are put into, and the file of the texts that the newsroom changed."""
    return f"{language}/search/index.html", f"{language}/search/texts.json"


def _is_miss(search: SearchRequest, results: Results) -> bool:
    """Whether it found too little. Searches with filters and later pages do not count."""
    few = results.replaced or results.total < FEW
    return bool(search.text) and few and not (search.narrowed or search.offset or search.is_too_short(""))


def _normal(text: str, language: str) -> str:
    """The words of a query in their normal form, without signs and operators."""
    return " ".join(word.plain for word in words(text, language))


def _rebuilding(request: Request) -> Reply:
    return _json(
        503, {"error": "The search is being rebuilt. Please try again in a few minutes."}, request, RETRY_AFTER
    )


def _json(status: int, value: Mapping[str, object], request: Request, *extra: str) -> Reply:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _reply(status, body, request, "Content-Type: application/json", *extra)


def _reply(status: int, body: bytes, request: Request, *lines: str, page: bool = False) -> Reply:
    """Never stored: neither a cache nor the next user of a phone may learn what a person searched for."""
    coding = next(iter(accepted_codings(request.headers.get(b"accept-encoding", b""))))
    compressed = _COMPRESSORS[coding](body) if len(body) >= MIN_COMPRESSED_BYTES else body
    head = [*lines, f"Content-Length: {len(compressed)}", "Cache-Control: no-store", "Vary: Accept-Encoding"]
    if compressed is not body:
        head.append(f"Content-Encoding: {coding}")
    head += ["X-Robots-Tag: noindex", *security_lines("index.html" if page else "")]
    return Reply(status_line(status) + block(head), compressed)


_COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
    "identity": lambda body: body,
}
