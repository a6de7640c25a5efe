"""The letters: their list, a new one, which is filled by the rule of its list, and the form with the preview beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.ui.autosave import AutosaveIndicator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import registry

from tamizdat.desk import picking
from tamizdat.desk.comparing import Difference
from tamizdat.desk.deleting import IntoTheBin
from tamizdat.desk.languages import autonyms
from tamizdat.desk.letters import checks, rights, versions
from tamizdat.desk.letters.forms import LETTER
from tamizdat.desk.letters.preview import LOOKS
from tamizdat.desk.nouns import noun
from tamizdat.desk.unfinished import KEPT, SavesTheRest, alone
from tamizdat.newsroom.actions import letter_states, letters
from tamizdat.newsroom.models import Article, Letter, LetterList, LetterText


class LetterIndex(noun.NounList):
    default_ordering = ("-pk",)

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("list").prefetch_related("list__texts")


class NewLetter(generic.CreateView):
    """A letter of a list, filled by the list's rule: one click, and the form is open."""

    template_name = "desk/letters/new.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return TemplateResponse(request, self.template_name, {"lists": LetterList.objects.prefetch_related("texts")})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("list", "")
        row = LetterList.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 10 else None
        if row is None:
            messages.error(request, _("Choose a list."))
            return self.get(request)
        letter = letters.create(row, user=request.user)
        return redirect("desk_letters:edit", letter.pk)


class LetterForm(SavesTheRest, generic.EditView):
    """Saves itself, as a story does. A letter that is being sent, or was, keeps its text. One that was approved, and is changed
    by somebody who may not send it, waits for approval again. A letter has no older versions: a form that was made from another
    version than the saved one is refused, and shown again with both texts side by side."""

    template_name = "desk/letters/edit.html"
    differences: list[Difference] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with alone(request, Letter, self.object_pk):
            letter = get_object_or_404(Letter, pk=self.object_pk)
            if letter.state in letter_states.WRITTEN:
                return super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            told = _("This letter was sent meanwhile: its text stays as it was. Your last changes are not saved.")
            if self.expects_json_response:
                return self.json_error_response("invalid_revision", told)
            messages.error(request, told)
        return redirect("desk_letter_sending", letter.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if request.POST.get(versions.LOADED) != versions.version(self.object):
            return self._refused()
        if versions.REPLACES in request.POST:
            versions.emptied(self.object)
        if KEPT in request.POST:
            return self.shown_again(request.POST)
        return super().post(request, *args, **kwargs)

    def bound(self, data: QueryDict) -> Any:
        return self.get_form_class()(**self.get_form_kwargs() | {"data": data})

    def _refused(self) -> HttpResponse:
        if self.expects_json_response:
            told = _("%(name)s changed this letter meanwhile. Press Save to see both texts.")
            return self.json_error_response("invalid_revision", told % {"name": self._by_whom()})
        saved = versions.saved_lines(self.object)
        versions.emptied(self.object)
        self.form = self.bound(versions.without_numbers(self.request.POST))
        self.form.is_valid()
        self.differences = versions.differences(saved, versions.sent_lines(self.form))
        return self.render_to_response(self.get_context_data())

    def _by_whom(self) -> str:
        last = registry.get_logs_for_instance(self.object).select_related("user").first()
        if last is None or last.user_id is None:
            return str(_("Somebody"))
        return str(_("You, in another window,") if last.user_id == self.request.user.pk else last.user_display_name)

    def save_instance(self) -> Any:
        letter = super().save_instance()
        if letter.state == Letter.State.APPROVED and not rights.may_send(self.request.user):
            letter_states.ask_for_approval(letter, user=self.request.user)
        return letter

    def get_success_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = super().get_success_json()
        answer["field_updates"][versions.LOADED] = versions.version(self.object)
        return answer

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    @property
    def header_buttons(self) -> list[Any]:
        address = reverse("desk_letter_sending", args=[self.object.pk])
        return [HeaderButton(label=_("Test and send"), url=address, icon_name="mail", priority=10)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.expects_json_response:
            return context  # what an autosave answers has neither preview nor checks
        written = {text.language for text in LetterText.objects.filter(of=self.object.pk)}
        languages = [(code, name) for code, name in autonyms() if code in written] or autonyms()
        return context | {
            "autosave_enabled": self.differences is None,  # whoever sees two texts decides which is saved
            "autosave_interval": settings.WAGTAIL_AUTOSAVE_INTERVAL,
            "autosave_indicator": AutosaveIndicator(),
            "looks": LOOKS.items(),
            "languages": languages,
            "found": checks.findings(Letter.objects.get(pk=self.object.pk)),
            "loaded": versions.version(self.object),
            "replaces": self.differences is not None or versions.REPLACES in self.request.POST,
            "differences": self.differences,
            "by_whom": self._by_whom() if self.differences is not None else "",
        }


class LetterDelete(IntoTheBin):
    """A letter that is being sent, or was, stays: its readers have it, and its page is in the archive."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state not in letter_states.WRITTEN:
            messages.error(request, _("“%(name)s” was not deleted: it was sent.") % {"name": self.object})
            return redirect("desk_letters:index")
        return super().post(request, *args, **kwargs)


def _state(row: Letter) -> Any:
    return row.get_state_display()


def _to_be_sent(row: Letter) -> str:
    """When, in the newsroom's time; Wagtail's own column says how long ago, which a moment to come is not."""
    if row.state == Letter.State.APPROVED and row.send_at:
        return date_format(timezone.localtime(row.send_at), "j E Y, H:i")
    if row.state == Letter.State.DRAFT:
        return _("Not scheduled")
    return _("After approval") if row.state == Letter.State.WAITING else ""


class LetterViews(noun.NounViews):
    model = Letter
    menu_label = gettext_lazy("Letters")
    icon = "mail"
    url_prefix = "letters"
    index_view_class = LetterIndex
    add_view_class = NewLetter
    edit_view_class = LetterForm
    delete_view_class = LetterDelete
    edit_handler = LETTER
    search_fields = ["texts__subject"]
    ordering = "-pk"
    list_display = [
        "__str__",
        Column("list", label=gettext_lazy("List"), accessor="list"),
        Column("state", label=gettext_lazy("State"), accessor=_state),
        Column("send_at", label=gettext_lazy("To be sent"), accessor=_to_be_sent),
        DateColumn("sent_at", label=gettext_lazy("Sent")),
        noun.LANGUAGES_COLUMN,
    ]


@never_cache
@require_GET
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the checks find in the letter as it was saved last: a part of a page."""
    rights.check(request, rights.WRITE)
    letter = get_object_or_404(Letter, pk=pk)
    return TemplateResponse(request, "desk/letters/findings.html", {"found": checks.findings(letter)})


@require_GET
def stories(request: HttpRequest) -> HttpResponse:
    """Published stories for the field that searches, each once with its headline in the desk's language or another: those that
    hold the words, else the newest. A part of a letter names a story by its translation_key."""
    rights.check(request, rights.WRITE)
    rows = picking.published(request.GET.get("q", "")).select_related("locale")
    found: dict[Any, Article] = {}
    for row in rows[: picking.MOST * len(settings.LANGUAGES)]:
        if row.translation_key not in found or row.locale.language_code == get_language():
            found[row.translation_key] = row
    return picking.offer([(str(key), row) for key, row in list(found.items())[: picking.MOST]])
