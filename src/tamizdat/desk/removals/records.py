"""Records of removals: what was taken down, by whom and why, and each file of the edition that went or changed with it."""

from __future__ import annotations

import csv

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from tamizdat.desk import choices
from tamizdat.desk.removals import approval
from tamizdat.newsroom.models import Removal

A_PAGE = 50
MOST_SHOWN = 2_000
"""Files on the page; the export has all."""


def listing(request: HttpRequest) -> HttpResponse:
    _refuse(request)
    found = Paginator(Removal.objects.select_related("made_by"), A_PAGE).get_page(request.GET.get("p"))
    may_remove = approval.may_ask(request)
    context = {"page": found, "may_remove": may_remove, "authors": choices.authors() if may_remove else ()}
    return TemplateResponse(request, "desk/removals/list.html", context)


def record(request: HttpRequest, pk: int) -> HttpResponse:
    removal = _removal(request, pk)
    files = removal.files.all()
    who = get_user_model().objects.filter(pk=removal.made_by_id or 0).first()
    counted = removal.counts
    context = {
        "removal": removal,
        "who": who,
        "files": files[:MOST_SHOWN],
        "more": max(0, files.count() - MOST_SHOWN),
        "values": sum(number for name, number in counted.items() if not name.startswith("files_")),
        "removed": counted.get("files_removed", 0),
        "rewritten": counted.get("files_rewritten", 0),
    }
    return TemplateResponse(request, "desk/removals/record.html", context)


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The files as CSV: path, what became of it, when, and its SHA-256 before."""
    removal = _removal(request, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="removal-{removal.pk}.csv"'
    table = csv.writer(answer)
    table.writerow(["path", "change", "time", "sha256_before"])
    for one in removal.files.all().iterator():
        change = "removed" if one.removed else "rewritten"
        table.writerow([_safe(one.path), change, timezone.localtime(one.at).isoformat(), one.sha256])
    return answer


def _safe(text: str) -> str:
    """A spreadsheet would take what begins so for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _removal(request: HttpRequest, pk: int) -> Removal:
    _refuse(request)
    return get_object_or_404(Removal, pk=pk)


def _refuse(request: HttpRequest) -> None:
    if not request.user.has_perm("newsroom.view_removal"):
        raise PermissionDenied
