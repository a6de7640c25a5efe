"""The way by which mail leaves, by the setting mail.server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from tamizdat.letters.transport.folder import FolderTransport
from tamizdat.letters.transport.port import RouteRefused, Transport
from tamizdat.letters.transport.smtp import SmtpTransport, server_of

FOLDER, PROVIDER = "folder:", "anymail:"
ByProvider = Callable[[str], Transport]
"""The transport of a mail.server that names a provider's API. It is given to this room, which knows no Django."""


def transport_of(server: str, folder: Path, domain: str, by_provider: ByProvider | None = None) -> Transport:
    """`folder` is the newsroom's, `domain` that of the sender's address."""
    if server.startswith(FOLDER):
        return FolderTransport(folder / server.removeprefix(FOLDER))
    if server.startswith(PROVIDER):
        return by_provider(server) if by_provider else NotInstalled()
    return SmtpTransport(server_of(server), domain)


class NotInstalled:
    """Few newsrooms need django-anymail. Where one does, its sendings are paused with what to do."""

    async def connect(self) -> NoReturn:
        raise RouteRefused(
            "mail.server names a provider's API, and django-anymail is not installed. Run: pip install django-anymail"
        )
