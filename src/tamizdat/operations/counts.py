"""How much a newsroom's databases hold, so that a copy of one can be compared with what it was made of."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import psycopg

Tables = Mapping[str, str]
DESK: Tables = {"stories": "newsroom_article", "users": "auth_user"}
LETTERS: Tables = {"subscribers": "letters_reader"}
Counts = dict[str, int]
"""Rows by what they are, in the order of the tables that were asked for."""
_COPY = re.compile(rb"COPY (?:\S+\.)?\"?(\w+)\"? ")


def of_sqlite(path: Path, asked: Tables) -> Counts:
    """Opened by its path alone, as no copy is made: what a wrong address would open is compared with this."""
    if not path.exists():
        return dict.fromkeys(asked, 0)
    with closing(sqlite3.connect(path, timeout=20)) as database:
        database.execute("PRAGMA query_only=1")
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            kind: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] if table in tables else 0
            for kind, table in asked.items()
        }


def of_postgresql(url: str, asked: Tables) -> Counts:
    counts = {}
    with closing(psycopg.connect(url, autocommit=True)) as database:
        for kind, table in asked.items():
            try:
                row = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            except psycopg.errors.UndefinedTable:
                row = None
            counts[kind] = row[0] if row else 0
    return counts


def of_dump(path: Path, asked: Tables) -> Counts:
    """Of a file of pg_dump's custom format: the rows that pg_restore would put back."""
    kinds = {table: kind for kind, table in asked.items()}
    counts = dict.fromkeys(asked, 0)
    tables = [f"--table={table}" for table in asked.values()]
    command = ["pg_restore", "--data-only", *tables, "--file=-", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        kind = ""
        for line in process.stdout:
            if kind and line == b"\\.\n":
                kind = ""
            elif kind:
                counts[kind] += 1
            elif begin := _COPY.match(line):
                kind = kinds.get(begin[1].decode(), "")
    return counts
