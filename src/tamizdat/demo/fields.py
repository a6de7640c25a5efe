"""Takes values out of a parsed TOML table by name and type, and leaves no key unread: a misspelt key is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from .errors import DemoError

T = TypeVar("T")
LANGUAGES = ("en", "ru")


class Fields:
    """One table of one file. Call done() after the last value was taken."""

    def __init__(self, file: str, where: str, table: Any) -> None:
        if not isinstance(table, dict):
            raise DemoError(file, f"{where} must be a table")
        self.file = file
        self.where = where
        self.left: dict[str, Any] = dict(table)

    def take(self, name: str, kind: type[T]) -> T:
        if name not in self.left:
            raise DemoError(self.file, f"{self.where} lacks '{name}'; add it")
        value = self.left.pop(name)
        if not isinstance(value, kind):
            raise DemoError(self.file, f"{self.where}: '{name}' must be of type {kind.__name__}, not {value!r}")
        return value

    def take_or(self, name: str, default: T) -> T:
        return self.take(name, type(default)) if name in self.left else default

    def texts(self, name: str) -> Mapping[str, str]:
        """A text in each of LANGUAGES and no other."""
        value = self.take(name, dict)
        if set(value) != set(LANGUAGES) or not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise DemoError(self.file, f"{self.where}: '{name}' needs a text for each of {', '.join(LANGUAGES)}")
        return {language: value[language].strip() for language in LANGUAGES}

    def words(self, name: str) -> tuple[str, ...]:
        """A list of strings, or () where it is absent."""
        value: list[Any] = self.take_or(name, [])
        if not all(isinstance(word, str) for word in value):
            raise DemoError(self.file, f"{self.where}: '{name}' must be a list of texts")
        return tuple(value)

    def done(self) -> None:
        if self.left:
            raise DemoError(
                self.file, f"{self.where} has unknown keys: {', '.join(sorted(self.left))}; remove or rename them"
            )


def tables(file: str, table: dict[str, Any], name: str) -> list[Fields]:
    """The [[name]] tables of a file, each known by its key, file or place in errors."""
    found = table.pop(name, [])
    if not isinstance(found, list):
        raise DemoError(file, f"'{name}' must be written as [[{name}]] tables")
    return [
        Fields(
            file, f"[[{name}]] {row.get('key') or row.get('file') or number}" if isinstance(row, dict) else name, row
        )
        for number, row in enumerate(found, 1)
    ]
