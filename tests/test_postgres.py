"""The throw-away server: it answers, keeps databases apart, and goes with the process that started it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresError, binaries, fresh_database, throwaway_postgres

try:
    binaries()
except PostgresError as error:
    pytest.skip(str(error), allow_module_level=True)

ROOT = Path(__file__).parent.parent


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def folder_of(url: str) -> Path:
    return Path(url.partition("?host=")[2])


def test_two_databases_of_one_server_do_not_meet() -> None:
    with throwaway_postgres() as url:
        with fresh_database(url) as other:
            with psycopg.connect(other) as connection:
                connection.execute("CREATE TABLE t (n text)")
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT to_regclass('t')").fetchone() == (None,)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(other)
    assert not folder_of(url).exists()


def test_a_command_runs_with_the_url_and_its_exit_status_counts() -> None:
    program = "import os, psycopg; psycopg.connect(os.environ['TAMIZDAT_DATABASE_URL']); raise SystemExit(7)"
    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres", sys.executable, "-c", program], cwd=ROOT, timeout=120
    )
    assert done.returncode == 7


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_its_starter(blow: signal.Signals) -> None:
    program = (
        "import os, sys, psycopg; url = os.environ['TAMIZDAT_DATABASE_URL']; "
        "pid = psycopg.connect(url).execute(\"SELECT pg_read_file('postmaster.pid')\").fetchone()[0].split()[0]; "
        "print(pid, url, flush=True); sys.stdin.read()"
    )
    starter = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert starter.stdout is not None
    pid, url = starter.stdout.readline().decode().split()
    server = int(pid)
    if blow is signal.SIGKILL:
        starter.kill()
    else:
        os.killpg(starter.pid, blow)  # as a terminal does
    with starter:
        starter.communicate(timeout=60)
    # The starter waits for the server, except when it was killed outright: then the kernel tells the server.
    for _ in range(600):
        if not is_running(server):
            shutil.rmtree(folder_of(url), ignore_errors=True)
            return
        time.sleep(0.05)
    os.kill(server, signal.SIGQUIT)
    pytest.fail(f"the server {server} still ran after its starter got {blow.name}")
