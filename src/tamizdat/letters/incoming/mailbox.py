"""Where mail that comes back lies: a mailbox of an IMAP server, or a Maildir."""

from __future__ import annotations

import imaplib
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, ImapToolsError, MailBox, MailMessageFlags

from tamizdat.letters.errors import LettersError

TIMEOUT = 30.0
"""Seconds to wait for an answer of the IMAP server."""
MOST_AT_ONCE = 200
"""Messages that are read before the connection is made anew."""
LOCAL = ("localhost", "127.0.0.1", "::1")


class Mailbox(Protocol):
    """Messages that are new to us."""

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """(name in the mailbox, message)."""

    def take(self, name: str) -> None:
        """The message has been acted on: it stays there, as read."""

    def leave(self, name: str) -> None:
        """The message is for people: it stays unread, with a flag."""


@contextmanager
def open_mailbox(address: str, folder: Path) -> Iterator[Mailbox]:
    """`address` is the setting mail.incoming: imaps://user:password@host/INBOX, or folder:NAME in the newsroom's `folder`."""
    parts = urlsplit(address)
    if parts.scheme == "folder":
        yield MaildirFolder(folder / parts.path)
        return
    host = parts.hostname or ""
    try:
        context = ssl.create_default_context()
        if host in LOCAL:  # this machine's own certificate is signed by nobody
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with MailBox(host, parts.port or 993, timeout=TIMEOUT, ssl_context=context).login(
            unquote(parts.username or ""), unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX"
        ) as box:
            yield ImapFolder(box)
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        # The server's own words may repeat the password's line, so only their kind is told.
        raise LettersError(
            f"The mailbox at {host} cannot be read: {type(error).__name__}. Check mail.incoming and that server."
        ) from error


class MaildirFolder:
    """Message files in new/ (nobody has looked) and cur/, with flags in their names, as mail programs write them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted([*self._folder.glob("new/*"), *self._folder.glob("cur/*")], key=lambda path: path.name):
            if not {"S", "F"} & set(path.name.partition(":2,")[2]):
                try:
                    yield str(path.relative_to(self._folder)), path.read_bytes()
                except FileNotFoundError:
                    continue  # a mail program moved it meanwhile
                except OSError as error:
                    raise LettersError(f"{path} cannot be read: {error.strerror}. Check who may read it.") from error

    def take(self, name: str) -> None:
        self._flag(name, "S")

    def leave(self, name: str) -> None:
        self._flag(name, "F")

    def _flag(self, name: str, flag: str) -> None:
        path = self._folder / name
        base, _, flags = path.name.partition(":2,")
        try:
            (self._folder / "cur").mkdir(exist_ok=True)
            os.rename(path, self._folder / "cur" / f"{base}:2,{''.join(sorted({*flags, flag}))}")
        except FileNotFoundError:
            return
        except OSError as error:
            raise LettersError(f"{path} cannot be moved: {error.strerror}. Check who may write there.") from error


class ImapFolder:
    """The messages of one folder that are neither read nor flagged."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        for message in self._box.fetch(AND(seen=False, flagged=False), mark_seen=False, limit=MOST_AT_ONCE):
            yield message.uid or "", message.obj.as_bytes()

    def take(self, name: str) -> None:
        self._box.flag(name, MailMessageFlags.SEEN, value=True)

    def leave(self, name: str) -> None:
        self._box.flag(name, MailMessageFlags.FLAGGED, value=True)
