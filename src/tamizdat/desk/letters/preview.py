"""A letter as its readers would get it: HTML in light and dark, the text part, the small text-only variant."""

from __future__ import annotations

import re
from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamizdat.desk.letters import rights, wired
from tamizdat.desk.letters.said import in_words_of_the_desk
from tamizdat.newsroom.models import Letter

LOOKS = {
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "phone": gettext_lazy("Phone"),
    "text": gettext_lazy("Text part"),
    "text-only": gettext_lazy("Text-only letter"),
}
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
"""A mail runs no script. It counts as one of the desk's pages, or the desk's pictures would not load in it, and the form could
not keep its place in the text."""
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_PLACEHOLDER = re.compile(r"\{\{(confirm|preferences|leave|address)\}\}")


@never_cache
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it was saved last, in `language`, in one of LOOKS."""
    rights.check(request, rights.WRITE)
    letter = get_object_or_404(Letter, pk=pk)
    language, look = request.GET.get("language", settings.LANGUAGE_CODE), request.GET.get("as", "light")
    if language not in dict(settings.LANGUAGES) or look not in LOOKS:
        raise Http404
    try:
        draft = wired.compose(letter, language)
    except wired.NotPossible as error:
        return framed(_plain(in_words_of_the_desk(error), language, _("No preview")))
    if draft is None:
        return framed(_plain(_("The letter has no text in this language yet."), language, _("No preview")))
    return framed(_shown(draft, language, look))


def framed(body: str) -> HttpResponse:
    """HTML of a mail, to be shown in a frame of the desk."""
    response = HttpResponse(body)
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _shown(draft: wired.Draft, language: str, look: str) -> str:
    if look == "text":
        return _plain(_filled(draft.text), language)
    if look == "text-only":
        return _plain(_filled(draft.text_only), language)
    return _DARK.sub("@media all" if look == "dark" else "@media not all", _filled(draft.html))


def _filled(text: str) -> str:
    """With addresses that a reader would see in the place of those that each gets for themselves."""
    site = settings.NEWSROOM.canonical
    return _PLACEHOLDER.sub(lambda match: f"{site}/#{match[1]}", text).replace("{{site}}", site)


def _plain(text: str, language: str, title: str = "") -> str:
    head = f"<h1>{escape(title)}</h1>" if title else ""
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title>{escape(title or _("Text part"))}</title>'
        "<style>body{font:14px/1.5 ui-monospace,monospace;margin:1rem;background:#fff;color:#111}"
        "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}</style>"
        f'{head}<pre dir="auto">{escape(text)}</pre>'
    )
