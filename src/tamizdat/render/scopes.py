"""Where in the templates the compiler is, and what names mean there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

from tamizdat.render.compiled import Position
from tamizdat.render.errors import RenderError


@dataclass(frozen=True, kw_only=True)
class Module:
    """An imported template: Python's names of its macros and constants, by their own names."""

    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Python's names of a loop's counter and of the list of its items."""

    counter: str
    items: str


@dataclass(kw_only=True)
class Scope:
    """Python's names of what a loop, an included template, a block or a macro sets, by their names in the template.

    `branch` is the index of the line before the outermost open `if`.
    """

    names: dict[str, str | Module] = field(default_factory=dict)
    loop: Loop | None = None
    branch: int | None = None


class Context:
    """The template and line that is being compiled, with the open scopes, the innermost last."""

    def __init__(self) -> None:
        self.template, self.line = "", 0
        self.scopes: list[Scope] = []

    @property
    def position(self) -> Position:
        return self.template, self.line

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    def find(self, name: str) -> str | Module | None:
        """What a template set under this name; None where the name is a global or a value of the page."""
        return next((scope.names[name] for scope in reversed(self.scopes) if name in scope.names), None)

    def loop(self) -> Loop | None:
        """The innermost loop that counts."""
        return next((scope.loop for scope in reversed(self.scopes) if scope.loop), None)

    def refuse(self, reason: str) -> NoReturn:
        raise RenderError(self.template, self.line, reason)

    @contextmanager
    def in_template(self, name: str) -> Iterator[None]:
        """Inside another template, and back to this one."""
        position = self.position
        self.template = name
        yield
        self.template, self.line = position
