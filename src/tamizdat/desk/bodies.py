"""How much may be sent to the desk, judged before anything of it is read, so that a stranger can fill no disk with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from tamizdat.desk.api import tokens

MEBIBYTE = 1024 * 1024
MOST_ANONYMOUS = 16 * 1024
"""Bytes: the form for signing in takes a few hundred."""
MOST_FORM = 20 * MEBIBYTE
MOST_UPLOAD = 200 * MEBIBYTE
"""The same as in docs/install/nginx.conf."""
UPLOADS = ("/desk/images/", "/desk/documents/", "/desk/api/v1/pictures/")
"""Addresses whose forms carry files."""


class BodyLimits:
    """Refuses a request by its Content-Length. A body without a length is never read: to Django it is empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = _length(request)
        if length > MOST_ANONYMOUS and (limit := _limit(request)) < length:
            return HttpResponse(_refusal(limit), status=413, content_type="text/plain; charset=utf-8")
        return self._get_response(request)


def may_send(request: HttpRequest) -> HttpResponse:
    """204: the front server may pass on a long body with these cookies, or this token; 403: they are nobody's."""
    if _is_known(request):
        return HttpResponse(status=204)
    said = _("Sign in before you send anything this large.")
    return HttpResponse(f"{said}\n", status=403, content_type="text/plain; charset=utf-8")


def _is_known(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated or tokens.owner(request))


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _limit(request: HttpRequest) -> int:
    """Bytes that whoever asks may send to this address."""
    if not _is_known(request):
        return MOST_ANONYMOUS
    return MOST_UPLOAD if request.path.startswith(UPLOADS) else MOST_FORM


def _refusal(limit: int) -> str:
    if limit == MOST_ANONYMOUS:
        said = _("Sign in before you send anything this large.")
    else:
        said = _("This is more than the desk takes at once, which is %(size)d MB. Make it smaller.") % {
            "size": limit // MEBIBYTE
        }
    return f"{said}\n"
