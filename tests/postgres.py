"""A PostgreSQL server for the time of a test: made in a temporary folder, on a Unix socket only, gone afterwards.

    with throwaway_postgres() as url: ...
    python -m tests.postgres COMMAND...      runs COMMAND with TAMIZDAT_DATABASE_URL set

PostgreSQL refuses to run as root: root starts it as the account `postgres`, or `nobody`. The kernel is asked to stop
the server when the process that started it dies, so not even kill -9 leaves one running.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

PR_SET_PDEATHSIG = 1
# A test's data need not outlive a power cut; a benchmark's must be written as a newsroom's would be.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("listen_addresses=", "max_connections=60", "shared_buffers=64MB", "logging_collector=off")


class PostgresError(Exception):
    """No server could be started. The message says why and what to do."""


def binaries() -> Path:
    """The folder with initdb and postgres: Debian's newest, or what PATH has."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresError("PostgreSQL is not installed here. Run: apt-get install postgresql")


def _account() -> pwd.struct_passwd:
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError("PostgreSQL refuses to run as root, and there is no account postgres or nobody to run it as.")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server with one empty database; the URL is postgresql://…, for TAMIZDAT_DATABASE_URL or psycopg."""
    bin_folder, account = binaries(), _account()
    folder = Path(tempfile.mkdtemp(prefix="tamizdat-pg-"))
    log = folder / "log"
    identity: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL, "env": {"PATH": os.defpath, "LC_ALL": "C"}}
    if os.getuid() == 0:
        os.chown(folder, account.pw_uid, account.pw_gid)
        identity |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    server = None
    try:
        with log.open("wb") as out:
            making = [bin_folder / "initdb", "-D", folder / "data", "-U", "newsroom", "-A", "trust", "--no-sync"]
            made = subprocess.run([*making, "-E", "UTF8", "--locale", "C"], stdout=out, stderr=out, **identity)
            if made.returncode:
                raise PostgresError(f"initdb failed: {log.read_text(errors='replace')[-500:]}")
            options = [f"unix_socket_directories={folder}", *SETTINGS, *(() if durable else CARELESS)]
            command = [
                bin_folder / "postgres",
                "-D",
                folder / "data",
                *(word for one in options for word in ("-c", one)),
            ]
            server = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=_die_with_parent, **identity)
        with fresh_database(f"postgresql://newsroom@/postgres?host={folder}", server=server, log=log) as url:
            yield url
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(
    server_url: str, *, template: str = "", server: subprocess.Popen[bytes] | None = None, log: Path | None = None
) -> Iterator[str]:
    """Create a database on a server, empty or a copy of the one named `template`; yield its URL; drop it. Waits for a
    `server` that is just starting."""
    name = f"newsroom_{uuid.uuid4().hex[:12]}"
    with _connect(server_url, server, log) as connection:
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        if server is None:  # a server of our own goes with all it holds
            with _connect(server_url) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _connect(
    url: str, server: subprocess.Popen[bytes] | None = None, log: Path | None = None
) -> psycopg.Connection[tuple[Any, ...]]:
    give_up = time.monotonic() + (30 if server else 0)
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError as error:
            if server is None or server.poll() is not None or time.monotonic() > give_up:
                said = log.read_text(errors="replace")[-500:] if log else ""
                raise PostgresError(f"PostgreSQL does not answer: {error} {said}".strip()) from error
            time.sleep(0.05)


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        binaries()
    except PostgresError as error:
        print(f"SKIPPED on PostgreSQL: {' '.join(command)}\n  {error}", file=sys.stderr)
        return 0
    # Ctrl-C reaches COMMAND as well: it ends, and then so do we. A plain kill must unwind too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_postgres() as url:
        process = subprocess.Popen(command, env={**os.environ, "TAMIZDAT_DATABASE_URL": url})
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait() or 130
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except PostgresError as error:
        sys.exit(f"error: {error}")
