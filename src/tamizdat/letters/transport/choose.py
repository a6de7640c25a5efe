"""The way by which mail leaves, by the setting mail.server."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from tamizdat.letters.transport.folder import FolderTransport
from tamizdat.letters.transport.port import RouteRefused, Transport
from tamizdat.letters.transport.smtp import SmtpTransport, server_of

FOLDER, PROVIDER = "folder:", "anymail:"


def transport_of(server: str, folder: Path, domain: str) -> Transport:
    """`folder` is the newsroom's, `domain` that of the sender's address."""
    if server.startswith(FOLDER):
        return FolderTransport(folder / server.removeprefix(FOLDER))
    if server.startswith(PROVIDER):
        return _provider(server)
    return SmtpTransport(server_of(server), domain)


def _provider(server: str) -> Transport:
    try:
        from tamizdat.letters.transport.provider import ProviderTransport  # noqa: PLC0415 - with Django, and optional
    except ImportError:
        return _NotInstalled()
    return ProviderTransport(server)


class _NotInstalled:
    """Few newsrooms need django-anymail. Where one does, its sendings are paused with what to do."""

    async def connect(self) -> NoReturn:
        raise RouteRefused(
            "mail.server names a provider's API, and django-anymail is not installed. Run: pip install django-anymail"
        )
