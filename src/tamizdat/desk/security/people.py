"""The pages "Security" of those who manage people: everyone's second factors, sessions and lock-outs; what waits for a second
person; for administrators alone, who needs a second factor, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tamizdat.desk import lockout, log_chain, log_export, second_person
from tamizdat.desk.models import GUARD, HeldStory, SecondFactor, SecondFactorRule, SecondPersonRequest
from tamizdat.desk.security import factors, rule, sessions

Kind = SecondFactor.Kind
SHOWN = 100
"""Entries of the log on its page; the export has all."""


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(GUARD))


def menu_item() -> MenuItem:
    return _Item(gettext_lazy("Security"), reverse("desk_security"), name="security", icon_name="lock", order=650)


def listing_button(user: Any, request_user: Any) -> Any:
    if request_user.has_perm(GUARD):
        yield Button(
            gettext_lazy("Security"), url=reverse("desk_security_of", args=[user.pk]), icon_name="lock", priority=45
        )


class Waiting(Component):
    """On the desk's first page, for those who may approve: what waits for a second person."""

    order = 5
    template_name = "desk/home/second_person.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"asked": second_person.waiting().select_related("asked_by")}


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(GUARD):
        raise PermissionDenied


def _check_administrator(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def _person(request: HttpRequest, pk: int, *, change: bool = False) -> Any:
    """Nobody below an administrator changes anything of an administrator."""
    _check(request)
    person = get_object_or_404(get_user_model(), pk=pk)
    if change and person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    return person


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    _check(request)
    people = get_user_model().objects.prefetch_related("groups", "second_factors").order_by("username")
    asked = [
        (one, second_person.KINDS[one.kind].label, second_person.why_not(one, request.user))
        for one in second_person.waiting().select_related("asked_by")
    ]
    context = {
        "rows": [(one, _kinds(one)) for one in people],
        "asked": asked,
        "rule": rule.required_of(),
        "rules": SecondFactorRule.Of.choices,
        "held": HeldStory.objects.select_related("story", "person"),
    }
    return TemplateResponse(request, "desk/security/people.html", context)


def _kinds(person: Any) -> list[str]:
    """By which factors the person's second step can be done; recovery codes come with any."""
    found = {factor.get_kind_display() for factor in person.second_factors.all() if factor.kind != Kind.RECOVERY}
    return sorted(map(str, found))


@require_POST
def change_rule(request: HttpRequest) -> HttpResponse:
    _check_administrator(request)
    of = request.POST.get("required_of", "")
    if of not in SecondFactorRule.Of.values:
        messages.error(request, _("Choose who needs a second step."))
        return redirect("desk_security")
    with transaction.atomic():
        row, _made = SecondFactorRule.objects.update_or_create(pk=1, defaults={"required_of": of})
        log(instance=row, action="tamizdat.factor_rule", user=request.user, data={"required_of": of})
    messages.success(request, _("Saved. Who has no second step yet is asked to set it up on the next page."))
    return redirect("desk_security")


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    context = {
        "person": person,
        "factors": person.second_factors.exclude(kind="recovery"),
        "codes_left": factors.recovery_codes_left(person),
        "sessions": sessions.of(person, request.session.session_key),
        "may_change": request.user.is_superuser or not person.is_superuser,
        "may_lock_out": lockout.may_lock_out(request.user, person),
        "held": person.held_stories.select_related("story"),
        "entries": lockout.last_hours(person),
    }
    return TemplateResponse(request, "desk/security/one.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk, change=True)
    ended = sessions.end(person, by=request.user, only=request.POST.get("session", ""))
    said = ngettext("%(number)d session ended.", "%(number)d sessions ended.", ended) % {"number": ended}
    messages.success(request, said)
    return redirect("desk_security_of", pk)


@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost their device, after a question on the page."""
    person = _person(request, pk, change=True)
    _check_administrator(request)
    with transaction.atomic():
        factors.reset(person, by=request.user)
        sessions.end(person, by=request.user)
    messages.success(request, _("The second step is reset. They sign in with the password alone and set it up anew."))
    return redirect("desk_security_of", pk)


@require_http_methods(["GET", "POST"])
def lock_out(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk, change=True)
    if not lockout.may_lock_out(request.user, person):
        raise PermissionDenied
    if request.method != "POST":
        return TemplateResponse(request, "desk/security/lock_out.html", {"person": person})
    lockout.lock_out(person, by=request.user, reason=request.POST.get("reason", "").strip()[:500])
    messages.success(request, _("%(name)s is locked out.") % {"name": person.get_username()})
    return redirect("desk_security_of", pk)


@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The link is shown here and stored nowhere."""
    person = _person(request, pk, change=True)
    link = request.build_absolute_uri(lockout.let_in(person, by=request.user))
    answer = TemplateResponse(request, "desk/security/let_in.html", {"person": person, "link": link})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    _check(request)
    found = get_object_or_404(HeldStory.objects.select_related("story", "person", "revision"), pk=pk)
    if not found.story.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.POST.get("do") == "release":
        try:
            lockout.release(found, by=request.user)
        except ValidationError as fault:  # not approved, or not in order: it stays held
            messages.error(request, " ".join(fault.messages))
        else:
            messages.success(request, _("The story is scheduled again; if its time has passed, it is published."))
    else:
        lockout.drop(found, by=request.user)
        messages.success(request, _("The story stays a draft."))
    return redirect("desk_security_of", found.person_id)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse what somebody asked for."""
    asked = get_object_or_404(SecondPersonRequest, pk=pk)
    try:
        if request.POST.get("do") == "approve":
            second_person.approve(asked, by=request.user)
            messages.success(request, _("Approved."))
        else:
            second_person.refuse(asked, by=request.user)
            messages.success(request, _("Refused."))
    except second_person.SecondPersonError as error:
        messages.error(request, str(error))
    return redirect("desk_security" if request.user.has_perm(GUARD) else "wagtailadmin_home")


@require_GET
def log_page(request: HttpRequest) -> HttpResponse:
    _check_administrator(request)
    entries = ModelLogEntry.objects.filter(content_type__app_label__in=["auth", "desk"])
    context = {"entries": entries.select_related("user", "content_type")[:SHOWN], "head": log_chain.head()}
    return TemplateResponse(request, "desk/security/log.html", context)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    _check_administrator(request)
    try:
        verdict = log_chain.verify(request.POST.get("head", "")[:100])
    except log_chain.HeadError:
        messages.error(request, _("This is not the end of a chain: one looks like 17:ab34…"))
        return redirect("desk_log")
    if verdict.problems:
        said = _(
            "The log was changed. The first broken entry is at link %(number)d; “tamizdat log verify” on the server names all."
        )
        messages.error(request, said % {"number": verdict.first})
    else:
        said = ngettext("The log is whole: %(number)d entry.", "The log is whole: %(number)d entries.", verdict.entries)
        messages.success(request, said % {"number": verdict.entries})
    return redirect("desk_log")


@require_POST
def export_log(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    _check_administrator(request)
    form = "csv" if request.POST.get("form") == "csv" else "jsonl"
    log(instance=request.user, action="tamizdat.log_exported", user=request.user)
    answer = StreamingHttpResponse(log_export.lines(form), content_type=log_export.FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="log-{timezone.now():%Y-%m-%d}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


ADDRESSES = [
    path("security/", page, name="desk_security"),
    path("security/rule/", change_rule, name="desk_security_rule"),
    path("security/people/<int:pk>/", one, name="desk_security_of"),
    path("security/people/<int:pk>/sessions/", end, name="desk_security_end"),
    path("security/people/<int:pk>/reset/", reset, name="desk_security_reset"),
    path("security/people/<int:pk>/lock-out/", lock_out, name="desk_lock_out"),
    path("security/people/<int:pk>/let-in/", let_in, name="desk_let_in"),
    path("security/held/<int:pk>/", held, name="desk_held"),
    path("security/requests/<int:pk>/", decide, name="desk_second_person"),
    path("security/log/", log_page, name="desk_log"),
    path("security/log/verify/", verify, name="desk_log_verify"),
    path("security/log/export/", export_log, name="desk_log_export"),
]
