"""The record of corrections: all that readers were told was wrong, also of stories that are deleted by now."""

from __future__ import annotations

import csv
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamizdat.desk.columns import holds
from tamizdat.desk.languages import autonyms
from tamizdat.newsroom.correction_log import KINDS
from tamizdat.newsroom.models import Article, CorrectionRecord

A_PAGE = 50
COLUMNS = ("recorded_at", "language", "kind", "headline", "old", "new", "text", "story", "recorded_by__username")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a table program would take for the beginning of a formula."""


class Filters(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", _("Any")), *autonyms()]
        fields["kind"].choices = [("", _("Any")), *((kind.value, kind.label) for kind in KINDS)]

    def chosen(self) -> QuerySet[CorrectionRecord]:
        """What is not valid filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        found = CorrectionRecord.objects.all()
        for word in (given.get("q") or "").split():
            found = found.filter(holds(word, ("headline", "text", "old", "new")))
        wanted: dict[str, Any] = {
            "language": given.get("language"),
            "kind": given.get("kind"),
            "recorded_at__date__gte": given.get("since"),
            "recorded_at__date__lte": given.get("until"),
        }
        return found.filter(**{name: value for name, value in wanted.items() if value})


def report(request: HttpRequest) -> HttpResponse:
    form = Filters(request.GET)
    page = Paginator(form.chosen().select_related("recorded_by"), A_PAGE).get_page(request.GET.get("p"))
    there = set(Article.objects.filter(pk__in=[one.story for one in page]).values_list("pk", flat=True))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, one.story in there) for one in page],
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "desk/corrections.html", context)


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a CSV file, whole."""
    rows = Filters(request.GET).chosen().values_list(*COLUMNS)
    writer = csv.writer(_Line())
    lines = (writer.writerow([_cell(value) for value in row]) for row in rows.iterator())
    answer = StreamingHttpResponse(
        _after("\ufeff" + str(writer.writerow(COLUMNS)), lines), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="corrections-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


class _Line:
    """Hands each line of a CSV writer back."""

    def write(self, line: str) -> str:
        return line


def _after(first: str, lines: Any) -> Any:
    yield first
    yield from lines


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = timezone.localtime(value).isoformat(timespec="seconds") if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
