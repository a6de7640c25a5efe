"""CSV files: read whatever program wrote them, and written so that a spreadsheet program runs nothing that is in them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO, Protocol

from tamizdat.letters.errors import LettersError
from tamizdat.letters.moving.entries import Entry

LONGEST_CELL = 1_000_000
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How cells begin that spreadsheet programs run as formulas."""
_QUOTE = "'"


@dataclass(frozen=True, kw_only=True)
class Line:
    """`cells` by the name of their column in small letters; `number` is that of the line on which it ends."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that is none of the table's."""

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """`columns` are in small letters. `position` says how many bytes of the file have been read."""

    columns: tuple[str, ...]
    lines: Iterator[Line | BadLine]
    position: Callable[[], int]


class Format(Protocol):
    """A module for one kind of file."""

    def recognises(self, columns: Sequence[str]) -> bool: ...

    def entry(self, line: Line, columns: Sequence[str], file_name: str) -> Entry:
        """Raises UnusableLine."""


def read(path: Path) -> Table:
    """The table in a file of UTF-8 or UTF-16, with commas, semicolons or tabs. A file without a head has one column, email.

    Raises LettersError when it is none; a line that is broken comes as its number and its error.
    """
    raw, size = path.open("rb"), path.stat().st_size
    text = _text(raw)
    rows = _rows(text, _delimiter(text, path))
    head = next(rows, None)
    if head is None:
        raise LettersError(f"{path} is empty.")
    if isinstance(head, BadLine):
        raise LettersError(f"{path}, line {head.number}: {head.why}. The first line must name the columns.")
    columns = tuple(name.strip().lower() for name in head.cells)
    if any("@" in name for name in columns):
        if len(columns) > 1:
            raise LettersError(f"{path} has no line that names its columns. Put one first, such as email,language.")
        columns, rows = ("email",), chain([head], rows)
    return Table(columns=columns, lines=_lines(columns, rows), position=lambda: size if raw.closed else raw.tell())


def safe(cell: str) -> str:
    """As it is written: a spreadsheet program takes what follows the apostrophe for text."""
    return f"{_QUOTE}{cell}" if cell.startswith((*_FORMULAS, _QUOTE)) else cell


def plain(cell: str) -> str:
    """The opposite of `safe`."""
    return cell[1:] if cell.startswith(_QUOTE) and cell[1:].startswith((*_FORMULAS, _QUOTE)) else cell


class Writer:
    """Writes lines to `file`, which is open for text with newline=''."""

    def __init__(self, file: IO[str], columns: Sequence[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, cells: Sequence[str]) -> None:
        self._writer.writerow([safe(cell) for cell in cells])


@dataclass(frozen=True, kw_only=True)
class _Row:
    number: int
    cells: list[str]


def _text(raw: BufferedReader) -> TextIOWrapper:
    encoding = "utf-16" if raw.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    # What cannot be read becomes a character that no address has: that line alone is then unusable.
    return TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")


def _delimiter(text: TextIOWrapper, path: Path) -> str:
    """What is between the cells: the character that the first line has most often."""
    head = text.readline(LONGEST_CELL)
    text.seek(0)
    if "\x00" in head:
        raise LettersError(f"{path} is no CSV file. Save it as CSV in UTF-8.")
    return max(",;\t", key=head.count)


def _rows(text: TextIOWrapper, delimiter: str) -> Iterator[_Row | BadLine]:
    csv.field_size_limit(LONGEST_CELL)
    with text:
        reader = csv.reader(text, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadLine(number=reader.line_num, why=f"no CSV: {error}")
                continue
            if any(cells):
                yield _Row(number=reader.line_num, cells=cells)


def _lines(columns: Sequence[str], rows: Iterator[_Row | BadLine]) -> Iterator[Line | BadLine]:
    for row in rows:
        if isinstance(row, BadLine):
            yield row
        elif any(row.cells[len(columns) :]):
            yield BadLine(number=row.number, why=f"{len(row.cells)} cells, and {len(columns)} columns")
        else:
            filled = [plain(cell) for cell in row.cells] + [""] * (len(columns) - len(row.cells))
            yield Line(number=row.number, cells=dict(zip(columns, filled, strict=False)))
