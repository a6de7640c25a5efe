"""The desk's table of spellings, as the search wants it."""

from __future__ import annotations

from tamizdat.newsroom.models import SearchAlias


def read() -> list[tuple[str, ...]]:
    """Groups of spellings of one name, in the table's order."""
    return [group for row in SearchAlias.objects.order_by("pk") if len(group := row.group()) > 1]
