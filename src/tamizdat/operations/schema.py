"""Compare the database's migrations with the program's: those still to apply, and those that only a newer program has.

Every verb does this before it loads Django, so it is done without: one query and a listing of the migrations' folders.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tamizdat.config.installed_apps import INSTALLED_APPS
from tamizdat.config.newsroom import Newsroom

_QUERY = "SELECT app, name FROM django_migrations"


@dataclass(frozen=True, kw_only=True)
class Schema:
    """Names as "app 0001_name". `missing`: not yet applied. `unknown`: applied, and newer than what is here."""

    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def state(newsroom: Newsroom) -> Schema:
    """The state of this newsroom's database. Raises the database's own errors when it cannot be read."""
    return compare(_applied(newsroom))


def compare(applied: set[tuple[str, str]]) -> Schema:
    """The (app, name) pairs that a database has `applied`, compared with the migrations that are installed."""
    installed: dict[str, set[str]] = defaultdict(set)
    for name in INSTALLED_APPS:
        label, folder = label_and_folder(name)
        files = (folder / "migrations").glob("*.py")
        installed[label] |= {file.stem for file in files if not file.stem.startswith("_")}
    unknown = [
        f"{label} {name}"
        for label, name in applied
        if label in installed
        and name not in installed[label]
        and _number(name) >= max(map(_number, installed[label]), default=0)
    ]
    missing = {(label, name) for label, names in installed.items() for name in names} - applied
    return Schema(missing=tuple(sorted(" ".join(pair) for pair in missing)), unknown=tuple(sorted(unknown)))


def label_and_folder(name: str) -> tuple[str, Path]:
    """An app's label and folder, as Django would find them by importing it: from the text of its apps.py."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"{name} is not installed. Install Tamizdat anew, with all it needs: make setup.")
    folder = Path(spec.submodule_search_locations[0])
    apps = folder / "apps.py"
    written = re.search(r'^    label = "(\w+)"$', apps.read_text(), re.MULTILINE) if apps.exists() else None
    return written[1] if written else name.rpartition(".")[2], folder


def _applied(newsroom: Newsroom) -> set[tuple[str, str]]:
    """The migrations that the database has recorded: none when it is new."""
    if newsroom.database:
        return _applied_on_postgresql(newsroom.database)
    if not newsroom.sqlite.exists():
        return set()
    with closing(sqlite3.connect(f"{newsroom.sqlite.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as database:
        try:
            return set(database.execute(_QUERY))
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return set()
            raise


def _applied_on_postgresql(url: str) -> set[tuple[str, str]]:
    with closing(psycopg.connect(url)) as database:
        try:
            return set(database.execute(_QUERY).fetchall())
        except psycopg.errors.UndefinedTable:
            return set()


def _number(name: str) -> int:
    """The number of the last migration that this one holds: 4 for 0001_squashed_0004_update.

    Migrations that a squashed one replaced may be gone from the program but recorded in the database; their numbers are
    below the installed ones, so they do not look newer.
    """
    numbers = re.match(r"(\d+)(?:_squashed_(\d+))?", name)
    return max(int(part) for part in numbers.groups() if part) if numbers else 0
