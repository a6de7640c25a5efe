"""One letter on its way: a test, the approval, the moment, the sending itself and what became of it."""

from __future__ import annotations

import time
from html import unescape
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import linebreaks, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from tamizdat.desk.languages import autonyms
from tamizdat.desk.letters import checks, rights, wired
from tamizdat.desk.letters.said import in_words_of_the_desk
from tamizdat.desk.letters.store import by_list, store
from tamizdat.desk.moments import MomentField, MomentInput
from tamizdat.letters import LettersError, progress
from tamizdat.letters.store import senders, sends
from tamizdat.newsroom.actions import letter_states, letters
from tamizdat.newsroom.models import Letter

SENT = (Letter.State.SENDING, Letter.State.SENT)
ALIVE = 60
"""Seconds after which a sender that was not seen is not running."""
STATES = {
    sends.PREPARING: gettext_lazy("Being prepared"),
    sends.WAITING: gettext_lazy("Waiting for the sender"),
    sends.SENDING: gettext_lazy("Being sent"),
    sends.PAUSED: gettext_lazy("Paused"),
    sends.CANCELLED: gettext_lazy("Cancelled"),
    sends.DONE: gettext_lazy("Done"),
}
FIGURES = {
    "handed_over": (gettext_lazy("Handed over"), gettext_lazy("The mail server took it.")),
    "waiting": (gettext_lazy("Waiting"), gettext_lazy("Not tried yet.")),
    "deferred": (gettext_lazy("Deferred"), gettext_lazy("The receiving server asked to try again later.")),
    "bounced": (gettext_lazy("Bounced"), gettext_lazy("There is no such mailbox. These readers get no more letters.")),
    "given_up": (gettext_lazy("Given up"), gettext_lazy("Refused, or tried for too long.")),
    "uncertain": (gettext_lazy("Uncertain"), gettext_lazy("The connection broke before the server answered.")),
    "cancelled": (gettext_lazy("Cancelled"), gettext_lazy("Not sent.")),
}
"""Label and note of each kind of delivery."""
VERBS = frozenset(["test", "wait", "approve", "back", "send", "pause", "resume", "cancel", "again", "correct", "note"])


class TestForm(forms.Form):
    address = forms.EmailField(label=gettext_lazy("Your email address"))


class MomentForm(forms.Form):
    at = MomentField(label=gettext_lazy("Send at"), widget=MomentInput)

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This time is past. Choose a later one."))
        return at


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with the letter now. A POST says which of VERBS in `do`."""
    rights.check(request, rights.WRITE)
    letter = get_object_or_404(Letter.objects.select_related("list"), pk=pk)
    verb = request.POST.get("do", "")
    if request.method == "POST" and verb not in VERBS:
        raise Http404
    if verb and verb not in ("test", "wait") and not rights.may_send(request.user):
        raise PermissionDenied
    test = TestForm(request.POST if verb == "test" else None, initial={"address": getattr(request.user, "email", "")})
    moment = MomentForm(request.POST if verb == "approve" else None, initial={"at": letter.send_at})
    asked = {"test": test, "approve": moment}.get(verb)
    if asked and not asked.is_valid():
        return _page(request, letter, test, moment)
    asks_first = verb in ("send", "again", "cancel") or (verb == "resume" and letter.stopped_by)
    if asks_first and "sure" not in request.POST:
        return TemplateResponse(request, "desk/letters/sure.html", _context(request, letter) | {"verb": verb})
    if verb in ("correct", "note") and letter.state not in SENT:
        raise Http404
    if verb == "correct":
        return _corrected(request, letter)
    if verb == "note":
        return _noted(request, letter)
    if verb:
        try:
            _do(verb, letter, request, test, moment)
        except (LettersError, wired.NotPossible) as error:
            messages.error(request, in_words_of_the_desk(error))
        return redirect("desk_letter_sending", letter.pk)
    return _page(request, letter, test, moment)


def _corrected(request: HttpRequest, letter: Letter) -> HttpResponse:
    """A draft to the readers who have the letter, open to be written."""
    note = letters.note_of_withdrawal(letter, letter.stopped_by, user=request.user)
    return redirect("desk_letters:edit", note.pk)


def _noted(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The note on the letter's page: all that can still be changed of it. A language that the form lacks keeps its own."""
    texts = list(letter.texts.all())
    for text in texts:
        written = "\n".join(request.POST.get(f"note-{text.language}", _words(text.note)).split("\r\n")).strip()
        if written != _words(text.note):
            text.note = linebreaks(written, autoescape=True) if written else ""
    letter.texts.set(texts)
    letter.save()
    log(instance=letter, action="wagtail.edit", user=request.user)
    messages.success(request, _("The note is saved."))
    return redirect("desk_letter_sending", letter.pk)


