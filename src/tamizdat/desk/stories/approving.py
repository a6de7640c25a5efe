"""Approval at the story: its buttons, publishing without it, and what a form that may not publish does instead."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import WorkflowState

from tamizdat.desk.stories.copying import warn_of_kill, warn_of_other_languages
from tamizdat.desk.stories.killing import ReasonForm
from tamizdat.newsroom import approved, unread
from tamizdat.newsroom.actions import approvals
from tamizdat.newsroom.models import Article, FailedPublication

APPROVE, RETURN, SUBMIT, WITHDRAW, PUBLISH = (
    "approve",
    "reject",
    "action-submit",
    "action-cancel-workflow",
    "action-publish",
)
"""The framework's names of the buttons."""
NOT_HERE = frozenset(["action-restart-workflow"])


def labelled(items: list[ActionMenuItem], context: dict[str, Any]) -> None:
    """The framework's buttons of the workflow in a newsroom's words; while somebody has to approve or return a story, that
    goes before everything else."""
    found = {item.name: item for item in items}
    for item in [item for item in items if item.name in NOT_HERE]:
        items.remove(item)
    if approve := found.get(APPROVE):
        approve.label = _("Approve and publish") if _is_last(context) else _("Approve")
        for name in (PUBLISH, SUBMIT):
            if name in found:
                items.remove(found[name])
    if withdraw := found.get(WITHDRAW):
        items[items.index(withdraw)] = Withdraw(order=withdraw.order)
    if (submit := found.get(SUBMIT)) and submit in items:
        items[items.index(submit)] = Submit(order=submit.order)


def _is_last(context: dict[str, Any]) -> bool:
    """Whether approving publishes: at the last step, by somebody who may."""
    story, state = context["page"], context["page"].current_workflow_state
    may = story.permissions_for_user(context["request"].user).may_publish()
    return bool(state and state.is_at_final_task and may)


class Submit(ActionMenuItem):
    name = SUBMIT
    icon_name = "resubmit"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        story = parent_context.get("page")
        state = story.current_workflow_state if story and story.pk else None
        again = state and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return {**context, "label": _("Submit again") if again else _("Submit for approval")}


class Withdraw(ActionMenuItem):
    name = WITHDRAW
    label = gettext_lazy("Withdraw from approval")
    icon_name = "undo"


class OverrideItem(ActionMenuItem):
    """For chiefs, where the newsroom wants approval."""

    name = "desk-override"
    label = gettext_lazy("Publish without approval…")
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        story = context.get("page")
        return (
            context["view"] == "edit" and isinstance(story, Article) and is_overridden(story, context["request"].user)
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("desk_override", args=[context["page"].pk])


def is_overridden(story: Article, user: Any) -> bool:
    """Whether publishing without approval means anything here: else there is the plain button."""
    may = story.permissions_for_user(user)
    return bool(approved.is_required() and may.can_override() and not may.can_publish())


@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_override():
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approvals.override(story, user=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Published without approval. The reason is in the story’s history."))
        return redirect("wagtailadmin_pages:edit", pk)
    warn_of_kill(request, story)
    warn_of_other_languages(request, story)
    return TemplateResponse(request, "desk/stories/override.html", {"story": story, "form": form})


def warn_of_failure(request: HttpRequest, story: Article) -> None:
    """Say in the form that a scheduled publication failed, and why."""
    if failed := FailedPublication.objects.filter(story=story.pk).first():
        told = _("Not published at the scheduled time: %(reason)s The schedule is kept, and it is tried again.")
        messages.error(request, told % {"reason": failed.reason})


def publish_only_if_allowed(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a form publishes what it has just saved: with other topics or regions the story may be nobody's of this person
    any more, and a form that was opened before the newsroom wanted approval still has its button."""
    if not isinstance(page, Article):
        return None
    may = page.permissions_for_user(request.user)
    if may.can_publish():
        return None
    if unread.is_unread(page):
        told = _("Not published: a machine translated parts of it and nobody has read them. It is saved as a draft.")
        messages.error(request, told)
        return redirect("desk_side_by_side", page.pk)
    if may.may_publish():
        told = _("Not published: a second person has to approve it first. What you wrote is saved as a draft.")
    else:
        told = _(
            "Not published: you do not publish stories with these topics, regions or language. It is saved as a draft."
        )
    messages.error(request, told)
    return redirect("wagtailadmin_pages:edit", page.pk)
