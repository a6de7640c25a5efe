"""What was touched: noted inside the transaction of the change, read and forgotten by the bake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from tamizdat.bake.models import Change
from tamizdat.bake.urgency import KILL, LOW_PRIORITY, MASS, STORY

__all__ = ["KILL", "LOW_PRIORITY", "MASS", "STORY", "OutboxError", "due", "forget", "note"]


class OutboxError(RuntimeError):
    """A change was noted outside a transaction: it could be lost."""


def note(keys: Iterable[str], *, urgency: int = STORY, due_at: datetime | None = None) -> None:
    """Put `keys` in the outbox. Raises OutboxError outside an atomic block: the note must share the write's fate."""
    if not transaction.get_connection().in_atomic_block:
        raise OutboxError(
            "A change was noted outside a transaction. Wrap the write and its note in transaction.atomic()."
        )
    rows = [Change(key=key, urgency=urgency, due_at=due_at) for key in sorted(set(keys))]
    Change.objects.bulk_create(rows, ignore_conflicts=due_at is not None, batch_size=200)
    connection = transaction.get_connection()
    if rows and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY tamizdat_change")  # rings on commit, and only then


def due(now: datetime) -> QuerySet[Change]:
    """Rows that hold now; those of a moment to come wait for it."""
    return Change.objects.filter(Q(due_at=None) | Q(due_at__lte=now))


def forget(pks: list[int]) -> None:
    """Drop rows that became stale targets. An import leaves long runs of them, which are dropped without naming each."""
    ordered = sorted(pks)
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        is_run = some[-1] - some[0] == len(some) - 1
        rows = Q(pk__range=(some[0], some[-1])) if is_run else Q(pk__in=some)
        Change.objects.filter(rows).delete()
