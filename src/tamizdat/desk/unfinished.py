"""What a story's and a letter's form share, which save themselves while something in them is half written: the rest is saved,
and the editor told what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.functional import cached_property
from wagtail.admin.views.generic.mixins import JsonPostResponseMixin

KEPT = "desk-kept"
"""In a form that brings back what a device had kept: see static/desk/kept.js."""


class SavesTheRest(JsonPostResponseMixin):
    """Of the form's views. Only what the form sends by itself is saved in part: whoever presses a button sees the errors."""

    def bound(self, data: QueryDict) -> Any:
        """The view's form with `data` in it."""
        raise NotImplementedError

    def form_invalid(self: Any, form: Any) -> HttpResponse:
        if not self.expects_json_response or self.left_out or getattr(self, "locked_for_user", False):
            return super().form_invalid(form)
        data, names = without_errors(form)
        self.left_out.extend(names)
        self.form = self.bound(data)
        self.form.defer_required_fields()
        if not self.form.is_valid():
            return super().form_invalid(self.form)
        response = self.form_valid(self.form)
        if response.status_code != 200:
            return response
        return JsonResponse(json.loads(response.content) | {"left_out": self.left_out})

    @cached_property
    def left_out(self) -> list[str]:
        """The fields of which the saved value stays, by the names of their inputs: the browser knows the labels."""
        return []

    def shown_again(self: Any, data: QueryDict) -> HttpResponse:
        """The form with these values, of which nothing is saved by that."""
        self.form = self.bound(data)
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


@contextmanager
def alone(request: HttpRequest, model: type[models.Model], pk: object) -> Iterator[None]:
    """One transaction for whatever a form sends; no other form of this row is read or written meanwhile."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():  # SQLite lets one write at a time; PostgreSQL needs the row
        model._default_manager.select_for_update().filter(pk=pk).first()
        yield


def without_errors(form: Any) -> tuple[QueryDict, list[str]]:
    """The form's data with the saved value in place of each that is not valid, and the names of these. A row that was never
    saved is left out whole."""
    data: QueryDict = form.data.copy()
    left = [_put_back(form, name, data) for name in form.errors if name in form.fields]
    for formset in form.formsets.values():
        for row in formset.forms:
            names = [name for name in row.errors if name in row.fields]
            if row.instance.pk:
                left += [_put_back(row, name, data) for name in names]
            elif row.errors:
                data[row.add_prefix("DELETE")] = "on"
                left += [row.add_prefix(name) for name in names]
    return data, left


def _put_back(form: BaseForm, name: str, data: QueryDict) -> str:
    """Writes into `data` what the browser would send for the saved value."""
    field = form.fields[name]
    saved = field.prepare_value(form.get_initial_for_field(field, name))
    key = form.add_prefix(name)
    if isinstance(saved, list | tuple):
        data.setlist(key, [str(one) for one in saved])
    else:
        shown = field.widget.format_value(saved)
        data[key] = "" if shown is None else shown[0] if isinstance(shown, list) else str(shown)
    return key
