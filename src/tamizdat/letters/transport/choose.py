"""The way by which mail leaves, by the setting mail.server."""

from __future__ import annotations

from pathlib import Path

from tamizdat.letters.transport.folder import FolderTransport
from tamizdat.letters.transport.port import Transport
from tamizdat.letters.transport.smtp import SmtpTransport, server_of

FOLDER = "folder:"


def transport_of(server: str, folder: Path, domain: str) -> Transport:
    """`folder` is the newsroom's, `domain` that of the sender's address."""
    if server.startswith(FOLDER):
        return FolderTransport(folder / server.removeprefix(FOLDER))
    return SmtpTransport(server_of(server), domain)
