"""The desk's process. Django is loaded by its child, not here."""

from __future__ import annotations

from tamizdat.cli.errors import CommandError
from tamizdat.config.newsroom import Newsroom
from tamizdat.desk.serving import serve
from tamizdat.operations import locks
from tamizdat.operations.access import open_newsroom
from tamizdat.operations.desk_socket import require_short_path


def run(newsroom: Newsroom, port: int) -> None:
    """`port` is not used: the desk listens on its socket alone."""
    if not locks.hold(newsroom.state / locks.DESK, alone=True):
        raise CommandError(
            f"The desk of {newsroom.folder} runs already. Stop it, or the `tamizdat serve` it belongs to."
        )
    open_newsroom(newsroom.folder)
    require_short_path(newsroom.desk_socket)
    newsroom.desk_socket.unlink(missing_ok=True)  # left by a desk that was killed: while we hold the lock, none uses it
    serve(newsroom.folder, newsroom.desk_socket)
