"""Where questions are answered: the searcher, the pages that results are put into, and the words that they are said in.

Loaded with the first search, and used by the threads of searching.py: a door that nobody asks stays small.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import brotli

from tamizdat import theme
from tamizdat.door import found
from tamizdat.door.asked import EVERY, Asked, read_asked
from tamizdat.door.headers import block, security_lines
from tamizdat.door.reply import Reply, Request, status_line
from tamizdat.door.settings import DoorSettings
from tamizdat.door.tree import Identity, Missing, Tree
from tamizdat.kit.negotiation import accepted_codings
from tamizdat.render import Renderer
from tamizdat.render.search_page import SearchPage, State
from tamizdat.search.errors import SearchError
from tamizdat.search.results import Results
from tamizdat.search.searcher import Searcher
from tamizdat.search.text import words

START, END = b"<!--search-->", b"<!--/search-->"
WHOLE, PART = "parts/search.html", "parts/found.html"
FEW = 3
"""Fewer stories than this are hardly what a reader hoped for."""
MOST_COMPLETIONS = 10
WORTH_PACKING = 400
QUALITY, LEVEL = 2, 1
"""Of brotli and gzip: half the time that better ones take, for a tenth more bytes."""
AGAIN = "Retry-After: 30"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """`missed` is what was looked for and hardly found, in its normal form and its language; "" if it was found."""

    reply: Reply
    missed: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """A search page of the edition around the place for results, and what the newsroom says in its own way there."""

    seen: tuple[Identity | None, Identity | None]
    before: bytes
    after: bytes
    texts: Mapping[str, str]


class Counter:
    """Safe to use from threads. Raises OSError when a page of the edition cannot be read."""

    def __init__(self, settings: DoorSettings) -> None:
        assert settings.search is not None
        self._searcher = Searcher(settings.search)
        self._tree = Tree(settings.public)
        self._languages = settings.languages
        self._zone = ZoneInfo(settings.time_zone)
        self._frames: dict[str, _Frame] = {}
        self._texts: dict[str, Mapping[str, str]] = {}
        self._alone = threading.Lock()  # the engine of templates is not made for several threads
        self._renderer = Renderer(
            theme_folders=[*([settings.theme] if settings.theme else []), theme.FOLDER],
            languages=settings.languages,
            time_zone=settings.time_zone,
            corrected=lambda: self._texts,
        )

    def state(self) -> object | None:
        """Of all that answers come from; None while the index is being made anew. Quickly told."""
        try:
            index = self._searcher.stamps()
        except SearchError:
            return None
        pages = tuple(self._tree.glance(file) for language in self._languages for file in _frame_files(language))
        return index, pages, self._today()

    def page(self, request: Request, language: str, state: State | None = None) -> Answered:
        """The search page of a language with what was found, or that part of it alone where `live` is asked for. With a
        `state` nothing is searched: that is what it says."""
        query = request.target.partition(b"?")[2]
        asked, place, live = read_asked(query), f"/{language}/search/", b"live=1" in query.split(b"&")
        wanted = {"": language, EVERY: ""}.get(asked.language, asked.language)
        results = Results()
        shown = SearchPage(url=place, query=asked.text, kept=asked.fields(), state=state or "start")
        if state is None and (asked.text or asked.narrowed):
            if asked.is_too_short(wanted):
                shown = replace(shown, state="short")
            else:
                try:
                    results = self._searcher.search(asked.query(wanted))
                    labels = self._searcher.labels(language)
                except SearchError:
                    shown = replace(shown, state="rebuilding")
                else:
                    shown = found.shown(place, asked, wanted, results, labels, self._today())
        try:
            body = self._written(shown, language, live)
        except Missing:
            return Answered(reply=_json(404, {"error": "This edition has no search page."}, request))
        status = {"rebuilding": 503, "busy": 429}.get(shown.state, 200)
        kind = "Content-Type: text/html; charset=utf-8"
        reply = _reply(status, body, request, kind, *([AGAIN] if status != 200 else []), page=True)
        missed = not live and shown.state in ("found", "none") and _is_miss(asked, results)
        return Answered(reply=reply, missed=_normal(asked.text, wanted) if missed else "", language=wanted)

    def told(self, request: Request) -> Answered:
        """GET /api/search."""
        asked = read_asked(request.target.partition(b"?")[2])
        language = "" if asked.language == EVERY else asked.language
        try:
            results = self._searcher.search(asked.query(language))
            labels = self._searcher.labels(self._speaking(language))
        except SearchError:
            return Answered(reply=_rebuilding(request))
        missed = _normal(asked.text, language) if _is_miss(asked, results) else ""
        return Answered(reply=_json(200, found.told(results, labels), request), missed=missed, language=language)

    def completed(self, request: Request) -> Answered:
        """GET /api/complete."""
        asked = read_asked(request.target.partition(b"?")[2])
        language = self._speaking(asked.language)
        try:
            completions = self._searcher.complete(asked.text, language, min(asked.limit, MOST_COMPLETIONS))
        except SearchError:
            return Answered(reply=_rebuilding(request))
        return Answered(reply=_json(200, found.completed(completions, language), request))

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _speaking(self, language: str) -> str:
        return language if language in self._languages or not self._languages else self._languages[0]

    def _written(self, shown: SearchPage, language: str, live: bool) -> bytes:
        frame = self._frame(language)
        with self._alone:
            if frame.texts != self._texts.get(language, {}):
                self._texts = self._texts | {language: frame.texts}
            part = self._renderer.page(PART if live else WHOLE, language, search=shown)
        if live:
            return part
        title = shown.query.replace("&", "&amp;").replace("<", "&lt;").encode()
        before = frame.before.replace(b"<title>", b"<title>" + title + " · ".encode(), 1) if title else frame.before
        return before + part + frame.after

    def _frame(self, language: str) -> _Frame:
        """Raises Missing where the edition has no search page to put results into."""
        page, texts = _frame_files(language)
        seen = self._tree.glance(page), self._tree.glance(texts)
        known = self._frames.get(language)
        if known is None or known.seen != seen:
            before, start, rest = self._read(page).partition(START)
            _, end, after = rest.partition(END)
            if not (start and end):
                raise Missing(page)
            said = json.loads(self._read(texts)) if seen[1] else {}
            known = self._frames[language] = _Frame(seen=seen, before=before, after=after, texts=said)
        return known

    def _read(self, file: str) -> bytes:
        opened = self._tree.open(file)
        try:
            return opened.read(opened.size)
        finally:
            opened.close()


def _frame_files(language: str) -> tuple[str, str]:
    """The page that results are put into, and what the newsroom says there in its own way."""
    return f"{language}/search/index.html", f"{language}/search/texts.json"


def _is_miss(asked: Asked, results: Results) -> bool:
    """Filters and later pages say nothing of what a newsroom lacks."""
    few = results.replaced or results.total < FEW
    return bool(asked.text) and few and not (asked.narrowed or asked.offset or asked.is_too_short(""))


def _normal(text: str, language: str) -> str:
    """Spelt alike, however it was typed; without signs and operators."""
    return " ".join(word.plain for word in words(text, language))


def _rebuilding(request: Request) -> Reply:
    return _json(503, {"error": "The search is being rebuilt. Please try again in a few minutes."}, request, AGAIN)


def _json(status: int, value: Mapping[str, object], request: Request, *extra: str) -> Reply:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _reply(status, body, request, "Content-Type: application/json", *extra)


def _reply(status: int, body: bytes, request: Request, *lines: str, page: bool = False) -> Reply:
    """Kept nowhere: what a person looks for is nobody's business, neither a cache's nor of who uses the phone next."""
    coding = next(iter(accepted_codings(request.headers.get(b"accept-encoding", b""))))
    packed = _PACKERS[coding](body) if len(body) >= WORTH_PACKING else body
    head = [*lines, f"Content-Length: {len(packed)}", "Cache-Control: no-store", "Vary: Accept-Encoding"]
    if packed is not body:
        head.append(f"Content-Encoding: {coding}")
    head += ["X-Robots-Tag: noindex", *security_lines("index.html" if page else "")]
    return Reply(status_line(status) + block(head), packed)


_PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=QUALITY),
    "gzip": lambda body: gzip.compress(body, LEVEL, mtime=0),
    "identity": lambda body: body,
}
