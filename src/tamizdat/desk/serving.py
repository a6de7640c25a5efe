"""Run the desk: one process with a few threads, on a Unix socket that only the newsroom's own account may open."""

from __future__ import annotations

import os
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

THREADS = 4


def serve(folder: Path, socket: Path) -> None:
    """Serve the newsroom in `folder` until SIGTERM or SIGINT. Blocks; Django is loaded by the worker process alone."""
    os.environ["TAMIZDAT_NEWSROOM"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tamizdat.config.django"
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Granian(
        "tamizdat.operations.wsgi:application",
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    ).serve()
