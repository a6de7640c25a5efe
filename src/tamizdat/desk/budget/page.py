"""The budget's page, as a week, a month or a list; and the forms of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from tamizdat.desk.budget import days, entries, plans
from tamizdat.desk.budget.entries import Entry
from tamizdat.desk.budget.filters import STATES, FilterForm
from tamizdat.desk.budget.forms import MoveForm, PlanForm, initial
from tamizdat.desk.languages import autonyms
from tamizdat.desk.models import Plan
from tamizdat.desk.moments import zone_name
from tamizdat.newsroom.models import Article

NAMES: dict[str, Promise] = {
    days.WEEK: gettext_lazy("Week"),
    days.MONTH: gettext_lazy("Month"),
    days.LIST: gettext_lazy("Table"),
}
A_DAY = {days.WEEK: 20, days.MONTH: 6}
"""Entries that a day shows before a link to the rest."""
A_PAGE = 50
SORTS: dict[str, tuple[Promise, Any]] = {
    "day": (gettext_lazy("Day"), lambda entry: entry.order),
    "title": (gettext_lazy("Headline"), lambda entry: (entry.title.casefold(), entry.order)),
    "language": (gettext_lazy("Language"), lambda entry: (entry.language, entry.order)),
    "state": (gettext_lazy("State"), lambda entry: (list(STATES).index(entry.state), entry.order)),
    "person": (gettext_lazy("Person"), lambda entry: (not entry.person, entry.person.casefold(), entry.order)),
}


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    entries: list[Entry]
    more: int
    url: str
    is_today: bool
    is_outside: bool
    """Of the month that is shown."""


def menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Budget"), reverse("desk_budget"), name="budget", icon_name="calendar-alt", order=105)


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Rendered in the newsroom's zone, which the page names."""
    with timezone.override(days.zone()):
        return TemplateResponse(request, "desk/budget/page.html", _context(request)).render()


def _context(request: HttpRequest) -> dict[str, Any]:
    view = request.GET.get("view", "")
    view = view if view in days.VIEWS else days.WEEK
    today = days.today()
    anchor = days.read(request.GET.get("day", "")) or today
    span = days.span(view, anchor)
    form = FilterForm(request.GET)
    chosen = form.chosen()
    languages = _may_plan(request.user)
    late = entries.late(today, chosen) if span.first <= today < span.end else []
    shown_late = {entry.key for entry in late}
    found = entries.between(span.first, span.end, chosen)
    undated, more_undated = entries.undated(chosen)

    def movable(some: list[Entry]) -> list[Entry]:
        return entries.movable(some, request.user, frozenset(languages))

    context: dict[str, Any] = {
        "view": view,
        "views": [(name, word, _address(request, view=name)) for name, word in NAMES.items()],
        "span": span,
        "last": span.days[-1],
        "anchor": anchor,
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "late": movable(late),
        "undated": movable(undated),
        "more_undated": more_undated,
        "before": _address(request, day=str(span.before)),
        "after": _address(request, day=str(span.after)),
        "now": _address(request, day=""),
        "everything": _address(request, **dict.fromkeys(form.fields, "")),
        "here": request.get_full_path(),
        "zone": zone_name(),
        "may_plan": bool(languages),
        "several_languages": len(autonyms()) > 1,
    }
    if view == days.LIST:
        return context | _listed(request, found, movable)
    by_day: dict[date, list[Entry]] = {day: [] for day in span.days}
    for entry in found:
        if entry.day and entry.key not in shown_late:
            by_day[entry.day].append(entry)
    context["days"] = [
        Day(
            day=day,
            entries=movable(inside[: A_DAY[view]]),
            more=max(0, len(inside) - A_DAY[view]),
            url=_address(request, view=days.LIST, day=str(day)),
            is_today=day == today,
            is_outside=view == days.MONTH and day.month != anchor.month,
        )
        for day, inside in by_day.items()
    ]
    return context


def _listed(request: HttpRequest, found: list[Entry], movable: Any) -> dict[str, Any]:
    asked = request.GET.get("sort", "")
    name = asked.removeprefix("-")
    name = name if name in SORTS else "day"
    falls = asked.startswith("-")
    rows = Paginator(sorted(found, key=SORTS[name][1], reverse=falls), A_PAGE).get_page(request.GET.get("p"))
    heads = []
    for one, (word, _key) in SORTS.items():
        turned = f"-{one}" if one == name and not falls else one
        order = ("descending" if falls else "ascending") if one == name else ""
        heads.append((one, word, _address(request, sort=turned), order))
    return {
        "rows": rows,
        "entries": movable(list(rows)),
        "heads": heads,
        "newer": _address(request, p=str(rows.number - 1)),
        "older": _address(request, p=str(rows.number + 1)),
    }


