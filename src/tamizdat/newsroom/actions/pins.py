"""Choose what leads the front of a language, or a region's or topic's page there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.log_actions import log

from tamizdat.newsroom import noting
from tamizdat.newsroom.keys import ListName, list_name
from tamizdat.newsroom.models import Pin, Region, SiteSettings, Topic
from tamizdat.newsroom.models.pins import SLOTS

NOUNS: dict[str, type[Any]] = {"region": Region, "topic": Topic}


@dataclass(frozen=True, kw_only=True)
class Pinned:
    article: int
    until: datetime | None = None


class PinError(Exception):
    """The places cannot be chosen so. The message says why."""


def page_of(text: str) -> ListName | None:
    """The page that `text` names, such as `en:front` or `en:region:5`; None where there is none."""
    name = list_name(text)
    if name.language not in dict(settings.LANGUAGES):
        return None
    if name.kind == "front":
        return name if not name.rest else None
    known = name.kind in NOUNS and name.rest.isdecimal() and len(name.rest) < 10
    return name if known and NOUNS[name.kind].objects.filter(pk=name.noun).exists() else None


def chosen(page: ListName) -> dict[int, Pin]:
    """Pins that hold now, by slot."""
    rows = Pin.objects.filter(page=str(page)).select_related("article").order_by("slot")
    return {row.slot: row for row in rows if row.until is None or row.until > timezone.now()}


def choose(page: ListName, places: Sequence[Pinned | None], *, user: Any = None) -> None:
    """Put these stories into the page's places, in their order; None leaves a place to be filled by itself. Raises PinError."""
    pinned = [place for place in places if place]
    if len({place.article for place in pinned}) != len(pinned):
        raise PinError("A story can have one place only. Remove it from the others.")
    if len(places) > SLOTS:
        raise PinError(f"There are {SLOTS} places.")
    with noting.writes():
        before = {(row.slot, row.article_id, row.until) for row in Pin.objects.filter(page=str(page))}
        after = {(slot, place.article, place.until) for slot, place in enumerate(places) if place}
        if before == after:
            return
        for row in Pin.objects.filter(page=str(page)):
            row.delete()
        for slot, article, until in sorted(after, key=lambda one: one[0]):
            Pin(page=str(page), slot=slot, article_id=article, until=until).save()
        log(instance=SiteSettings.get(), action="tamizdat.pin", user=user, data={"page": str(page)})
