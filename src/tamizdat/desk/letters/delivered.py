"""Mail on this machine: what the folder that mail goes into holds, for demonstrations and for trying things out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamizdat.desk.letters import rights
from tamizdat.desk.letters.preview import framed

A_PAGE = 30
_NAME = re.compile(r"[\w.,:=+-]+")
"""Of a file in a Maildir; no slash, so it stays in the folder."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    name: str
    at: datetime
    to: str
    subject: str
    html: str = ""
    text: str = ""
    headers: str = ""


def folder() -> Path | None:
    """The folder that mail goes into; None where it goes to a server."""
    kind, _, name = settings.NEWSROOM.mail.route[0].partition(":")
    return settings.NEWSROOM.folder / name if kind == "folder" else None


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    rights.check(request, rights.READERS)
    there = folder()
    files = sorted(_files(there), key=lambda file: file.stat().st_mtime_ns, reverse=True) if there else []
    shown = Paginator(files, A_PAGE).get_page(request.GET.get("p"))
    context = {"is_folder": there is not None, "page": shown, "found": [_read(file) for file in shown]}
    return TemplateResponse(request, "desk/letters/delivered.html", context)


@never_cache
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, or the part of it that `part` names; its HTML is in a frame of its own."""
    rights.check(request, rights.READERS)
    mail = _read(_file(name))
    parts = {"html": _("As the reader sees it"), "text": _("Text part"), "headers": _("Headers")}
    if not mail.html:
        del parts["html"]
    part = request.GET.get("part", "")
    shown = part if part in parts else next(iter(parts))
    return TemplateResponse(request, "desk/letters/mail.html", {"mail": mail, "parts": parts.items(), "part": shown})


@never_cache
@require_GET
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part for the frame: it runs no script, and its links open outside of the frame."""
    rights.check(request, rights.READERS)
    answer = framed('<base target="_blank">' + _read(_file(name)).html)
    answer["Content-Security-Policy"] += " allow-popups allow-popups-to-escape-sandbox"
    return answer


def _files(there: Path) -> list[Path]:
    return [file for part in ("new", "cur") if (there / part).is_dir() for file in (there / part).iterdir()]


def _file(name: str) -> Path:
    there = folder()
    found = [file for file in _files(there) if file.name == name] if there and _NAME.fullmatch(name) else []
    if not found:
        raise Http404
    return found[0]


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(
        name=file.name,
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        html=_part(message, "html"),
        text=_part(message, "plain"),
        headers="\n".join(f"{header}: {value}" for header, value in message.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
