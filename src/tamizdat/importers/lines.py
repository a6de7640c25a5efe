"""The lines of a file, in the order of the dates in them.

A list's numbered pages keep the order in which stories came in. So the oldest goes first, whatever the file's order; this
costs one reading more and sixteen bytes a line, not the file in memory.
"""

from __future__ import annotations

import re
import stat
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tamizdat.importers.dates import NotADate, moment
from tamizdat.importers.errors import ImportsError
from tamizdat.importers.house import House

LONGEST = 16 << 20
"""Bytes of a line. A story of that length is a mistake, and reading it whole would take the memory."""

_DATE = re.compile(rb'"published"\s*:\s*"([0-9T:Z+ .-]{4,40})"')
_UNDATED = float("inf")


@dataclass(frozen=True, kw_only=True)
class Line:
    """`number` counts from 1, as editors of text do. `data` is cut where it is longer than LONGEST."""

    number: int
    data: bytes
    ended: bool


class Lines:
    """The lines of one file. Blank ones are left out, but counted in the numbers."""

    def __init__(self, path: Path, house: House) -> None:
        self._path = path
        self._starts = array("q")
        self._numbers = array("q")
        dates = array("d")
        if not stat.S_ISREG(path.stat().st_mode):
            raise ImportsError(f"{path} is not a file. Give the path of a JSONL file, one story a line.")
        with path.open("rb") as file:
            start = number = 0
            while data := file.readline(LONGEST):
                number += 1
                begin, start = start, start + len(data)
                if data.strip():
                    self._starts.append(begin)
                    self._numbers.append(number)
                    dates.append(_date(data, house))
                while not data.endswith(b"\n") and (data := file.readline(LONGEST)):
                    start += len(data)
        self._order = sorted(range(len(dates)), key=dates.__getitem__)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Line]:
        with self._path.open("rb") as file:
            for place in self._order:
                file.seek(self._starts[place])
                data = file.readline(LONGEST + 1)
                if place == 0:
                    data = data.removeprefix(b"\xef\xbb\xbf")  # a mark that some editors put before the first line
                yield Line(number=self._numbers[place], data=data, ended=data.endswith(b"\n"))


def _date(data: bytes, house: House) -> float:
    found = _DATE.search(data)
    try:
        return moment(found[1].decode(), house.zone).timestamp() if found else _UNDATED
    except NotADate:
        return _UNDATED
