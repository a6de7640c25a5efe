"""All readers as a file, after a second person approved it: the list of those who read is what is wanted most from outside."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from tamizdat.desk import second_person
from tamizdat.desk.letters import rights
from tamizdat.desk.letters.store import store
from tamizdat.letters import LettersError
from tamizdat.letters.moving import exporting

KIND = "export_readers"
second_person.KINDS[KIND] = second_person.Kind(
    label=gettext_lazy("An export of all readers"), command="tamizdat subscribers export FILE"
)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask with a reason; once it is approved, fetch the file, once."""
    rights.check(request, rights.READERS)
    if request.method == "POST":
        try:
            return _fetched(request) if request.POST.get("do") == "fetch" else _asked(request)
        except (second_person.SecondPersonError, LettersError) as error:
            messages.error(request, str(error))
            return redirect("desk_readers_export")
    context: dict[str, Any] = {
        "usable": second_person.usable(KIND, request.user),
        "waits": second_person.waiting().filter(kind=KIND, asked_by=request.user).first(),
    }
    return TemplateResponse(request, "desk/letters/export_all.html", context)


def _asked(request: HttpRequest) -> HttpResponse:
    reason = request.POST.get("reason", "")[:500]
    second_person.ask(KIND, user=request.user, summary=_("Export all readers"), reason=reason)
    messages.success(request, _("Asked for. Somebody else has to approve it on the page “Security”."))
    return redirect("desk_readers_export")


def _fetched(request: HttpRequest) -> HttpResponse:
    if second_person.usable(KIND, request.user) is None:
        second_person.use(KIND, request.user)  # says why not
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "readers.csv"
        number = exporting.run(store(), file)
        second_person.use(KIND, request.user)  # only when there is a file to give for it
        log(instance=request.user, action="tamizdat.readers_exported", user=request.user, data={"readers": number})
        answer = HttpResponse(file.read_bytes(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="readers-{timezone.now():%Y-%m-%d}.csv"'
    return answer
