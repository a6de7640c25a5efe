"""How a newsroom's mail leaves: its settings and keys for the sender. Works without Django."""

from __future__ import annotations

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters.links import load_key
from tamizdat.letters.sender import Setup
from tamizdat.letters.transport.choose import NotInstalled
from tamizdat.letters.transport.port import Transport


def setup_of(newsroom: Newsroom) -> Setup:
    newsroom.keys.mkdir(mode=0o700, exist_ok=True)
    return Setup(
        store=newsroom.letters,
        keys=newsroom.keys,
        folder=newsroom.folder,
        mail=newsroom.mail,
        links_key=load_key(newsroom.keys),
        site=newsroom.canonical,
        by_provider=by_provider,
    )


def by_provider(server: str) -> Transport:
    """Loads django-anymail, which is optional and brings Django."""
    try:
        from tamizdat.operations.mail_provider import ProviderTransport  # noqa: PLC0415 - as the docstring says
    except ImportError:
        return NotInstalled()
    return ProviderTransport(server)
