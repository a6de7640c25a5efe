"""What a word is looked for in: columns of rows, whatever the case of its letters and of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q


def holds(word: str, columns: Iterable[str]) -> Q:
    """Rows that hold the word in one of the columns. SQLite's LIKE knows no cases beyond ASCII, so the word is looked for in
    each case in which it is written."""
    cases = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())) if not word.isascii() else [word]
    return reduce(or_, (Q(**{f"{column}__icontains": one}) for column in columns for one in cases))
