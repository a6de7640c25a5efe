"""How a story stands, in a word for lists."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.models import Article

DRAFT, SCHEDULED, LIVE, CHANGED, EMBARGOED, EXPIRED, KILLED = (
    "draft",
    "scheduled",
    "live",
    "changed",
    "embargoed",
    "expired",
    "killed",
)
WORDS: dict[str, Promise] = {
    DRAFT: _("Draft"),
    SCHEDULED: _("Scheduled"),
    LIVE: _("Published"),
    CHANGED: _("Published, with unpublished changes"),
    EMBARGOED: _("Published, under embargo"),
    EXPIRED: _("Expired"),
    KILLED: _("Killed"),
}


def state(story: Article) -> str:
    """One of the names above. Asks no query when the list annotated the schedule."""
    if story.killed_at:
        return KILLED
    if story.live and story.embargoed_until and story.embargoed_until > timezone.now():
        return EMBARGOED
    if story.live:
        return CHANGED if story.has_unpublished_changes else LIVE
    if story.approved_schedule:
        return SCHEDULED
    return EXPIRED if story.expired else DRAFT
