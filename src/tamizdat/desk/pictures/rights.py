"""Rights to pictures that end: readers lose the picture then, so the desk says it before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from tamizdat.newsroom.models import Picture

BEFORE = timedelta(days=14)


def end_of(day: date) -> datetime:
    """The moment at which a last day is over, by the newsroom's clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_day(ends: datetime) -> date:
    return (timezone.localtime(ends) - timedelta(microseconds=1)).date()


def expiring() -> QuerySet[Picture]:
    """Pictures whose rights end soon, the next first."""
    now = timezone.now()
    found: QuerySet[Picture] = Picture.objects.filter(rights_until__gt=now, rights_until__lte=now + BEFORE)
    return found.order_by("rights_until", "pk")


def _with_last_day(pictures: Iterable[Picture]) -> list[tuple[Picture, date]]:
    return [(picture, last_day(picture.rights_until)) for picture in pictures if picture.rights_until]


def report(request: HttpRequest) -> HttpResponse:
    """Rights that end soon, and those that have ended."""
    ended = Picture.objects.filter(rights_until__lte=timezone.now()).order_by("-rights_until", "pk")[:100]
    context: dict[str, Any] = {"soon": _with_last_day(expiring()), "ended": _with_last_day(ended), "days": BEFORE.days}
    return TemplateResponse(request, "desk/pictures/rights.html", context)
