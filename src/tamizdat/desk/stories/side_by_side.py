"""Original and translation in one view, paragraph by paragraph: where the original changed, and what only a machine has read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from tamizdat.desk.comparing import changes, label_of
from tamizdat.newsroom import parts
from tamizdat.newsroom.actions import machine_drafts, translated_parts, translations
from tamizdat.newsroom.actions.translated_parts import Row
from tamizdat.newsroom.machine import TranslationError
from tamizdat.newsroom.models import Article


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`original` is one text with what was added to it and taken out since somebody last looked."""

    row: Row
    label: str | Promise
    original: list[tuple[str, str]]
    edit: str
    is_next: bool = False
    """Whether it is the first that waits for somebody."""


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """By POST: `check`, the digest of a change for which the translation needs nothing more; `read`, the number and the place of
    a paragraph of a machine's draft that the person has read; `machine`: to translate what nobody has translated yet."""
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    source = translations.source(story)
    if source is None:
        return redirect("wagtailadmin_pages:edit", pk)
    if request.method == "POST":
        anchor = _decide(request, story)
        return redirect(reverse("desk_side_by_side", args=[pk]) + anchor)
    rows = [_shown(row, story) for row in translated_parts.rows(story)]
    if waiting := [n for n, one in enumerate(rows) if one.row.is_open or one.row.is_machine]:
        rows[waiting[0]] = replace(rows[waiting[0]], is_next=True)
    context = {
        "story": story,
        "original": source,
        "rows": rows,
        "open": sum(one.row.is_open for one in rows),
        "unread": sum(one.row.is_machine for one in rows),
        "machine": machine_drafts.is_offered(source.language, story.language),
    }
    return TemplateResponse(request, "desk/stories/side_by_side.html", context)


def _decide(request: HttpRequest, story: Article) -> str:
    """Answers where on the page the person goes on."""
    number, _mark, place = request.POST.get("read", "").partition(" ")
    if "machine" in request.POST:
        fill_by_machine(request, story)
        return ""
    if "check" in request.POST:
        done = translated_parts.check(story, request.POST["check"], user=request.user)
    else:
        done = number.isascii() and number.isdigit() and translated_parts.read(story, int(number[:6]), place)
    if not done:
        told = _("This paragraph was changed meanwhile, or somebody has already looked at it. Nothing was done.")
        messages.warning(request, told)
    return "#next"


def fill_by_machine(request: HttpRequest, story: Article) -> None:
    """What nobody has translated yet, by a machine; what a person wrote stays."""
    lock = story.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return
    try:
        number = machine_drafts.fill(story, user=request.user)
    except TranslationError:
        told = _(
            "The machine translated nothing; the text stayed as it was. Ask your administrator to look at apertium."
        )
        messages.error(request, told)
        return
    if number:
        messages.success(request, _("A machine translated this draft. Read each part before it is published."))
    else:
        messages.warning(request, _("Nothing was left to translate: each part has words of its own."))


def _shown(row: Row, story: Article) -> Shown:
    before = row.change.before.text if row.change.before else ""
    after = row.change.after.text if row.change.after else ""
    part = row.translation
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    if part and part.place not in parts.WORDS:
        edit += f"#block-{part.place}-section"
    return Shown(
        row=row,
        label=label_of(row.part),
        original=changes(before, after) if row.is_open else [("equal", after)],
        edit=edit,
    )
