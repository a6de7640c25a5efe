"""Answers requests from the edition: which file, in which representation of it, under which status. Knows no sockets."""

from __future__ import annotations

from dataclasses import replace

from tamizdat.door.address import INDEX, Address, language_of, read_address
from tamizdat.door.conditions import CONDITIONAL, Verdict, judge, wanted_range
from tamizdat.door.file_cache import FileCache, Page, Representation
from tamizdat.door.headers import ASK_AGAIN, block
from tamizdat.door.moved import Gone, Moved, MovedMap
from tamizdat.door.query_key import names_something
from tamizdat.door.reply import Reply, Request, plain, redirect, status_line
from tamizdat.door.representations import RepresentationBuilder
from tamizdat.door.settings import MEBIBYTE, DoorSettings
from tamizdat.door.tree import Missing, Tree
from tamizdat.kit.cache import LRUCache
from tamizdat.kit.negotiation import accepted_codings, best_language

ERROR_PAGES = {404: "This page does not exist.", 410: "This page was removed."}
# Requests whose way to a page is remembered; a few hundred bytes each.
MOST_KNOWN = 2_048
# Levels of folders above a file in which a moved page is looked for: page/2/ is the deepest below a page.
MOST_LEVELS = 2
# A file can change between a look at it and its opening; it does not change this often.
TRIES = 3


