"""Real processes over one newsroom: workers, an editor's hand, and what stands in the public folder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli

from tests.bake import clock
from tests.cli.command import environment

ROOT = Path(__file__).parent.parent.parent


class Hand:
    """Calls what tests/bake/hand.py offers: hand("publish", "Headline", embargoed_until="…")."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, name: str, *arguments: object, **keywords: object) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([name, arguments, keywords]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class Room:
    """A newsroom's folder, its database and the clock of all the processes that a test starts over it. The clock and the
    logs lie `beside` it."""

    def __init__(self, folder: Path, database_url: str = "", *, beside: Path | None = None) -> None:
        self.folder = folder
        self.public = folder / "public"
        self._beside = beside or folder.parent
        self._clock = self._beside / "clock"
        self.more = {"TAMIZDAT_DATABASE_URL": database_url} if database_url else {}
        self.set_clock(0)

    def set_clock(self, ahead: float) -> None:
        """Let the clock be `ahead` seconds before the machine's own, for running processes too."""
        clock.put(self._clock, ahead)
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    @contextmanager
    def worker(self, name: str = "worker") -> Iterator[subprocess.Popen[bytes]]:
        """`tamizdat serve --only worker`, stopped at the end of the block; what it says stands in `said(name)`."""
        program = [sys.executable, "-m", "tests.bake.clock", str(self._clock), "-C", str(self.folder)]
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                [*program, "serve", "--only", "worker"],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=environment(**self.more),
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def said(self, name: str = "worker") -> str:
        return self._log(name).read_text()

    def _log(self, name: str) -> Path:
        return self._beside / f"{name}.log"

    @contextmanager
    def hand(self) -> Iterator[Hand]:
        names = {"TAMIZDAT_NEWSROOM": str(self.folder), "DJANGO_SETTINGS_MODULE": "tamizdat.config.django"}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bake.hand", str(self._clock)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(**self.more, **names),
        )
        try:
            yield Hand(process)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(30)

    def page(self, path: str) -> str:
        """What readers find at an address; '' when there is nothing."""
        try:
            return (self.public / path.lstrip("/") / "index.html").read_text()
        except FileNotFoundError:
            return ""

    def is_public(self, path: str) -> bool:
        """Whether a story stands at the address, rather than nothing or a 410."""
        page = self.page(path)
        return bool(page) and "tamizdat:410" not in page


def contents(public: Path) -> dict[str, bytes]:
    """Every file of a tree, by path."""
    return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def check_whole(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith(".html"):
            assert data.endswith((b"</html>", b"</html>\n")), path
        if path.endswith(".br"):
            assert brotli.decompress(data) == files[path.removesuffix(".br")], path
