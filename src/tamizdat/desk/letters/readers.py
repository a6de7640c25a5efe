"""Who reads the letters: counts for everyone who writes letters, single people for those alone who have that right.

An address is looked for by POST, so that it is in no log of addresses, and only whole: nobody browses through readers.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from tamizdat.desk.languages import autonyms
from tamizdat.desk.letters import rights
from tamizdat.desk.letters.said import in_words_of_the_desk
from tamizdat.desk.letters.store import key, store
from tamizdat.letters import LettersError, persons
from tamizdat.letters.store import consents, figures, readers, shown
from tamizdat.newsroom.models import LetterList, SiteSettings

MONTHS = 12
STATES = {
    readers.PENDING: gettext_lazy("Has not confirmed yet"),
    readers.ACTIVE: gettext_lazy("Gets letters"),
    readers.LEFT: gettext_lazy("Left"),
    readers.BOUNCED: gettext_lazy("Cannot be reached"),
    readers.COMPLAINED: gettext_lazy("Complained"),
}
STEPS = {
    consents.ASKED: gettext_lazy("Asked for letters"),
    consents.CONFIRMED: gettext_lazy("Confirmed"),
    consents.CHANGED: gettext_lazy("Changed the choice"),
    consents.PAUSED: gettext_lazy("Paused"),
    consents.LEFT: gettext_lazy("Left"),
    consents.IMPORTED: gettext_lazy("Imported"),
    consents.COMPLAINED: gettext_lazy("Complained"),
    consents.BOUNCED: gettext_lazy("A letter came back"),
    consents.ERASED: gettext_lazy("Erased"),
}
WAYS = {
    "form": gettext_lazy("by the form"),
    "mail": gettext_lazy("by mail"),
    "import": gettext_lazy("by an import"),
    "desk": gettext_lazy("at the desk"),
    "webhook": gettext_lazy("by the mail provider"),
}


class FindForm(forms.Form):
    address = forms.CharField(label=gettext_lazy("Email address"), max_length=320)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The counts; and a whole address that is looked for."""
    rights.check(request, rights.WRITE)
    may_see = rights.may_see_readers(request.user)
    find = FindForm(request.POST or None)
    context: dict[str, Any] = {"may_see": may_see, "find": find}
    try:
        if request.method == "POST":
            rights.check(request, rights.READERS)
            if find.is_valid():
                found = readers.by_address(store(), find.cleaned_data["address"])
                if found:
                    return redirect("desk_reader", found.id)
                find.add_error("address", _("There is no reader with this address."))
        context |= _counts()
    except LettersError as error:
        context["trouble"] = in_words_of_the_desk(error)
    return TemplateResponse(request, "desk/letters/readers.html", context)


def _counts() -> dict[str, Any]:
    by_list, languages = figures.by_list(store()), autonyms()
    rows = []
    for row in LetterList.objects.prefetch_related("texts"):
        one = by_list.get(row.pk, figures.Figures())
        rows.append((str(row), one, [one.by_language.get(code, 0) for code, _name in languages]))
    return {"rows": rows, "languages": languages, "months": figures.by_month(store(), MONTHS)}


@never_cache
@require_http_methods(["GET"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A person: what they chose and what they agreed to."""
    rights.check(request, rights.READERS)
    try:
        reader = readers.one(store(), number)
        if reader is None:
            raise Http404
        context = {
            "reader": reader,
            "state": STATES.get(reader.state, reader.state),
            "language": dict(autonyms()).get(reader.language, reader.language),
            "subscriptions": _subscriptions(number),
            "steps": _steps(number),
            "paused_until": reader.paused_until and _moment(reader.paused_until),
        }
    except LettersError as error:
        context = {"trouble": in_words_of_the_desk(error)}
    return TemplateResponse(request, "desk/letters/reader.html", context)


def _subscriptions(number: int) -> list[tuple[str, Any, datetime]]:
    names = {row.pk: str(row) for row in LetterList.objects.prefetch_related("texts")}
    found = readers.subscriptions(store(), number)
    return [
        (names.get(each.list, f"{each.list}"), STATES.get(each.state, each.state), _moment(each.since))
        for each in found
    ]


def _steps(number: int) -> list[dict[str, Any]]:
    names = {row.pk: str(row) for row in LetterList.objects.prefetch_related("texts")}
    return [
        {
            "at": _moment(each.at),
            "what": STEPS.get(each.action, each.action),
            "how": WAYS.get(each.how, each.how),
            "list": names.get(each.list, ""),
            "shown": shown.text(store(), each.shown) if each.shown else "",
            "language": each.language,
        }
        for each in consents.of_reader(store(), number)
    ]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@require_POST
def export(request: HttpRequest, number: int) -> HttpResponse:
    """All that is stored about a person, as a file."""
    rights.check(request, rights.READERS)
    try:
        found = persons.person(store(), number)
    except LettersError as error:
        messages.error(request, in_words_of_the_desk(error))
        return redirect("desk_readers")
    log(instance=SiteSettings.get(), action="tamizdat.export_reader", user=request.user)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reader-{number}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """After a question. The record says that somebody was erased, not who."""
    rights.check(request, rights.READERS)
    try:
        reader = readers.one(store(), number)
        if reader is None:
            raise Http404
        if request.method != "POST":
            return TemplateResponse(request, "desk/letters/erase.html", {"reader": reader})
        persons.erase(store(), key(), number, int(time.time()))
        log(instance=SiteSettings.get(), action="tamizdat.erase_reader", user=request.user)
        messages.success(request, _("The reader is erased. Only backups made earlier still have the address."))
    except LettersError as error:
        messages.error(request, in_words_of_the_desk(error))
    return redirect("desk_readers")
