"""The table of stories and their languages: what is not translated, what is published, and what is behind its original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from tamizdat.desk import choices
from tamizdat.desk.budget.filters import one_of, people
from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom.actions import translations
from tamizdat.newsroom.actions.translations import Behind
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import in_bin

A_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A story in one language; without `state` there is none, and `url` begins it where the person may."""

    language: str
    name: str
    url: str = ""
    state: str = ""
    word: str | Promise = ""
    behind: str = ""
    compare: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    story: Article
    cells: list[Cell]


class Narrowing(forms.Form):
    """Each field that is left out or wrong narrows nothing."""

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="languages-%s", label_suffix="")
        self.fields["language"] = one_of(gettext_lazy("Original in"), autonyms())
        self.fields["missing"] = one_of(gettext_lazy("Not yet in"), autonyms())
        self.fields["topic"] = one_of(gettext_lazy("Topic"), choices.topics())
        self.fields["region"] = one_of(gettext_lazy("Region"), choices.regions())
        self.fields["person"] = one_of(gettext_lazy("Person"), people())

    def narrow(self, stories: Any) -> Any:
        self.is_valid()
        columns = {
            "language": "locale__language_code",
            "topic": "topics",
            "region": "regions",
            "person": "assignment__assigned_to",
        }
        given = self.cleaned_data
        stories = stories.filter(**{columns[name]: given[name] for name in columns if given.get(name)})
        if missing := given.get("missing"):
            there = Article.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=missing)
            stories = stories.exclude(Exists(there))
        return stories


class LanguagesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return len(autonyms()) > 1


def menu_item() -> MenuItem:
    return LanguagesItem(
        gettext_lazy("Translations"), reverse("desk_languages"), name="translations", icon_name="globe", order=107
    )


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The stories that were begun last come first. Their number is not counted: that would read the whole archive."""
    form = Narrowing(request.GET)
    page = _page(request)
    start = (page - 1) * A_PAGE
    found = list(form.narrow(_originals()).select_related("locale")[start : start + A_PAGE + 1])
    context = {
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "languages": autonyms(),
        "rows": _rows(found[:A_PAGE], request.user),
        "newer": _address(request, page - 1) if page > 1 else "",
        "older": _address(request, page + 1) if len(found) > A_PAGE else "",
    }
    return TemplateResponse(request, "desk/stories/languages.html", context)


@require_http_methods(["GET", "POST"])
def up_to_date(request: HttpRequest, pk: int) -> HttpResponse:
    """What the translation lacks; and that somebody compared the two and finds nothing missing."""
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    source = translations.source(story)
    if source is None:
        return redirect("wagtailadmin_pages:edit", pk)
    if request.method == "POST":
        translations.declare_up_to_date(story, user=request.user)
        messages.success(request, _("“%(headline)s” is up to date.") % {"headline": story.get_admin_display_title()})
        return redirect("desk_languages")
    context = {"story": story, "original": source, "behind": behind_in_words(translations.behind(story))}
    return TemplateResponse(request, "desk/stories/up_to_date.html", context)


def behind_in_words(behind: Behind) -> str:
    """Such as “Behind: 2 edits, 1 correction”; empty when nothing is missing."""
    parts = []
    if behind.edits:
        parts.append(ngettext("%(number)s edit", "%(number)s edits", behind.edits) % {"number": behind.edits})
    if behind.corrections:
        counted = ngettext("%(number)s correction", "%(number)s corrections", behind.corrections)
        parts.append(counted % {"number": behind.corrections})
    return _("Behind: %(what)s") % {"what": ", ".join(parts)} if parts else ""


def _originals() -> Any:
    earlier = Article.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    stories = Article.objects.filter(~Exists(earlier), killed_at=None).exclude(pk__in=in_bin(Article.kind))
    return stories.order_by("-pk").defer_streamfields()


def _rows(originals: list[Article], user: Any) -> list[Row]:
    keys = [story.translation_key for story in originals]
    found = Article.objects.filter(translation_key__in=keys).exclude(pk__in=in_bin(Article.kind))
    siblings = list(found.select_related("locale").annotate_approved_schedule().defer_streamfields())
    behind = translations.behind_all(siblings)
    by_place = {(story.translation_key, story.language): story for story in siblings}
    rows = []
    for original in originals:
        may = original.permissions_for_user(user).can_translate()
        cells = []
        for code, name in autonyms():
            story = by_place.get((original.translation_key, code))
            if story is None:
                url = reverse("desk_translate", args=[original.pk, code]) if may else ""
                cells.append(Cell(language=code, name=name, url=url))
            else:
                cells.append(_cell(story, name, behind_in_words(behind[story.pk])))
        rows.append(Row(story=original, cells=cells))
    return rows


def _cell(story: Article, name: str, behind: str) -> Cell:
    how = state(story)
    return Cell(
        language=story.language,
        name=name,
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
        state=how,
        word=WORDS[how],
        behind=behind,
        compare=reverse("desk_up_to_date", args=[story.pk]) if behind else "",
    )


def _page(request: HttpRequest) -> int:
    text = request.GET.get("p", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["p"] = str(page)
    return f"?{query.urlencode()}"
