"""What somebody with a preview link gets: the story in a frame, a box for comments, and two buttons.

No account, no cookie, no script of ours; the address is all that is needed, so nothing of these pages is stored or passed on.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from tamizdat.desk import media, preview
from tamizdat.desk.languages import autonyms
from tamizdat.desk.models import OutsideAnswer, PreviewLink, SeenPage
from tamizdat.desk.outside import links
from tamizdat.kit.text import clean

logger = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = ("en", "ru")
"""Languages of the page beside the story's."""
PAGE, CLOSED = "outside/page.html", "outside/closed.html"
_SHOWN_SALT = "tamizdat.desk.outside.shown"


def _not_wired(template: str, language: str, **values: object) -> bytes:
    raise preview.PreviewError("The desk was started without the renderer of pages. Start it with `tamizdat serve`.")


render: Callable[..., bytes] = _not_wired
"""A page of the theme from a template, a language and values: config/wiring.py sets it."""


@csrf_exempt  # no cookie says who asks: whoever sends the form has the secret address, and a signature out of the page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The story, with the box for comments."""
    link = links.of_token(token)
    if link is None:
        return _closed(request)
    try:
        return _answered(request, link, token) if request.method == "POST" else _opened(request, link, token)
    except links.TooMany:
        return _closed(request, "busy", 429)


@require_GET
def story(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """The page that the link showed, for the frame."""
    link = links.of_token(token)
    seen = SeenPage.objects.filter(link=link, pk=pk).first() if link else None
    if seen is None:
        return _closed(request)
    response = HttpResponse(_for(token, links.bytes_of(seen)))
    return _private(response, preview.POLICY)


@require_GET
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A size of a picture that a page showed."""
    _shown_or_404(token, f"{preview.PICTURES}{name}")
    return _private(media.serve_size(request, name))


@require_GET
def file(request: HttpRequest, token: str, start: str, name: str) -> HttpResponseBase:
    """A recording or document that a page showed."""
    _shown_or_404(token, f"{preview.FILES}{start}/{name}")
    return _private(media.serve_attachment(request, start, name))


def _shown_or_404(token: str, address: str) -> None:
    link = links.of_token(token)
    wanted = re.compile(re.escape(address.encode()) + rb"(?![\w.%-])")
    if link is None or not any(wanted.search(links.bytes_of(seen)) for seen in link.pages.order_by("-at")[:20]):
        raise Http404


def _opened(request: HttpRequest, link: PreviewLink, token: str) -> HttpResponse:
    draft, revision = links.draft_of(link)
    try:
        shown = preview.render_article(draft)
    except Exception:
        # A draft may be half-written. Who wrote it sees what is wrong in the desk's own preview.
        logger.exception("Story %s could not be shown by a preview link.", link.story_id)
        return _closed(request, "broken", 503)
    if request.method == "HEAD":  # programs that look at an address in a message ask so
        return _private(HttpResponse())
    return _page(request, link, token, links.open_page(link, shown, revision))


def _answered(request: HttpRequest, link: PreviewLink, token: str) -> HttpResponse:
    verdict = request.POST.get("verdict", "")
    text = _paragraphs(request.POST.get("text", ""))
    quote = clean(request.POST.get("quote", ""))
    seen = SeenPage.objects.filter(pk=_seen_by(request.POST.get("shown", "")), link=link).first()
    if seen is None:
        return _closed(request)
    typed = {"text": text, "quote": quote}  # nothing of it is lost
    if verdict not in OutsideAnswer.Verdict.values or (verdict == OutsideAnswer.Verdict.COMMENT and not text):
        return _page(request, link, token, seen, wrong="empty", **typed)
    if len(text) > links.LONGEST_TEXT or len(quote) > links.LONGEST_QUOTE:
        return _page(request, link, token, seen, wrong="long", **typed)
    links.answer(link, seen, verdict=verdict, quote=quote, text=text)
    response = HttpResponse(status=303)
    response["Location"] = f"{reverse('outside', args=[token])}?language={_language(request, link)}&sent=1#answers"
    return _private(response)


def _page(
    request: HttpRequest,
    link: PreviewLink,
    token: str,
    seen: SeenPage,
    *,
    wrong: str = "",
    text: str = "",
    quote: str = "",
) -> HttpResponse:
    """With `text` and `quote` in the form where they were not taken, for the reason that `wrong` names."""
    language = _language(request, link)
    names = dict(autonyms()) | {"en": "English", "ru": "Русский"}
    own = reverse("outside", args=[token])
    body = render(
        PAGE,
        language,
        languages=[
            (code, names.get(code, code), f"{own}?language={code}")
            for code in dict.fromkeys((link.story.language, *ALWAYS))
        ],
        headline=links.draft_of(link)[0].headline,
        expires=link.expires_at,
        story_url=reverse("outside_story", args=[token, seen.pk]),
        action=f"{own}?language={language}",
        shown=signing.Signer(salt=_SHOWN_SALT).sign(str(seen.pk)),
        answers=list(link.answers.all()),
        sent="sent" in request.GET and not wrong,
        wrong=wrong,
        text=text,
        quote=quote,
        longest_text=links.LONGEST_TEXT,
        longest_quote=links.LONGEST_QUOTE,
    )
    return _private(HttpResponse(body, status=400 if wrong else 200), POLICY)


def _closed(request: HttpRequest, why: str = "", status: int = 404) -> HttpResponse:
    """The same for a link that never was, has expired or was ended."""
    asked = request.GET.get("language") or get_language() or ""
    language = asked if asked in ALWAYS else settings.LANGUAGE_CODE
    try:
        return _private(HttpResponse(render(CLOSED, language, why=why), status=status), POLICY)
    except preview.PreviewError as error:
        return _private(HttpResponse(f"{error}\n", status=status, content_type="text/plain; charset=utf-8"), POLICY)


def _language(request: HttpRequest, link: PreviewLink) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in ALWAYS else link.story.language


def _seen_by(signed: str) -> int:
    """The number of the page that the form was sent from; 0 for one that we did not write."""
    try:
        return int(signing.Signer(salt=_SHOWN_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return 0


def _paragraphs(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _for(token: str, shown: bytes) -> bytes:
    """The page with its pictures and files at addresses that this link answers."""
    own = reverse("outside", args=[token])
    for desk, kind in ((preview.PICTURES, "pictures"), (preview.FILES, "files")):
        shown = shown.replace(desk.encode(), f"{own}{kind}/".encode())
    return shown


def _private(response: Any, policy: str = "") -> Any:
    """No cache keeps it, no search engine lists it, no other site learns its address."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if policy:
        response["Content-Security-Policy"] = policy
    return response
