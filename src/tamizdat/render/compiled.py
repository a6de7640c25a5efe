"""A compiled template: a Python function, with the position in a template that each of its lines comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tamizdat.render.errors import RenderError
from tamizdat.render.markup import Markup, escape, plain

Position = tuple[str, int]
"""A template's name and a line number in it."""


class Line(NamedTuple):
    """A line of Python, how deep it is indented, and the position in a template that it comes from."""

    depth: int
    text: str
    position: Position


class CompiledTemplate:
    """Called with the page's values, it gives the page's text. Raises RenderError, whatever a filter or a value raises."""

    def __init__(
        self, name: str, lines: Sequence[Line], filters: Mapping[str, object], globals: Mapping[str, object]
    ) -> None:
        self._file = f"<template {name}>"
        self._lines = lines
        namespace: dict[str, Any] = {
            **{f"f_{name}": call for name, call in filters.items()},
            **{f"g_{name}": value for name, value in globals.items()},
            **{"Markup": Markup, "RenderError": RenderError, "escape": escape, "plain": plain},
            **{"values": {}, "out": []},  # imported templates see no value of the page, and output nothing
        }
        code = "\n".join("\t" * line.depth + line.text for line in lines)
        try:
            exec(compile(code, self._file, "exec"), namespace)
        except SyntaxError as error:  # a keyword of Python as an attribute, or more nested loops than Python allows
            position = lines[(error.lineno or 1) - 1].position
            raise RenderError(*position, f"can't be said in Python: {error.msg}") from error
        self._function: Callable[[Mapping[str, object]], str] = namespace["render"]

    def __call__(self, values: Mapping[str, object]) -> str:
        try:
            return self._function(values)
        except RenderError:
            raise
        except Exception as error:  # a filter can raise anything for a value that it does not take
            raise self._located(error) from error

    def _located(self, error: Exception) -> RenderError:
        """With the innermost line of a template that the error passed through."""
        line, trace = self._lines[0], error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self._file:
                line = self._lines[trace.tb_lineno - 1]
            trace = trace.tb_next
        if isinstance(error, KeyError) and f"values[{error.args[0]!r}]" in line.text:
            return RenderError(*line.position, f"there is no value {error.args[0]!r}")
        return RenderError(*line.position, f"{type(error).__name__}: {error}")
