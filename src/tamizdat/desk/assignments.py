"""Who works on a story, and until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from tamizdat.desk import notices
from tamizdat.desk.models import Assignment, Notice
from tamizdat.desk.moments import MomentField, MomentInput
from tamizdat.kit.text import clean
from tamizdat.newsroom import dates
from tamizdat.newsroom.models import Article


def works_on(user: Any, story: Article) -> bool:
    """Asks no query of a story that was read together with its assignment."""
    assignment = getattr(story, "assignment", None)
    return bool(user.pk and assignment and assignment.assigned_to_id == user.pk)


def people() -> Any:
    """Everybody who can enter the desk, by name."""
    return get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "username")


def name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


class AssignmentForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    due_at = MomentField(label=gettext_lazy("Due"), required=False, widget=MomentInput())
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    class Meta:
        model = Assignment
        fields = ["assigned_to", "due_at", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = forms.ModelChoiceField(
            people(),
            label=_("Assigned to"),
            required=False,
            empty_label=_("Nobody"),
            initial=self.initial.get("assigned_to"),
        )
        field.label_from_instance = name_of
        self.fields["assigned_to"] = field
        self.order_fields(["assigned_to", "due_at", "note"])

    def clean_note(self) -> str:
        return clean(self.cleaned_data["note"])

    def clean_due_at(self) -> Any:
        due = self.cleaned_data["due_at"]
        if due and not dates.is_believed(due):
            told = _("Write a year from %(first)s to %(last)s.")
            raise forms.ValidationError(told % {"first": dates.FIRST, "last": dates.LAST})
        return due


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_assign():
        raise PermissionDenied
    found = Assignment.objects.filter(story=story).first() or Assignment(story=story)
    before = found.assigned_to_id
    form = AssignmentForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        if saved.assigned_to_id and saved.assigned_to_id != before:
            notices.tell([saved.assigned_to], Notice.Kind.ASSIGNED, story, by=request.user, text=saved.note)
        messages.success(request, _("Saved."))
        return redirect("wagtailadmin_pages:edit", pk)
    return TemplateResponse(request, "desk/stories/assign.html", {"story": story, "form": form})