def _words(note: str) -> str:
    return unescape(strip_tags(note)).strip()


def _do(verb: str, letter: Letter, request: HttpRequest, test: TestForm, moment: MomentForm) -> None:
    user = request.user
    if verb == "test":
        wired.send_test(letter, test.cleaned_data["address"])
        messages.success(request, _("The test is on its way."))
    elif verb == "wait":
        letter_states.ask_for_approval(letter, user=user)
    elif verb == "approve":
        letter_states.approve(letter, send_at=moment.cleaned_data["at"], user=user)
    elif verb == "back":
        letter_states.back_to_draft(letter, user=user)
    elif verb == "send":
        wired.start(letter)
        log(instance=letter, action="tamizdat.send_letter", user=user)
    elif letter.send is None:
        raise Http404
    else:
        _change_send(verb, letter, request)


def _change_send(verb: str, letter: Letter, request: HttpRequest) -> None:
    assert letter.send
    if verb == "pause":
        done = sends.pause(store(), letter.send)
    elif verb == "resume":
        done = sends.resume(store(), letter.send)
    elif verb == "cancel":
        done = sends.cancel(store(), letter.send, int(time.time()))
    else:
        number = sends.resend_uncertain(store(), letter.send, int(time.time()))
        said = ngettext("%(number)d letter is sent again.", "%(number)d letters are sent again.", number)
        messages.success(request, said % {"number": number})
        done = True
    if not done:
        messages.warning(request, _("Nothing was changed: the sending had already gone on. Its state is below."))
        return
    log(instance=letter, action=f"tamizdat.{verb}_letter", user=request.user)


def _page(request: HttpRequest, letter: Letter, test: TestForm, moment: MomentForm) -> HttpResponse:
    return TemplateResponse(
        request, "desk/letters/sending.html", _context(request, letter) | {"test": test, "moment": moment}
    )


def _context(request: HttpRequest, letter: Letter) -> dict[str, Any]:
    names, readers = dict(autonyms()), _readers(letter)
    return {
        "letter": letter,
        "readers": readers,
        "has_readers": any(number for _name, number, _gets in readers),
        "found": checks.findings(letter) if letter.state not in SENT else [],
        "is_sent": letter.state in SENT,
        "may_send": rights.may_send(request.user),
        "notes": [
            (text.language, names.get(text.language, text.language), _words(text.note)) for text in letter.texts.all()
        ],
        "zone": settings.TIME_ZONE,
        **_progress(letter),
    }


def _readers(letter: Letter) -> list[tuple[str, int, bool]]:
    """(language, readers, whether they get it) of each language that has readers or a text."""
    figures = by_list().get(letter.list_id)
    numbers = figures.by_language if figures else {}
    written = {text.language for text in letter.texts.all() if text.subject.strip()}
    return [
        (name, numbers.get(code, 0), code in written)
        for code, name in autonyms()
        if numbers.get(code) or code in written
    ]


@never_cache
@require_GET
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of the sending as they are now: a part of a page."""
    rights.check(request, rights.WRITE)
    letter = get_object_or_404(Letter, pk=pk)
    return TemplateResponse(request, "desk/letters/progress.html", {"letter": letter, **_progress(letter)})


def _progress(letter: Letter) -> dict[str, Any]:
    if letter.send is None:
        return {}
    try:
        status = sends.status(store(), letter.send)
        why = in_words_of_the_desk(sends.why_paused(store(), letter.send) or progress.trouble(store()))
        living = any(seen > time.time() - ALIVE for _name, _process, seen in senders.every(store()))
    except LettersError as error:
        return {"trouble": in_words_of_the_desk(error)}
    return {
        "status": status,
        "word": STATES.get(status.state, status.state),
        "figures": [
            (FIGURES[kind][0], number, FIGURES[kind][1])
            for kind, number in progress.figures(status).items()
            if number or kind == "handed_over"
        ],
        "finished": status.all - status.waiting - status.deferred,
        "why": why,
        "no_sender": not living and status.state in (sends.WAITING, sends.SENDING),
    }
