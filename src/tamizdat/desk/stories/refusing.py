"""A story that the newsroom's checks forbid to publish: what was written is kept as a draft, and what is missing is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tamizdat.desk.stories import checks
from tamizdat.newsroom.models import Article


def before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The framework's forms ask this when they have saved the draft and before they publish it."""
    found = checks.faults(page)
    if not found:
        return None
    say(request, page, found)
    return redirect("wagtailadmin_pages:edit", page.pk)


def say(request: HttpRequest, story: Article, faults: Sequence[str]) -> None:
    told = _("“%(headline)s” is saved but not published. %(faults)s")
    messages.error(request, told % {"headline": story.get_admin_display_title(), "faults": " ".join(faults)})
