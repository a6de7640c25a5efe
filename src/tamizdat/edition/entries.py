"""Entries of lists by their ordinals, in plain SQL: to put such a question together, the framework takes longer than the
database to answer it, and a full bake puts it for every page of every list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from tamizdat.newsroom.models import ListEntry

AT_ONCE = 200
"""Ranges in one statement: databases have a limit to how deep a condition may go."""


def entries(ranges: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    """The stories at the ordinals of each (list, first, last): {(list, ordinal): article}. A list has gaps."""
    table = ListEntry._meta.db_table
    found: dict[tuple[int, int], int] = {}
    for start in range(0, len(ranges), AT_ONCE):
        some = ranges[start : start + AT_ONCE]
        where = " OR ".join(["(list_id = %s AND ordinal BETWEEN %s AND %s)"] * len(some))
        with connection.cursor() as cursor:
            # Only the table's name and placeholders go into the statement itself.
            cursor.execute(
                f"SELECT list_id, ordinal, article_id FROM {table} WHERE {where}",
                [number for one in some for number in one],
            )
            found |= {(story_list, ordinal): article for story_list, ordinal, article in cursor.fetchall()}
    return found
