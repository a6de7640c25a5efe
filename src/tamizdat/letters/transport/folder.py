"""Mail into a folder of this machine (a Maildir): for the demo and for trying things out. Nothing leaves the machine."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from tamizdat.letters.messages import Message
from tamizdat.letters.transport.port import Fate, Outcome, RouteDown

_FOLDERS = ("tmp", "new", "cur")


class FolderTransport:
    """A file for each message, named by its return path: a message that is written twice is still one file."""

    is_open = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def connect(self) -> FolderTransport:
        try:
            for name in _FOLDERS:
                (self._folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise RouteDown(f"{self._folder} cannot be made: {error.strerror}. Look at the rights there.") from error
        return self

    async def send(self, message: Message, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        if not await may_go():
            return Outcome(Fate.STOPPED)
        try:
            await asyncio.to_thread(self._write, message)
        except OSError as error:
            raise RouteDown(f"Mail cannot be written to {self._folder}: {error.strerror}. Look at the disk.") from error
        return Outcome(Fate.HANDED_OVER, f"in {self._folder.name}")

    async def close(self) -> None:
        return

    def _write(self, message: Message) -> None:
        name = f"{message.id}.tamizdat"
        head = f"Return-Path: <{message.return_path}>\r\nDelivered-To: {message.address}\r\n"
        temporary = self._folder / "tmp" / name
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            # Programs that read a Maildir expect this system's line ends.
            file.write((head.encode() + message.data).replace(b"\r\n", b"\n"))
        os.replace(temporary, self._folder / "new" / name)
