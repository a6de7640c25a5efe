"""Every column of text of a database, whatever app or process made its table: so that no table added later is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.sqlite3.base import DatabaseWrapper

TEXTS = frozenset(["CharField", "TextField", "JSONField", "SlugField"])
OPAQUE = frozenset(
    ["django_migrations", "django_content_type", "auth_permission", "django_session", "sqlite_sequence", "bake_change"]
)
"""Tables of the framework in which no word of a person can be read."""
LAST = ("wagtailcore_revision", "modelsearch_indexentry")
"""The largest: read when the other tables have shown in which forms a name is written."""
_AT_ONCE = 200


class Kind(Enum):
    """How a column's words are removed."""

    TEXT = "text"  # replaced, or cut with their paragraph
    NAME = "name"  # one that must stay unique: a slug, an account
    FILE = "file"  # the name of a file, which is renamed
    ROW = "row"  # the row goes: an address, a spelling, a query


OF_COLUMNS = {
    ("newsroom_address", "path"): Kind.ROW,
    ("newsroom_searchalias", "spellings"): Kind.ROW,
    ("wagtailcore_page", "url_path"): Kind.NAME,
    ("counted", "path"): Kind.ROW,
    ("missed", "query"): Kind.ROW,
    ("letters_list", "slug"): Kind.NAME,
}


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    kind: Kind
    is_json: bool = False
    longest: int | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """`keys` are the columns that name a row; `language` the column that says in which language it is, if one does."""

    name: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    language: str = ""
    model: Any = None


Row = tuple[tuple[Any, ...], str, tuple[str, ...]]
"""The values of a row's keys, its language or '', and its texts in the order of the columns."""


class Database:
    """The newsroom's database (without a `file`), or an SQLite file beside it."""

    def __init__(self, name: str, file: Path | None = None) -> None:
        self.name = name
        self.connection: Any = connection if file is None else _wrapper(file)

    def tables(self) -> Iterator[Table]:
        found = list(self._tables())
        yield from sorted(found, key=lambda table: (table.name in LAST, table.name))

    def rows(self, table: Table, key: tuple[str, ...] = ()) -> Iterator[Row]:
        """All of them, streaming; or the one with this key."""
        quote = self.connection.ops.quote_name
        names = [*table.keys, *filter(None, [table.language]), *(column.name for column in table.columns)]
        statement = f"SELECT {', '.join(map(quote, names))} FROM {quote(table.name)}"
        if key:
            statement += f" WHERE {self._is(table)}"
        cut = len(table.keys)
        texts_at = cut + bool(table.language)
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(statement, list(key))
            while some := cursor.fetchmany(_AT_ONCE):
                for row in some:
                    language = row[cut] if table.language else ""
                    yield (
                        tuple(row[:cut]),
                        language or "",
                        tuple(_as_text(one) for one in row[texts_at:]),
                    )

    def update(self, table: Table, key: tuple[Any, ...], values: dict[Column, str]) -> None:
        quote = self.connection.ops.quote_name
        cast = "::jsonb" if self.connection.vendor == "postgresql" else ""
        sets = ", ".join(f"{quote(column.name)} = %s{cast if column.is_json else ''}" for column in values)
        with self.connection.cursor() as cursor:
            cursor.execute(f"UPDATE {quote(table.name)} SET {sets} WHERE {self._is(table)}", [*values.values(), *key])

    def delete(self, table: Table, key: tuple[Any, ...]) -> None:
        quote = self.connection.ops.quote_name
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {quote(table.name)} WHERE {self._is(table)}", list(key))

    def forget_deleted(self) -> None:
        """Full-text tables keep deleted words until they are made anew."""
        if self.connection.vendor != "sqlite":
            return
        with self.connection.cursor() as cursor:
            for name in self._virtual(cursor):
                quoted = self.connection.ops.quote_name(name)
                cursor.execute(f"INSERT INTO {quoted}({quoted}) VALUES ('rebuild')")

    def truncate_journal(self) -> None:
        """Outside of a transaction: SQLite's journal holds the pages as they were. One that others read goes later."""
        if self.connection.vendor == "sqlite" and not self.connection.in_atomic_block:
            with self.connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        if self.connection is not connection:
            self.connection.close()

    def _is(self, table: Table) -> str:
        return " AND ".join(f"{self.connection.ops.quote_name(key)} = %s" for key in table.keys)

    def _tables(self) -> Iterator[Table]:
        of_tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
        inspect = self.connection.introspection
        with self.connection.cursor() as cursor:
            virtual = self._virtual(cursor)
            for one in inspect.get_table_list(cursor):
                if one.type != "t" or one.name in OPAQUE or any(one.name.startswith(name) for name in virtual):
                    continue
                keys = tuple(inspect.get_primary_key_columns(cursor, one.name) or ())
                described = inspect.get_table_description(cursor, one.name)
                model = of_tables.get(one.name) if self.connection is connection else None
                columns = tuple(
                    _column(one.name, model, column.name, kind)
                    for column in described
                    if (kind := _type(inspect, column)) in TEXTS
                    and (column.name not in keys or (one.name, column.name) in OF_COLUMNS)
                )
                language = next((column.name for column in described if column.name == "language"), "")
                if columns and keys:
                    yield Table(name=one.name, keys=keys, columns=columns, language=language, model=model)

    def _virtual(self, cursor: Any) -> tuple[str, ...]:
        if self.connection.vendor != "sqlite":
            return ()
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%%'")
        return tuple(name for (name,) in cursor.fetchall())


def _wrapper(file: Path) -> DatabaseWrapper:
    options: dict[str, Any] = {"timeout": 20, "init_command": "PRAGMA secure_delete=ON"}
    settings: Any = {**connection.settings_dict, "NAME": str(file), "ENGINE": DatabaseWrapper.__module__}
    settings |= {"OPTIONS": options, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0}
    return DatabaseWrapper(
        settings
    )  # its alias is the default one: the framework looks some of its abilities up by that


def _type(inspect: Any, column: Any) -> str:
    """The framework's name of the column's type; '' of one that it does not know, such as PostgreSQL's tsvector."""
    try:
        kind = inspect.get_field_type(column.type_code, column)
    except KeyError:
        return ""
    return str(kind[0] if isinstance(kind, tuple) else kind)


def _column(table: str, model: Any, name: str, kind: str) -> Column:
    field = next((one for one in model._meta.local_concrete_fields if one.column == name), None) if model else None
    return Column(
        name=name,
        kind=OF_COLUMNS.get((table, name)) or _kind(field),
        is_json=kind == "JSONField",
        longest=getattr(field, "max_length", None),
    )


def _kind(field: Any) -> Kind:
    if isinstance(field, models.FileField):
        return Kind.FILE
    if isinstance(field, models.SlugField) or (getattr(field, "unique", False) and isinstance(field, models.CharField)):
        return Kind.NAME
    return Kind.TEXT


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""
