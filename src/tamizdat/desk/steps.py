"""The steps that a story passes before it is published, and whether it has to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from tamizdat.kit.text import clean
from tamizdat.newsroom.actions import approvals
from tamizdat.newsroom.actions.approvals import StepError, StepGiven
from tamizdat.newsroom.models import SiteSettings
from tamizdat.newsroom.permissions import is_chief

MOST = 10


def may_change(user: Any) -> bool:
    """Chiefs and administrators decide how stories are approved."""
    return is_chief(user)


class _Named(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    def label_from_instance(self, obj: Group) -> str:
        return translated(obj.name)  # a newsroom may rename its roles


class StepForm(forms.Form):
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Such as “Copy desk” or “Legal”."),
        max_length=100,
    )
    groups = _Named(
        Group.objects.order_by("pk"), label=gettext_lazy("Who approves"), widget=forms.CheckboxSelectMultiple
    )

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name."))
        return name


class _Steps(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label, form.fields["DELETE"].label = _("Place"), _("Remove this step")


Steps = forms.formset_factory(
    StepForm,
    formset=_Steps,
    extra=1,
    can_order=True,
    can_delete=True,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
)


@require_http_methods(["GET", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    if not may_change(request.user):
        raise PermissionDenied
    initial = [
        {"step": step.pk, "name": step.name, "groups": [group.pk for group in step.groups.all()]}
        for step in approvals.steps()
    ]
    given: Any = Steps(request.POST or None, initial=initial)
    if request.method == "POST" and given.is_valid():
        known = {row["step"] for row in initial}
        kept = [form.cleaned_data for form in given.ordered_forms if form.cleaned_data.get("name")]
        try:
            approvals.set_steps(
                [
                    StepGiven(
                        pk=row["step"] if row["step"] in known else None, name=row["name"], groups=tuple(row["groups"])
                    )
                    for row in kept
                ]
            )
        except StepError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The steps are saved."))
            return redirect("desk_steps")
    return TemplateResponse(request, "desk/steps.html", {"forms": given})


@require_POST
def require(request: HttpRequest) -> HttpResponse:
    """The answer to the question on the first page."""
    if not may_change(request.user):
        raise PermissionDenied
    required = request.POST.get("required") == "yes"
    approvals.require(required=required)
    if required:
        messages.success(request, _("From now on every story needs approval before it is published."))
    else:
        messages.success(
            request, _("Stories are published without approval. You can change that on the newsroom’s page.")
        )
    return redirect("wagtailadmin_home")


class Offer(Component):
    """On the first page, once there are several people, until somebody has decided."""

    order = 3
    template_name = "desk/home/approval.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {}


def is_offered(user: Any) -> bool:
    undecided = may_change(user) and SiteSettings.objects.filter(pk=1, approval_required=None).exists()
    return undecided and get_user_model().objects.filter(is_active=True)[:2].count() > 1


class StepsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_change(request.user)


def menu_item() -> MenuItem:
    return StepsItem(
        gettext_lazy("Steps before publication"),
        reverse("desk_steps"),
        name="steps",
        icon_name="clipboard-list",
        order=300,
    )
