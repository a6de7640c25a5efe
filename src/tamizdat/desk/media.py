"""Originals and thumbnails, for those who are signed in only; and the pictures and files of a preview, which the public
may not have yet."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from tamizdat.kit.media_types import media_type as media_type_of
from tamizdat.newsroom.models import Attachment

SHOWN = frozenset(["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"])
"""What a browser may show in place. Everything else is handed over as a download."""


def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the newsroom's media folder."""
    return _file(Path(settings.MEDIA_ROOT), name)


def serve_size(request: HttpRequest, name: str) -> HttpResponseBase:
    """A public size of a picture, before it is public."""
    return _file(settings.NEWSROOM.renditions, name)


def serve_attachment(request: HttpRequest, start: str, name: str) -> HttpResponseBase:
    """A recording or another file by the start of its hash, which stands in its public address."""
    attachment = Attachment.objects.filter(file_hash__startswith=start).first()
    if attachment is None:
        raise Http404(name)
    return _file(Path(settings.MEDIA_ROOT), attachment.file.name)


def _file(folder: Path, name: str) -> HttpResponseBase:
    """The file at `name` below `folder`; an address reaches nothing beside the folder."""
    folder = folder.resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise Http404(name)
        file = path.open("rb")
    except (OSError, ValueError):
        raise Http404(name) from None
    kind = media_type_of(path.name).partition(";")[0]
    response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN, filename=path.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
