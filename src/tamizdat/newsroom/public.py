"""What is public is decided here and nowhere else: published, not killed, not expired, its embargo past."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

NEWS_SPAN = timedelta(days=2)
"""How long a story is news: it is named in the news sitemap for as long."""


def is_public(now: datetime, prefix: str = "") -> Q:
    """The rule, as a condition on articles (or, with a prefix such as `article__`, on what points to them)."""

    def where(**terms: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in terms.items()})

    return (
        where(live=True, killed_at=None, first_published_at__isnull=False)
        & (where(embargoed_until=None) | where(embargoed_until__lte=now))
        & (where(expire_at=None) | where(expire_at__gt=now))
    )


def may_be_shown(now: datetime) -> Q:
    """The rule for pictures, which stories show: their rights have not ended."""
    return Q(rights_until=None) | Q(rights_until__gt=now)


def was_never_public(now: datetime) -> Q:
    """Stories that nobody outside could have read yet: nothing may be at their address."""
    return Q(killed_at=None) & (Q(first_published_at=None) | Q(embargoed_until__gt=now))


def public_since(first_published_at: datetime | None, embargoed_until: datetime | None) -> datetime | None:
    """When a published story becomes, or became, public: first publication or the end of its embargo, the later one."""
    if first_published_at is None or embargoed_until is None:
        return first_published_at
    return max(first_published_at, embargoed_until)


def is_public_letter(prefix: str = "") -> Q:
    """The rule for letters: readers have it, from the moment its sending starts."""
    return Q(**{f"{prefix}state__in": ("sending", "sent"), f"{prefix}sent_at__isnull": False})
