"""Headers of every answer of the desk: nothing of it is loaded from, framed by or sent to anywhere else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

# The framework's forms hold inline scripts and styles, so these are allowed here and on no public page.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
LARGEST = 2**63 - 1
ROOT = "/desk/"
"""No browser sends a cookie of the desk along when it asks for a public page."""
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class DeskHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        """A number that no table can hold names nothing; the framework would ask the database for it."""
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        for cookie in response.cookies.values():
            cookie["path"] = ROOT  # the framework has settings for the paths of some cookies, but not for its notices'
            if request.is_secure():
                cookie["secure"] = True  # whoever signed in behind TLS is never asked for it in clear
        return response
