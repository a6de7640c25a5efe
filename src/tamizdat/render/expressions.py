"""Jinja's expressions as Python's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from tamizdat.render.scopes import Context, Module

_OPERATORS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_LOOP = {
    "first": "({counter} == 0)",
    "last": "({counter} == len({items}) - 1)",
    "index": "({counter} + 1)",
    "index0": "{counter}",
    "length": "len({items})",
}


@dataclass(frozen=True, kw_only=True)
class Namespace:
    """The filters and globals that templates can use, by name.

    `constant` are those globals that make a constant text of a constant, as a translation does: they are called when a
    template is compiled. `render` are the globals that render the template that their first argument names: a template can
    only call them, so that closure.py sees which templates those are.
    """

    filters: Mapping[str, Callable[..., object]]
    globals: Mapping[str, object]
    constant: Mapping[str, Callable[[str], str]]
    render: Collection[str]


class Expressions:
    """Translates expressions, for the innermost scope of a context."""

    def __init__(self, context: Context, namespace: Namespace) -> None:
        self._context = context
        self._namespace = namespace

    def value(self, node: nodes.Node) -> str:
        """The same expression in Python."""
        translate = _TRANSLATORS.get(type(node))
        if translate is None:
            self._context.refuse(f"{type(node).__name__} is no part of the language")
        return translate(self, node)

    def constant(self, node: nodes.Node) -> str | None:
        """The text that the expression always has; None where it depends on the page."""
        if isinstance(node, nodes.Const) and isinstance(node.value, str | int):
            return str(node.value)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and not node.kwargs:
            call = self._namespace.constant.get(node.node.name)
            if call and len(node.args) == 1 and isinstance(argument := node.args[0], nodes.Const):
                return call(argument.value)
        return None

    def _name(self, node: nodes.Name) -> str:
        python = self._callee(node)
        if node.name in self._namespace.render and python == f"g_{node.name}":
            self._context.refuse(f"{node.name} can only be called")
        return python

    def _callee(self, node: nodes.Name) -> str:
        found = self._context.find(node.name)
        if isinstance(found, Module):
            self._context.refuse(f"{node.name} is a template; say what of it is meant")
        return found or (f"g_{node.name}" if node.name in self._namespace.globals else f"values[{node.name!r}]")

    def _attribute(self, node: nodes.Getattr) -> str:
        if node.attr.startswith("_"):
            self._context.refuse(f"{node.attr} is not for templates")
        if isinstance(node.node, nodes.Name):
            if node.node.name == "loop":
                return self._loop_attribute(node.attr)
            module = self._context.find(node.node.name)
            if isinstance(module, Module):
                if node.attr not in module.names:
                    self._context.refuse(f"there is no {node.attr} in {node.node.name}")
                return module.names[node.attr]
        return f"{self.value(node.node)}.{node.attr}"

    def _loop_attribute(self, name: str) -> str:
        loop = self._context.loop()
        if loop is None or name not in _LOOP:
            self._context.refuse(f"loop.{name} is no part of the language" if loop else "loop is known in a loop only")
        return _LOOP[name].format(counter=loop.counter, items=loop.items)

    def _item(self, node: nodes.Getitem) -> str:
        return f"{self.value(node.node)}[{self.value(node.arg)}]"

    def _slice(self, node: nodes.Slice) -> str:
        return ":".join(self.value(end) if end else "" for end in (node.start, node.stop))

    def _filter(self, node: nodes.Filter) -> str:
        if node.name not in self._namespace.filters or node.node is None:
            self._context.refuse(f"there is no filter {node.name}")
        return f"f_{node.name}({', '.join([self.value(node.node), *self._arguments(node)])})"

    def _call(self, node: nodes.Call) -> str:
        if (constant := self.constant(node)) is not None:
            return repr(constant)
        callee = node.node
        if isinstance(callee, nodes.Getattr) and isinstance(callee.node, nodes.Name) and callee.node.name == "loop":
            if callee.attr != "cycle":
                self._context.refuse(f"loop.{callee.attr} is no part of the language")
            return f"({', '.join(self._arguments(node))},)[{self._loop_attribute('index0')} % {len(node.args)}]"
        python = self._callee(callee) if isinstance(callee, nodes.Name) else self.value(callee)
        return f"{python}({', '.join(self._arguments(node))})"

    def _arguments(self, node: nodes.Call | nodes.Filter) -> list[str]:
        if node.dyn_args or node.dyn_kwargs:
            self._context.refuse("arguments are given one by one")
        named = [f"{one.key}={self.value(one.value)}" for one in node.kwargs if isinstance(one, nodes.Keyword)]
        return [*map(self.value, node.args), *named]

    def _conditional(self, node: nodes.CondExpr) -> str:
        other = self.value(node.expr2) if node.expr2 else "''"
        return f"({self.value(node.expr1)} if {self.value(node.test)} else {other})"

    def _compare(self, node: nodes.Compare) -> str:
        rest = (f" {_OPERATORS[one.op]} {self.value(one.expr)}" for one in node.ops)
        return f"({self.value(node.expr)}{''.join(rest)})"

    def _concatenation(self, node: nodes.Concat) -> str:
        return f"''.join(({', '.join(f'plain({self.value(one)})' for one in node.nodes)},))"

    def _tuple(self, node: nodes.Tuple) -> str:
        return f"({''.join(f'{self.value(one)}, ' for one in node.items)})"

    def _list(self, node: nodes.List) -> str:
        return f"[{', '.join(map(self.value, node.items))}]"

    def _dict(self, node: nodes.Dict) -> str:
        return f"{{{', '.join(f'{self.value(one.key)}: {self.value(one.value)}' for one in node.items)}}}"


def _binary(operator: str) -> Callable[[Expressions, nodes.BinExpr], str]:
    return lambda self, node: f"({self.value(node.left)} {operator} {self.value(node.right)})"


def _unary(operator: str) -> Callable[[Expressions, nodes.UnaryExpr], str]:
    return lambda self, node: f"({operator} {self.value(node.node)})"


_TRANSLATORS: dict[type[nodes.Node], Callable[[Expressions, Any], str]] = {
    nodes.Add: _binary("+"),
    nodes.And: _binary("and"),
    nodes.Call: Expressions._call,
    nodes.Compare: Expressions._compare,
    nodes.Concat: Expressions._concatenation,
    nodes.CondExpr: Expressions._conditional,
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
