"""What readers looked for on the site and hardly found: what a newsroom may lack, or calls otherwise than its readers do.

Numbers of days and words, of no reader; what fewer than five asked stays in the store (audience/store/queries.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import queries
from tamizdat.desk.languages import autonyms

SPANS = (7, 30, queries.KEPT_DAYS)
"""Days that an editor may look back on; the second is shown first."""
ON_HOME = 5


class Missed(Component):
    """The most frequent of the last week, on the desk's first page."""

    order = 40
    template_name = "desk/home/missed.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        since = timezone.localdate() - timedelta(days=SPANS[0] - 1)
        try:
            return {"rows": queries.frequent(settings.NEWSROOM.audience, since, ON_HOME)}
        except AudienceError as error:
            return {"trouble": str(error)}


def report(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("days", "")
    days = next((span for span in SPANS if str(span) == wanted), SPANS[1])
    context: dict[str, object] = {"days": days, "spans": SPANS, "fewest": queries.FEWEST, "kept": queries.KEPT_DAYS}
    try:
        found = queries.frequent(settings.NEWSROOM.audience, timezone.localdate() - timedelta(days=days - 1))
    except AudienceError as error:
        context["trouble"] = str(error)
    else:
        names = dict(autonyms())
        context["rows"] = [(one, names.get(one.language, one.language)) for one in found]
    return TemplateResponse(request, "desk/missed.html", context)
