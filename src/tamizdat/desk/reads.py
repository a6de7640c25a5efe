"""How often stories were read, on the first page of the desk: numbers of days and pages, and of no reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.admin.ui.components import Component

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import counts
from tamizdat.newsroom.actions import most_read
from tamizdat.newsroom.models import Article

SHOWN, DAYS = 8, 7


class MostRead(Component):
    order = 30
    template_name = "desk/home/most_read.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        since = timezone.localdate() - timedelta(days=DAYS - 1)
        store = settings.NEWSROOM.audience
        try:
            reads = counts.by_page(store, counts.READ, since)
            taken = counts.by_page(store, counts.REPUBLISH, since)
        except AudienceError as error:
            return {"trouble": str(error)}
        read, republished = most_read.stories(reads), most_read.stories(taken)
        first = sorted(read, key=lambda pk: (-read[pk], -pk))[:SHOWN]
        found = Article.objects.select_related("locale").defer_streamfields().in_bulk(first)
        rows = [(found[pk], read[pk], republished.get(pk, 0)) for pk in first if pk in found]
        return {"rows": rows, "several_languages": len(settings.LANGUAGES) > 1, "all": sum(read.values())}
