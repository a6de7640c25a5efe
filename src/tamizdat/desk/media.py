"""Originals and thumbnails, for those who are signed in only. The public gets renditions, never these."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

SHOWN = frozenset(["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"])
"""What a browser may show in place. Everything else is handed over as a download."""


def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the newsroom's media folder. Its address reaches nothing beside that folder."""
    folder = Path(settings.MEDIA_ROOT).resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise Http404(name)
        file = path.open("rb")
    except (OSError, ValueError):
        raise Http404(name) from None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN, filename=path.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
