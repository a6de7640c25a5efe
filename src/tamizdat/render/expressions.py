"""Jinja's expressions as expressions of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from jinja2 import nodes

from tamizdat.render.errors import RenderError

_OPERATORS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_LOOP = {
    "first": "({at} == 0)",
    "last": "({at} == len({items}) - 1)",
    "index": "({at} + 1)",
    "index0": "{at}",
    "length": "len({items})",
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What templates may call, by name. Of a fixed text some globals make another fixed text, as a translation is one: these
    are in `fixed`, and are called when a template is compiled."""

    filters: Mapping[str, Callable[..., object]]
    globals: Mapping[str, object]
    fixed: Mapping[str, Callable[[str], str]]


@dataclass(frozen=True, kw_only=True)
class Module:
    """An imported template: its macros and constants by name, as Python knows them."""

    names: Mapping[str, str]


@dataclass(kw_only=True)
class Scope:
    """Names that a loop, a part, a block or a macro has of its own, as Python knows them. `loop` is what Python calls a
    loop's counter and its items. `branch` is the line before which the outermost open `if` begins."""

    names: dict[str, str | Module] = field(default_factory=dict)
    loop: tuple[str, str] | None = None
    branch: int | None = None


class Expressions:
    """Writes expressions for the innermost of its scopes."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._scopes: list[Scope] = []
        self._template, self._line = "", 0

    def value(self, node: nodes.Node) -> str:
        """Python that gives what the expression stands for."""
        writer = _WRITERS.get(type(node))
        if writer is None:
            self._refuse(f"{type(node).__name__} is no part of the language")
        return writer(self, node)

    def fixed(self, node: nodes.Node) -> str | None:
        """What the expression always says; None where that depends on the page."""
        if isinstance(node, nodes.Const) and isinstance(node.value, str | int):
            return str(node.value)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and not node.kwargs:
            make = self._words.fixed.get(node.node.name)
            if make and len(node.args) == 1 and isinstance(said := node.args[0], nodes.Const):
                return make(said.value)
        return None

    def _refuse(self, why: str) -> NoReturn:
        raise RenderError(self._template, self._line, why)

    def _known(self, name: str) -> str | Module | None:
        return next((scope.names[name] for scope in reversed(self._scopes) if name in scope.names), None)

    def _name(self, node: nodes.Name) -> str:
        found = self._known(node.name)
        if isinstance(found, Module):
            self._refuse(f"{node.name} is a template; say what of it is meant")
        return found or (f"g_{node.name}" if node.name in self._words.globals else f"values[{node.name!r}]")

    def _attribute(self, node: nodes.Getattr) -> str:
        if node.attr.startswith("_"):
            self._refuse(f"{node.attr} is not for templates")
        if isinstance(node.node, nodes.Name):
            if node.node.name == "loop":
                return self._of_loop(node.attr)
            known = self._known(node.node.name)
            if isinstance(known, Module):
                if node.attr not in known.names:
                    self._refuse(f"there is no {node.attr} in {node.node.name}")
                return known.names[node.attr]
        return f"{self.value(node.node)}.{node.attr}"

    def _of_loop(self, what: str) -> str:
        loop = next((scope.loop for scope in reversed(self._scopes) if scope.loop), None)
        if loop is None or what not in _LOOP:
            self._refuse(f"loop.{what} is no part of the language" if loop else "loop is known in a loop only")
        return _LOOP[what].format(at=loop[0], items=loop[1])

    def _item(self, node: nodes.Getitem) -> str:
        return f"{self.value(node.node)}[{self.value(node.arg)}]"

    def _slice(self, node: nodes.Slice) -> str:
        return ":".join(self.value(end) if end else "" for end in (node.start, node.stop))

    def _filter(self, node: nodes.Filter) -> str:
        if node.name not in self._words.filters or node.node is None:
            self._refuse(f"there is no filter {node.name}")
        return f"f_{node.name}({', '.join([self.value(node.node), *self._arguments(node)])})"

    def _call(self, node: nodes.Call) -> str:
        if (fixed := self.fixed(node)) is not None:
            return repr(fixed)
        called = node.node
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name) and called.node.name == "loop":
            if called.attr != "cycle":
                self._refuse(f"loop.{called.attr} is no part of the language")
            return f"({', '.join(self._arguments(node))},)[{self._of_loop('index0')} % {len(node.args)}]"
        return f"{self.value(called)}({', '.join(self._arguments(node))})"

    def _arguments(self, node: nodes.Call | nodes.Filter) -> list[str]:
        if node.dyn_args or node.dyn_kwargs:
            self._refuse("arguments are given one by one")
        named = [f"{one.key}={self.value(one.value)}" for one in node.kwargs if isinstance(one, nodes.Keyword)]
        return [*map(self.value, node.args), *named]

    def _either(self, node: nodes.CondExpr) -> str:
        other = self.value(node.expr2) if node.expr2 else "''"
        return f"({self.value(node.expr1)} if {self.value(node.test)} else {other})"

    def _compare(self, node: nodes.Compare) -> str:
        rest = (f" {_OPERATORS[one.op]} {self.value(one.expr)}" for one in node.ops)
        return f"({self.value(node.expr)}{''.join(rest)})"

    def _joined(self, node: nodes.Concat) -> str:
        return f"''.join(({', '.join(f'plain({self.value(one)})' for one in node.nodes)},))"

    def _tuple(self, node: nodes.Tuple) -> str:
        return f"({''.join(f'{self.value(one)}, ' for one in node.items)})"

    def _list(self, node: nodes.List) -> str:
        return f"[{', '.join(map(self.value, node.items))}]"

    def _dict(self, node: nodes.Dict) -> str:
        return f"{{{', '.join(f'{self.value(one.key)}: {self.value(one.value)}' for one in node.items)}}}"


def _binary(operator: str) -> Callable[[Expressions, nodes.BinExpr], str]:
    return lambda writer, node: f"({writer.value(node.left)} {operator} {writer.value(node.right)})"


def _unary(operator: str) -> Callable[[Expressions, nodes.UnaryExpr], str]:
    return lambda writer, node: f"({operator} {writer.value(node.node)})"


_WRITERS: dict[type[nodes.Node], Callable[[Expressions, Any], str]] = {
    nodes.Add: _binary("+"),
    nodes.And: _binary("and"),
    nodes.Call: Expressions._call,
    nodes.Compare: Expressions._compare,
    nodes.Concat: Expressions._joined,
    nodes.CondExpr: Expressions._either,
    nodes.Const: lambda _, node: repr(node.value),
    nodes.Dict: Expressions._dict,
    nodes.Div: _binary("/"),
    nodes.Filter: Expressions._filter,
    nodes.FloorDiv: _binary("//"),
    nodes.Getattr: Expressions._attribute,
    nodes.Getitem: Expressions._item,
    nodes.List: Expressions._list,
    nodes.Mod: _binary("%"),
    nodes.Mul: _binary("*"),
    nodes.Name: Expressions._name,
    nodes.Neg: _unary("-"),
    nodes.Not: _unary("not"),
    nodes.Or: _binary("or"),
    nodes.Slice: Expressions._slice,
    nodes.Sub: _binary("-"),
    nodes.Tuple: Expressions._tuple,
}
