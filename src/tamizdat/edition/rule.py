"""The rule of what is public, and how rows of many stories are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q


def is_public(now: datetime, prefix: str = "") -> Q:
    """The rule, as a condition on articles (or, with a prefix such as `article__`, on what points to them)."""

    def where(**terms: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in terms.items()})

    return (
        where(live=True, killed_at=None, first_published_at__isnull=False)
        & (where(embargoed_until=None) | where(embargoed_until__lte=now))
        & (where(expire_at=None) | where(expire_at__gt=now))
    )


def among(column: str, pks: Iterable[int]) -> Q:
    """Rows of these numbers, and of others between them where most are asked for: to hand over two hundred numbers costs
    more than to read the rows."""
    wanted = list(pks)
    if len(wanted) > 20 and max(wanted) - min(wanted) < 2 * len(wanted):
        return Q(**{f"{column}__gte": min(wanted), f"{column}__lte": max(wanted)})
    return Q(**{f"{column}__in": wanted})
