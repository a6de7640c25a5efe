"""Begin a story, or its sibling in another language."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.copying import warn_of_kill
from tamizdat.desk.stories.side_by_side import fill_by_machine
from tamizdat.newsroom.actions import machine_drafts, translations
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.permissions import reach


def new(request: HttpRequest, language: str = "") -> HttpResponse:
    """An empty form in `language`; with several languages that the person may write in and none named, the question which."""
    languages = [(code, name) for code, name in autonyms() if reach(request.user).has_language(code)]
    if not languages:
        raise PermissionDenied
    if not language and len(languages) > 1:
        return TemplateResponse(request, "desk/stories/which_language.html", {"languages": languages})
    language = language or languages[0][0]
    if language not in dict(languages):
        raise Http404(language)
    return redirect("wagtailadmin_pages:add", "newsroom", "article", folder(language).pk)


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """After a question, a draft of the sibling in `language`; or at once the sibling that there is already."""
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_translate(language):
        raise PermissionDenied
    names = dict(autonyms())
    if language not in names:
        raise Http404(language)
    found = translations.sibling(story, language)
    offered = machine_drafts.is_offered(story.language, language)
    if found is None and request.method == "GET":
        warn_of_kill(request, story)
        context = {"story": story, "language": language, "name": names[language], "machine": offered}
        return TemplateResponse(request, "desk/stories/translate.html", context)
    if found is None:
        found = translations.begin(story, language, user=request.user)
        if offered and "machine" in request.POST:
            fill_by_machine(request, found)
            return redirect("desk_side_by_side", found.pk)
        messages.success(request, _("A draft with the text of the original. Translate it here."))
    return redirect("wagtailadmin_pages:edit", found.pk)
