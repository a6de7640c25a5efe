"""A template as a function of Python, and where each line of that comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tamizdat.render.errors import RenderError
from tamizdat.render.expressions import Words
from tamizdat.render.markup import Markup, escape, plain

Place = tuple[str, int]
"""A template's name and a line of it."""


class Line(NamedTuple):
    """A line of Python, and where it comes from."""

    depth: int
    text: str
    place: Place


class Compiled:
    """A template ready to be filled in: called with the page's values, it gives text."""

    def __init__(self, name: str, lines: Sequence[Line], words: Words) -> None:
        self._file = f"<template {name}>"
        self._lines = lines
        space: dict[str, Any] = {
            **{f"f_{name}": call for name, call in words.filters.items()},
            **{f"g_{name}": value for name, value in words.globals.items()},
            **{"Markup": Markup, "RenderError": RenderError, "escape": escape, "plain": plain},
            **{"values": {}, "out": []},  # imported templates see nothing of the page, and print nothing
        }
        code = "\n".join("\t" * line.depth + line.text for line in lines)
        try:
            exec(compile(code, self._file, "exec"), space)
        except SyntaxError as error:  # a word that Python keeps for itself, or loops in more loops than it can count
            raise RenderError(*lines[(error.lineno or 1) - 1].place, f"can't be said in Python: {error.msg}") from error
        self._fill: Callable[[Mapping[str, object]], str] = space["fill"]

    def __call__(self, values: Mapping[str, object]) -> str:
        try:
            return self._fill(values)
        except RenderError:
            raise
        except Exception as error:  # a filter raises what it likes at a value that it can't take
            raise self._located(error) from error

    def _located(self, error: Exception) -> RenderError:
        """It names the innermost line of a template that the error came through."""
        line, trace = self._lines[0], error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self._file:
                line = self._lines[trace.tb_lineno - 1]
            trace = trace.tb_next
        if isinstance(error, KeyError) and f"values[{error.args[0]!r}]" in line.text:
            return RenderError(*line.place, f"there is no value {error.args[0]!r}")
        return RenderError(*line.place, f"{type(error).__name__}: {error}")
