"""What a reader would see of a story that is being written, made by the edition's own renderer.

The desk stands above the edition's floor but does not know how pages are made: config/wiring.py sets `render_article`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from tamizdat.newsroom.models import Article

# Where a preview has its pictures and files from: the public may not have them yet. See urls.py.
PICTURES, FILES = "/desk/preview/pictures/", "/desk/preview/files/"

MODES = [("", gettext_lazy("As a reader"))]

# The public page's own rules, but for two: it may stand in the desk's frame, and pictures come from the same origin.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class PreviewError(Exception):
    """A page cannot be shown. The message says why and what to do."""


def _not_wired(article: Article) -> bytes:
    raise PreviewError(
        "The desk was started without the renderer of pages, so there is no preview. Start it with `tamizdat serve`."
    )


render_article: Callable[[Article], bytes] = _not_wired


def _as_it_is(page: bytes) -> bytes:
    return page


at_the_desk: Callable[[bytes], bytes] = _as_it_is
"""A public page with the addresses at which the desk answers for its pictures and files: config/wiring.py sets it."""


def serve(
    article: Article,
    original_request: HttpRequest | None = None,
    preview_mode: str | None = None,
    extra_request_attrs: object = None,
) -> HttpResponse:
    """The page, or a page that says why there is none: the desk's form goes on working either way.

    Stands in for the framework's make_preview_request, which would make up a request to the story's public host.
    """
    try:
        return framed(render_article(article))
    except Exception as error:
        # Whatever is wrong with a half-written story is for the one who writes it to see, beside the text.
        said = apology(str(error) or type(error).__name__)
        return framed(said, status=200 if isinstance(error, PreviewError) else 500)


def framed(page: bytes | str, status: int = 200) -> HttpResponse:
    """A page of readers, or one that says why there is none, for a frame of the desk."""
    response = HttpResponse(page, status=status)
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def apology(said: str) -> str:
    """A page that says why there is no preview."""
    return (
        '<!doctype html><meta charset="utf-8"><title>{title}</title>'
        '<body style="font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:34rem;padding:0 1rem">'
        "<h1>{title}</h1><p>{error}</p>"
    ).format(title=escape(_("No preview")), error=escape(said))
