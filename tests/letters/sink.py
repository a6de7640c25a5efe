"""A mail server that takes everything and writes down every recipient before it answers: a process of its own, so that a
sender can be killed while it goes on.

    python -m tests.letters.sink FOLDER      writes its port to FOLDER/port, recipients to FOLDER/recipients
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Recorder:
    """Announces pipelining: aiosmtpd reads what comes, one command after the other."""

    def __init__(self, file: Any) -> None:
        self._file = file

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self._file.write("".join(f"{address}\n" for address in envelope.rcpt_tos))
        self._file.flush()
        return "250 2.0.0 taken"


async def serve(folder: Path) -> None:
    with (folder / "recipients").open("a") as file:
        handler = Recorder(file)
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="sink"), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        (folder / "port.new").write_text(str(port))
        os.rename(folder / "port.new", folder / "port")
        await server.serve_forever()


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """The port of one that runs meanwhile."""
    process = subprocess.Popen([sys.executable, "-m", "tests.letters.sink", str(folder)])
    try:
        until = time.monotonic() + 30
        while not (folder / "port").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        port = int((folder / "port").read_text())
        socket.create_connection(("127.0.0.1", port)).close()
        yield port
    finally:
        process.terminate()
        process.wait()


def recipients(folder: Path) -> list[str]:
    return (folder / "recipients").read_text().split()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
