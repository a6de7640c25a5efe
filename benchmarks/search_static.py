"""The search of a copy without a server: the size of its index, how long it takes to print, and a reader's first result.

The first result is measured in Chromium, its cache empty, over Lighthouse's slow 4G: from opening a shared address of a search to
the first story, with all that this transfers. Sidecars are sent to it, as hosts of files do that know them.
"""

from __future__ import annotations

import re
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

STORIES = 10_000
QUERIES = (("en", "wheat"), ("en", "opened archive"), ("ru", "голосование"), ("ru", "Beridze"), ("en", "Беридзе"))
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 675_000 / 8}
KILOBYTES, SECONDS = 300, 3.0
COSTS = re.compile(r"^  (words|passages) +([\d.]+)$", re.MULTILINE)


class Files(SimpleHTTPRequestHandler):
    """A host of files that sends a sidecar where there is one."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        sidecar = Path(f"{path}.br")
        source = sidecar if sidecar.exists() and "br" in self.headers.get("Accept-Encoding", "") else path
        if not source.is_file():
            self.send_error(404)
            return None
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if source is sidecar:
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(source.stat().st_size))
        self.end_headers()
        return source.open("rb")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: only the browser is measured."""


def run(count: int = STORIES) -> Outcome:
    count = min(count, STORIES)
    folder = rooms.newsroom(count)
    rooms.set_aside(folder / "public", folder / "state")
    taken = rooms.taken([*rooms.TAMIZDAT, "-C", str(folder), "bake", "--full", "--costs"], rooms.ROOT)
    costs = {name: float(seconds) for name, seconds in COSTS.findall(taken.said)}
    public = folder / "public"
    sizes = [path.stat().st_size for path in _index(public)]
    with _host(public) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        asked = [(language, query, *_first(browser, address, language, query)) for language, query in QUERIES]
        browser.close()
    rows = [
        ("index, with sidecars", f"{sum(sizes) / 1e6:.1f} MB", f"{len(sizes):,} files"),
        *((f"bake: {name}", f"{seconds:.1f} s of a processor", "") for name, seconds in costs.items()),
        *(
            (f"{language}: {query}", f"{seconds:.2f} s", f"{size / 1000:.0f} kB")
            for language, query, seconds, size in asked
        ),
    ]
    return Outcome(
        title=f"Search without a server, {count:,} stories",
        head=("", "", ""),
        rows=tuple(rows),
        bars=(
            Bar(name="kB to the first result", value=max(size for *_, size in asked) / 1000, most=KILOBYTES),
            Bar(name="seconds to the first result", value=max(seconds for *_, seconds, _ in asked), most=SECONDS),
            Bar(name="seconds, median", value=statistics.median(seconds for *_, seconds, _ in asked), most=SECONDS),
        ),
    )


def _index(public: Path) -> Iterator[Path]:
    yield from (public / "_" / "search").iterdir()
    for language in ("en", "ru"):
        yield from (path for path in (public / language / "search").rglob("*") if ".json" in path.name)


@contextmanager
def _host(public: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(public)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"  # a browser takes brotli from a secure place alone, as this one is
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _first(browser: Browser, address: str, language: str, query: str) -> tuple[float, float]:
    """Seconds to the first story found, and the bytes that came until then."""
    context = browser.new_context()
    page = context.new_page()
    line = context.new_cdp_session(page)
    received: list[float] = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    start = time.perf_counter()
    page.goto(f"{address}/{language}/search/?q={quote(query)}", wait_until="commit")
    page.locator("#found .headline").first.wait_for(timeout=20_000)
    seconds = time.perf_counter() - start
    size = sum(received)
    context.close()
    return seconds, size


if __name__ == "__main__":
    print(run().text())