class Site:
    """The edition in public/: a request in, a reply out."""

    def __init__(self, settings: DoorSettings) -> None:
        self._tree = Tree(settings.public)
        self._languages = settings.languages
        self._cache = FileCache(settings.cache_bytes)
        max_cached_bytes = min(MEBIBYTE, settings.cache_bytes // 8)
        self._builder = RepresentationBuilder(
            self._tree, max_cached_bytes=max_cached_bytes, canonical=settings.canonical
        )
        self._map = MovedMap(self._tree)
        # (target, Accept-Encoding) of plain requests answered before: the page and the coding they came to.
        self._known: LRUCache[tuple[bytes, bytes], tuple[Page, str]] = LRUCache(MOST_KNOWN)

    def answer(self, request: Request) -> Reply:
        """Raises OSError when a file is there and cannot be read."""
        if request.method == b"GET" and CONDITIONAL.isdisjoint(request.headers):
            key = (request.target, request.headers.get(b"accept-encoding", b""))
            known = self._known.get(key)
            if known is not None:
                page, coding = known
                representation = page.representations.get(coding)
                if (
                    representation is not None
                    and representation.reply is not None
                    and page.identity == self._tree.identity_of(page.file)
                ):
                    self._cache.used(page)
                    return representation.reply
                self._known.pop(key)
        reply = self._answer(request)
        if request.method == b"HEAD":
            if reply.source is not None:
                reply.source.close()
            return Reply(reply.head)
        return reply

    def page(self, target: bytes) -> str | None:
        """The path of a page of the edition as its readers know it, percent-encoded; None where there is no page."""
        address = read_address(target.partition(b"?")[0])
        if address is None or not address.file.endswith(".html") or self._tree.identity_of(address.file) is None:
            return None
        return address.quoted.removesuffix(INDEX) if address.file.endswith(f"/{INDEX}") else address.quoted

    def with_status(self, status: int, file: str, request: Request) -> Reply | None:
        """A page of the edition as the answer to something that went wrong; None where there is no such page."""
        try:
            representation = self._representation(self._page(file), request)
            reply = (
                self._stream(representation, b"") if representation.body is None else Reply(b"", representation.body)
            )
        except (Missing, OSError):
            return None
        lines = [f"Content-Length: {representation.length}", "Cache-Control: no-store", "Vary: Accept-Encoding"]
        return replace(reply, head=status_line(status) + representation.about + block(lines))

    def _answer(self, request: Request) -> Reply:
        if request.method not in (b"GET", b"HEAD"):
            return plain(405, "Pages here can be read, not written to.", "Allow: GET, HEAD")
        path, _, query = request.target.partition(b"?")
        if query and names_something(query) and (moved := self._map.find(request.target)):
            return self._moved(moved, request, b"")
        address = read_address(path)
        for _ in range(TRIES):
            if address is None:
                break
            try:
                page = self._page(address.file)
                if page.moved:
                    return self._moved(page.moved, request, query)
                representation = self._representation(page, request)
                self._remember(request, page, representation)
                return self._send(request, representation)
            except Missing:
                if self._tree.identity_of(address.file) is None:
                    break
        return self._after_miss(request, address, path, query)

    def _remember(self, request: Request, page: Page, representation: Representation) -> None:
        """Not those with a query, which the map may come to know; nor long ones, which only the hostile send."""
        accepted = request.headers.get(b"accept-encoding", b"")
        if b"?" in request.target or len(request.target) + len(accepted) > 512:
            return
        self._known[(request.target, accepted)] = (page, representation.coding)

    def _page(self, file: str) -> Page:
        """The page as it is now: from the cache, while the file still has the identity that it had then."""
        page = self._cache.get(file)
        if page is not None and page.identity == self._tree.identity_of(file):
            return page
        self._cache.drop(file)
        page = self._builder.page(file)
        self._cache.put(page)
        return page

    def _representation(self, page: Page, request: Request) -> Representation:
        for coding in accepted_codings(request.headers.get(b"accept-encoding", b"")):
            if representation := page.representations.get(coding):
                return representation
            if coding in page.codings:
                break
        try:
            representation = self._builder.representation(page, coding)
        except Missing:
            self._cache.drop(page.file)
            raise
        page.representations[coding] = representation
        self._cache.put(page)
        return representation

    def _send(self, request: Request, representation: Representation) -> Reply:
        if CONDITIONAL.isdisjoint(request.headers):
            return representation.reply or self._stream(representation, representation.whole)
        verdict = judge(request.headers, representation.etag, representation.modified)
        if verdict is Verdict.NOT_MODIFIED:
            return Reply(status_line(304) + representation.cached)
        if verdict is Verdict.FAILED:
            return plain(412, "This page is no longer as it was asked for.")
        wanted = request.method == b"GET" and wanted_range(
            request.headers, representation.length, representation.etag, representation.modified
        )
        if wanted is True:
            return plain(416, "The file is shorter than that.", f"Content-Range: bytes */{representation.length}")
        if wanted is False:
            return representation.reply or self._stream(representation, representation.whole)
        first, last = wanted
        lines = [f"Content-Range: bytes {first}-{last}/{representation.length}", f"Content-Length: {last - first + 1}"]
        head = status_line(206) + block(lines) + representation.about + representation.cached
        if representation.body is not None:
            return Reply(head, representation.body[first : last + 1])
        return self._stream(representation, head, first, last - first + 1)

    def _stream(self, representation: Representation, head: bytes, offset: int = 0, length: int | None = None) -> Reply:
        source = self._tree.open(representation.file)
        if source.identity != representation.identity:
            source.close()
            self._cache.drop(representation.file.removesuffix(".br"))
            raise Missing(representation.file)
        return Reply(head, source=source, offset=offset, length=representation.length if length is None else length)

    def _after_miss(self, request: Request, address: Address | None, path: bytes, query: bytes) -> Reply:
        """After a miss: an address without its last slash, one that the map knows, or nothing."""
        for key in (path, address.quoted.encode("ascii")) if address else (path,):
            if moved := self._map.find(key):
                return self._moved(moved, request, query)
        if address and (target := self._in_moved_folder(address)):
            return redirect(_with_query(target, query))
        if address and not address.path.endswith("/") and self._tree.is_directory(address.file):
            try:
                page = self._page(f"{address.file}/{INDEX}")
            except Missing:
                return self._error(404, request)
            if page.moved:
                return self._moved(page.moved, request, query)
            return redirect(_with_query(address.quoted + "/", query))
        if not self._tree.exists():
            return plain(503, "There is no edition to read here yet. Please come back in a moment.", "Retry-After: 10")
        return self._error(404, request)

    def _in_moved_folder(self, address: Address) -> str:
        """The new address of a file in the folder of a page that moved, such as a list's second page; '' if there is none."""
        folder = address.quoted.rstrip("/")
        for _ in range(MOST_LEVELS):
            folder = folder.rpartition("/")[0]
            if not folder:
                break
            moved = self._map.find(f"{folder}/".encode("ascii"))
            if isinstance(moved, Moved) and moved.target.endswith("/"):
                target = f"{moved.target}{address.quoted[len(folder) + 1 :]}"
                new = read_address(target.encode("ascii"))
                return target if new and self._tree.identity_of(new.file) else ""
        return ""

    def _moved(self, moved: Moved | Gone, request: Request, query: bytes) -> Reply:
        if isinstance(moved, Moved):
            return redirect(_with_query(moved.target, query))
        return self._error(410, request, moved.language)

    def _error(self, status: int, request: Request, language: str = "") -> Reply:
        """The edition's own page for it: in the language of the path, else the reader's, else the neutral one."""
        vary = "Accept-Encoding"
        page_language = language if language in self._languages else language_of(request.target, self._languages)
        if page_language is None:
            page_language = best_language(request.headers.get(b"accept-language", b""), self._languages)
            vary = "Accept-Encoding, Accept-Language"
        for file in (f"{page_language}/{status}.html", f"{status}.html") if page_language else (f"{status}.html",):
            try:
                representation = self._representation(self._page(file), request)
                reply = (
                    self._stream(representation, b"")
                    if representation.body is None
                    else Reply(b"", representation.body)
                )
            except (Missing, OSError):
                continue
            lines = [f"Content-Length: {representation.length}", f"Cache-Control: {ASK_AGAIN}", f"Vary: {vary}"]
            return replace(reply, head=status_line(status) + representation.about + block(lines))
        return plain(status, ERROR_PAGES[status])


def _with_query(target: str, query: bytes) -> str:
    if not query:
        return target
    address, mark, fragment = target.partition("#")
    # The parser has let only printable ASCII through.
    return f"{address}{'&' if '?' in address else '?'}{query.decode('latin-1')}{mark}{fragment}"