def _address(request: HttpRequest, **changed: str) -> str:
    """This page with something else in its address; '' takes it out."""
    query = request.GET.copy()
    query.pop("p", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _may_plan(user: Any) -> list[str]:
    return [code for code, _name in autonyms() if plans.may_plan(user, code)]


def _back(request: HttpRequest, anchor: str = "") -> HttpResponse:
    """To the view of the budget from which the form was sent."""
    here = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(here, allowed_hosts=None) and here.startswith(reverse("desk_budget"))
    return redirect(f"{here if own else reverse('desk_budget')}{anchor}")


@require_POST
def move(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """To another day. What cannot be moved says why."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["day"]))
        return _back(request)
    day = form.cleaned_data["day"]
    if kind == "plan":
        plan = _plan_for(request, pk)
        plans.move(plan, day)
        title = plan.title
    else:
        story = get_object_or_404(Article, pk=pk)
        may = story.permissions_for_user(request.user)
        if not (may.can_publish() if story.approved_schedule else may.can_edit()):
            raise PermissionDenied
        title = story.get_admin_display_title()
        try:
            plans.move_story(story, day, user=request.user)
        except plans.BudgetError as error:
            messages.error(request, f"“{title}”: {error}")
            return _back(request)
    if day:
        said = _("“%(title)s” is moved to %(day)s.") % {"title": title, "day": date_format(day, "j E Y")}
    else:
        said = _("“%(title)s” has no day now.") % {"title": title}
    messages.success(request, said)
    return _back(request, f"#{kind}-{pk}")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    languages = [(code, name) for code, name in autonyms() if plans.may_plan(request.user, code)]
    if not languages:
        raise PermissionDenied
    first = {"day": days.read(request.GET.get("day", "")), "person": request.user.pk}
    if request.method == "POST":
        form = PlanForm(request.POST, languages=languages)
        if form.is_valid():
            plans.make(form.languages(), **form.values())
            messages.success(request, _("“%(title)s” is planned.") % {"title": form.cleaned_data["title"]})
            return redirect(_day_of(form.cleaned_data["day"]))
    else:
        form = PlanForm(initial=first, languages=languages)
    return TemplateResponse(request, "desk/budget/plan.html", {"form": form})


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned, to be changed, begun or deleted; when it was begun already, the story."""
    planned = _plan_for(request, pk)
    if planned.story_id:
        return redirect("wagtailadmin_pages:edit", planned.story_id)
    if request.method == "POST":
        form = PlanForm(request.POST, languages=[])
        if form.is_valid():
            for name, value in form.values().items():
                setattr(planned, name, value)
            planned.save()
            messages.success(request, _("“%(title)s” is saved.") % {"title": planned.title})
            return redirect(_day_of(planned.day))
    else:
        form = PlanForm(initial=initial(planned), languages=[])
    name = dict(autonyms()).get(planned.language, planned.language)
    return TemplateResponse(request, "desk/budget/plan.html", {"form": form, "plan": planned, "name": name})


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The planned story, as a draft to write in."""
    planned = _plan_for(request, pk)
    if planned.language not in dict(autonyms()):
        messages.error(request, _("The newsroom does not publish in this language any more. Delete this plan."))
        return redirect("desk_budget_plan", pk)
    story = plans.begin(planned, user=request.user)
    return redirect("wagtailadmin_pages:edit", story.pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what has no story: a story is deleted in its own place."""
    planned = _plan_for(request, pk)
    if planned.story_id:
        messages.warning(request, _("“%(title)s” is a story already, and stays.") % {"title": planned.title})
        return _back(request)
    planned.delete()
    messages.success(request, _("“%(title)s” is no longer planned.") % {"title": planned.title})
    return redirect(_day_of(planned.day))


def _plan_for(request: HttpRequest, pk: int) -> Plan:
    planned = get_object_or_404(Plan.objects.select_related("story"), pk=pk)
    if planned.language in dict(autonyms()):
        may = plans.may_plan(request.user, planned.language)
    else:
        may = bool(_may_plan(request.user))
    if not may:
        raise PermissionDenied
    return planned


def _day_of(day: date | None) -> str:
    return f"{reverse('desk_budget')}?day={day}" if day else reverse("desk_budget")
