"""Tables of imported texts: those that hold figures become tables, those that only place things on a page are read through."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.importers.losses import Losses
from tamizdat.importers.markup import HEADINGS, LISTS, OUTSIDE, Element, lines

_MOST_COLUMNS, _MOST_ROWS = 100, 1000
"""Of one cell that spans several: more is a mistake, or an attack."""
_PLACED = {*HEADINGS, *LISTS, *OUTSIDE, "table", "blockquote", "pre", "hr", "form"}
"""What a table of figures does not hold."""


def cells(table: Element) -> list[list[Element]]:
    """Row by row, without those of tables within."""
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]


def holds_figures(table: Element) -> bool:
    """Whether it has columns, and cells of one paragraph each at most."""
    rows = cells(table)
    within = (part for row in rows for cell in row for part in cell.iterdescendants())
    return (
        any(len(row) > 1 for row in rows)
        and not any(part.tag in _PLACED for part in within)
        and all(len(cell.findall(".//p")) < 2 for row in rows for cell in row)
    )


def block(table: Element, losses: Losses) -> dict[str, object] | None:
    """The table as its block stores it; None for one without a word. A cell over several columns or rows stands in the first
    of them, so that the others keep their places."""
    rows = cells(table)
    grid: list[list[str]] = [[] for _ in rows]
    filled: set[tuple[int, int]] = set()
    for down, row in enumerate(rows):
        across = 0
        for cell in row:
            while (down, across) in filled:
                across += 1
            words = " ".join(lines(cell, losses))
            wide, high = _span(cell, "colspan", _MOST_COLUMNS), _span(cell, "rowspan", _MOST_ROWS)
            for y in range(down, min(down + high, len(rows))):
                filled |= {(y, across + x) for x in range(wide)}
            grid[down] += [""] * (across - len(grid[down])) + [words]
            across += wide
    width = max((across + 1 for _, across in filled), default=0)
    data = [row + [""] * (width - len(row)) for row in grid]
    caption = " ".join(text for part in table.findall("caption") for text in lines(part, losses))
    if not caption and not any(any(row) for row in data):
        return None
    heads = [[cell.tag == "th" for cell in row] for row in rows]
    top = bool(heads[0]) and all(heads[0])
    side = all(row and row[0] for row in heads) and not all(all(row) for row in heads)
    return {
        "data": data,
        "cell": [],
        "first_row_is_table_header": top,
        "first_col_is_header": side,
        "table_header_choice": {(True, True): "both", (True, False): "row", (False, True): "column"}.get(
            (top, side), "neither"
        ),
        "table_caption": caption,
    }


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if row.tag == "tr")


def _span(cell: Element, name: str, most: int) -> int:
    given = (cell.get(name) or "").strip()
    return min(max(int(given), 1), most) if given.isascii() and given.isdigit() and len(given) < 9 else 1
