"""The desk's database as the migrations leave it: they are applied once a run, and all test processes take copies.

Applying them takes a quarter of a minute of a processor. A test database that is made of a copy is migrated by Django as
any other: it finds that nothing is missing.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

SERVER_URL = os.environ.get("TAMIZDAT_DATABASE_URL", "")
TEMPLATE = "tamizdat_migrated"
"""The database on a PostgreSQL server of which the others are copies."""


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all processes of this run of the tests."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def make_once(file: Path) -> None:
    """Migrate a new database: TEMPLATE on a server, else `file`. With a server, `file` only says that it was done."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            _make(file)


def _make(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent) as name:
        folder = Path(name)
        (folder / "newsroom.toml").write_text('languages = ["en"]\n')
        database = folder / "newsroom.sqlite3"
        names = {"TAMIZDAT_NEWSROOM": name, "DJANGO_SETTINGS_MODULE": "tamizdat.config.django"}
        if SERVER_URL:
            with psycopg.connect(SERVER_URL, autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{TEMPLATE}"')
            names["TAMIZDAT_DATABASE_URL"] = urlunsplit(urlsplit(SERVER_URL)._replace(path=f"/{TEMPLATE}"))
        command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        subprocess.run(command, env=os.environ | names, check=True)
        if SERVER_URL:
            database.touch()
        else:
            with closing(sqlite3.connect(database)) as made:
                made.execute("PRAGMA journal_mode = DELETE")  # what it holds is in the one file
        database.rename(file)


def fill_test_database(file: Path) -> sqlite3.Connection | None:
    """Before Django makes its test database: a server will copy TEMPLATE; one in memory is filled from the file.

    One in memory is there for as long as a connection to it is open: keep the one that is returned.
    """
    if SERVER_URL:
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        return None
    memory = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    with closing(sqlite3.connect(file)) as source:
        source.backup(memory)
    return memory
