"""Correct a published story in two steps: choose it, write the correction. It is published at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.locks import ScheduledForPublishLock

from tamizdat.kit.text import clean
from tamizdat.newsroom.actions import corrections
from tamizdat.newsroom.actions.corrections import Correction
from tamizdat.newsroom.models import Article, ArticleNote, CorrectionRecord


class CorrectionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (ArticleNote.Kind.CORRECTION, ArticleNote.Kind.CLARIFICATION)],
        initial=ArticleNote.Kind.CORRECTION.value,
        widget=forms.RadioSelect,
    )
    old = forms.CharField(
        label=gettext_lazy("Wrong words"),
        help_text=gettext_lazy("As they are in the published story. Leave empty to add only a note."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    new = forms.CharField(
        label=gettext_lazy("Right words"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    everywhere = forms.BooleanField(label=gettext_lazy("Replace them everywhere in the story"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for readers"),
        help_text=gettext_lazy("If empty, the note names the wrong and the right words."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any, story: Article) -> None:
        super().__init__(data)
        self._story = story
        for name in ("old", "new", "note"):
            self.fields[name].widget.attrs |= {"lang": story.language, "dir": "auto"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("old", "new"):
            given[name] = clean(given.get(name) or "")
        given["note"] = "\n".join(clean(line) for line in (given.get("note") or "").splitlines()).strip()
        old, new, note = given["old"], given["new"], given["note"]
        if self.errors:
            return given
        if new and not old:
            self.add_error("old", _("Say which words the right ones replace."))
        elif old and not new:
            self.add_error("new", _("Write the right words. To take words out, repeat some words beside them."))
        elif old and old == new:
            self.add_error("new", _("These are the same words."))
        elif not old and not note:
            self.add_error("note", _("Write the wrong and the right words, or a note."))
        elif not note and not corrections.sentence(self._story.language, old, new):
            self.add_error("note", _("Write the note: there is no sentence for it in this language yet."))
        return given

    def correction(self) -> Correction:
        return Correction(**self.cleaned_data)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    story: Article = get_object_or_404(Article, pk=pk)
    may = story.permissions_for_user(request.user)
    if not may.can_correct():
        raise PermissionDenied
    form = CorrectionForm(request.POST or None, story)
    if request.method == "POST" and is_locked(story, request.user):
        form.add_error(None, _("This story is locked by somebody who works on it. Ask them, or unlock it."))
    elif request.method == "POST" and form.is_valid() and is_done(story, form, request.user):
        messages.success(request, _("The correction of “%(headline)s” is published.") % {"headline": story.headline})
        return redirect("desk_corrections")
    return TemplateResponse(request, "desk/stories/correct.html", {"story": story, "form": form})


def is_locked(story: Article, user: Any) -> bool:
    """By somebody else. What is scheduled is locked against its form alone: a correction keeps the schedule."""
    lock = story.get_lock()
    return lock is not None and not isinstance(lock, ScheduledForPublishLock) and bool(lock.for_user(user))


def is_done(story: Article, form: CorrectionForm, user: Any) -> bool:
    """Publishes the correction, or says in the form why not."""
    try:
        corrections.correct(story, form.correction(), user=user)
    except corrections.NotPublic:
        form.add_error(None, _("This story is not published any more. Change it in its form."))
    except corrections.WordsNotFound:
        form.add_error(
            "old",
            _("The published story has no such words. Copy them from it, within one paragraph and whole words only."),
        )
    except corrections.SeveralPlaces as several:
        told = ngettext(
            "The story has these words in %(number)d place. Add words beside them, or replace them everywhere.",
            "The story has these words in %(number)d places. Add words beside them, or replace them everywhere.",
            several.number,
        )
        form.add_error("old", told % {"number": several.number})
    except ValidationError as error:
        form.add_error("new", " ".join(error.messages))
    else:
        return True
    return False


def corrected_since(story: Article) -> QuerySet[CorrectionRecord]:
    """Corrections of its siblings that are newer than this story's last change: it may need them, too."""
    found = CorrectionRecord.objects.filter(translation_key=story.translation_key).exclude(story=story.pk)
    since = story.latest_revision_created_at
    return found.filter(recorded_at__gt=since) if since else found
