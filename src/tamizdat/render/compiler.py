"""A template and all that it draws in become one function of Python.

The language is a part of Jinja's, read by Jinja's own parser; docs/render.md says which part, and what is no part of it is
refused when a template is read. What a template extends, includes and imports is written out in its place then, so that a page
costs its values and nothing else; docs/decisions/0040 says why.

A name is looked for in the template, from the innermost loop, part or block outwards, then among the words that the environment
gives, then among the page's values. What is printed is escaped unless it is Markup, in templates whose names end as `ESCAPED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from tamizdat.render.compiled import Compiled, Line, Place
from tamizdat.render.errors import RenderError
from tamizdat.render.expressions import Expressions, Module, Scope, Words
from tamizdat.render.markup import escape
from tamizdat.render.sources import Sources

ESCAPED = (".html", ".xml")
_PARSER = Environment(trim_blocks=True, lstrip_blocks=True)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_TAKEN = frozenset(["Markup", "enumerate", "escape", "len", "list", "out", "plain", "values"])
"""What the written function calls by these names."""


class Templates:
    """The templates of a theme, each read once, whatever language it is compiled for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.named = sources.templates
        self.parsed = cache(self._parse)

    def _parse(self, name: str) -> Sequence[nodes.Node]:
        text = self._sources.read(f"templates/{name}")
        if text is None:
            raise RenderError(name, 0, "there is no such template")
        try:
            return _PARSER.parse(_INDENTATION.sub("", text), name).body
        except TemplateSyntaxError as error:
            raise RenderError(name, error.lineno, str(error.message)) from error


def compile_template(name: str, templates: Templates, words: Words) -> Compiled:
    """The template `name` in one language. Raises RenderError for what can't be read or is no part of the language."""
    writer = _Writer(templates, words)
    writer.page(name)
    return Compiled(name, [*writer.before, *writer.lines], words)


class _Writer(Expressions):
    """Writes the function of one page."""

    def __init__(self, templates: Templates, words: Words) -> None:
        super().__init__(words)
        self._templates = templates
        self.before: list[Line] = []  # of imported templates
        self.lines: list[Line] = []
        self._depth = 0
        self._printed: list[tuple[str | None, str, Place]] = []  # fixed text, or Python that gives text
        self._blocks: dict[str, tuple[str, nodes.Block]] = {}
        self._modules: dict[str, Module] = {}
        self._open: list[str] = []
        self._count = 0

    # Templates

    def page(self, name: str) -> None:
        self._template = name
        self._say("def fill(values):")
        with self._function(), self._scope():
            self._whole(name)

    def _whole(self, name: str) -> None:
        """All of a template; of one that extends another what it sets, and then the other with its blocks."""
        with self._inside(name) as body:
            for block in (block for node in body for block in _blocks_of(node)):
                self._blocks.setdefault(block.name, (name, block))
            above = next((node for node in body if isinstance(node, nodes.Extends)), None)
            if above is None:
                self._body(body)
                return
            self._body(node for node in body if not isinstance(node, nodes.Output | nodes.Block | nodes.Extends))
            self._line = above.lineno
            self._whole(self._one(above.template))

    @contextmanager
    def _inside(self, name: str) -> Iterator[Sequence[nodes.Node]]:
        if name in self._open:
            self._refuse(f"{name} draws itself in")
        was = self._template, self._line
        self._open.append(name)
        body = self._templates.parsed(name)
        self._template = name
        yield body
        self._template, self._line = was
        self._open.pop()

    def _named(self, name: nodes.Expr) -> list[str]:
        """The templates that an expression can name: one in quotes, or all that begin with what stands in quotes."""
        if isinstance(name, nodes.Const):
            return [str(name.value)]
        if isinstance(name, nodes.Concat) and isinstance(name.nodes[0], nodes.Const):
            return self._templates.named(str(name.nodes[0].value))
        self._refuse("a template can't be followed; begin its name with a quoted folder")

    def _one(self, name: nodes.Expr) -> str:
        if not isinstance(name, nodes.Const):
            self._refuse("what is extended or imported is named in quotes")
        return str(name.value)

    # Statements

    def _body(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self._line = node.lineno
            writer = _STATEMENTS.get(type(node))
            if writer is None:
                self._refuse(f"{type(node).__name__} is no part of the language")
            writer(self, node)

    def _output(self, node: nodes.Output) -> None:
        escapes = self._template.endswith(ESCAPED)
        for one in node.nodes:
            self._line = one.lineno
            if isinstance(one, nodes.TemplateData):
                self._print(one.data, "")
            elif (fixed := self.fixed(one)) is not None:
                self._print(escape(fixed) if escapes else fixed, "")
            else:
                self._print(None, f"{'escape' if escapes else 'plain'}({self.value(one)})")

    def _if(self, node: nodes.If) -> None:
        scope = self._scopes[-1]
        outermost = scope.branch is None
        self._put()
        if outermost:
            scope.branch = len(self.lines)
        self._say(f"if {self.value(node.test)}:")
        self._indented(node.body)
        for other in node.elif_:
            self._line = other.lineno
            self._say(f"elif {self.value(other.test)}:")
            self._indented(other.body)
        if node.else_:
            self._say("else:")
            self._indented(node.else_)
        if outermost:
            scope.branch = None

    def _for(self, node: nodes.For) -> None:
        if node.recursive:
            self._refuse("a loop can't call itself")
        items = self.value(node.iter)
        at, held = self._new("at"), self._new("items")
        counts = any(name.name == "loop" for name in node.find_all(nodes.Name))
        with self._scope(loop=(at, held) if counts else None):
            target = self._target(node.target)
            if node.test:
                items = f"[{target} for {target} in {items} if {self.value(node.test)}]"
            if counts or node.else_:
                self._say(f"{held} = list({items})")
                items = held
            self._say(f"for {at}, {target} in enumerate({items}):" if counts else f"for {target} in {items}:")
            self._indented(node.body)
        if node.else_:
            self._say(f"if not {held}:")
            self._indented(node.else_)

    def _assign(self, node: nodes.Assign) -> None:
        value = self.value(node.node)
        self._say(f"{self._target(node.target)} = {value}")

    def _assign_block(self, node: nodes.AssignBlock) -> None:
        if node.filter is not None:
            self._refuse("filter it where it is printed")
        held = self._new("held")
        self._say(f"{held}, out = out, []")
        self._body(node.body)
        kind = "Markup" if self._template.endswith(ESCAPED) else ""
        self._say(f"{self._target(node.target)}, out = {kind}(''.join(out)), {held}")

    def _include(self, node: nodes.Include) -> None:
        if node.ignore_missing or not node.with_context:
            self._refuse("a part must be there, and sees what is known where it stands")
        names = self._named(node.template)
        if isinstance(node.template, nodes.Const):
            self._part(names[0])
            return
        wanted = self._new("wanted")
        self._say(f"{wanted} = {self.value(node.template)}")
        for name in names:
            self._say(f"{'if' if name == names[0] else 'elif'} {wanted} == {name!r}:")
            with self._deeper():
                self._part(name)
        self._say("else:" if names else "if True:")
        with self._deeper():
            self._say(f"raise RenderError({wanted}, 0, 'there is no such template')")

    def _part(self, name: str) -> None:
        with self._inside(name) as body, self._scope():
            self._body(body)

    def _block(self, node: nodes.Block) -> None:
        was = self._template
        self._template, block = self._blocks.get(node.name, (was, node))
        with self._scope():
            self._body(block.body)
        self._template = was

    def _import(self, node: nodes.Import) -> None:
        self._scopes[-1].names[node.target] = self._module(self._one(node.template))

    def _from(self, node: nodes.FromImport) -> None:
        module = self._module(self._one(node.template))
        for name in node.names:
            theirs, ours = name if isinstance(name, tuple) else (name, name)
            if theirs not in module.names:
                self._refuse(f"there is no {theirs} to import")
            self._scopes[-1].names[ours] = module.names[theirs]

    def _module(self, name: str) -> Module:
        """Of a template that is imported, macros and constants are made before the page, and see nothing of it."""
        if name not in self._modules:
            self._put()
            lines, scopes, depth = self.lines, self._scopes, self._depth
            self.lines, self._scopes, self._depth = [], [], 0
            with self._inside(name) as body, self._scope() as scope:
                self._body(node for node in body if not isinstance(node, nodes.Output))
            made = {ours: python for ours, python in scope.names.items() if isinstance(python, str)}
            self._modules[name] = Module(names=made)
            self.before += self.lines
            self.lines, self._scopes, self._depth = lines, scopes, depth
        return self._modules[name]

    def _macro(self, node: nodes.Macro) -> None:
        name = self._scopes[-1].names[node.name] = self._new(node.name)
        given = [self.value(default) for default in node.defaults]
        required = len(node.args) - len(given)
        if taken := _TAKEN.intersection(one.name for one in node.args):
            self._refuse(f"{', '.join(sorted(taken))} can't be the name of a parameter")
        parameters = [one.name for one in node.args[:required]]
        parameters += [f"{one.name}={value}" for one, value in zip(node.args[required:], given, strict=True)]
        self._say(f"def {name}({', '.join(parameters)}):")
        with self._scope(), self._function("Markup" if self._template.endswith(ESCAPED) else ""):
            for one in node.args:
                self._say(f"{self._own(one.name)} = {one.name}")
            self._body(node.body)

    # Names

    def _target(self, node: nodes.Node) -> str:
        """Names that get values."""
        if isinstance(node, nodes.Tuple):
            return ", ".join(self._target(one) for one in node.items)
        if not isinstance(node, nodes.Name):
            self._refuse("only names can be set")
        return self._own(node.name)

    def _own(self, name: str) -> str:
        """What Python calls the name here, where it gets a value."""
        scope = self._scopes[-1]
        known = scope.names.get(name)
        if isinstance(known, str):
            return known
        before = self._known(name)
        made = scope.names[name] = self._new(name)
        if scope.branch is not None:  # where the branch is not taken, the name means what it did before
            self._put()
            was = before if isinstance(before, str) else f"values.get({name!r})"
            self.lines.insert(scope.branch, Line(self.lines[scope.branch].depth, f"{made} = {was}", self._place))
        return made

    def _new(self, name: str) -> str:
        self._count += 1
        return f"{name}_{self._count}"

    @contextmanager
    def _scope(self, loop: tuple[str, str] | None = None) -> Iterator[Scope]:
        self._scopes.append(Scope(loop=loop))
        yield self._scopes[-1]
        self._put()
        self._scopes.pop()

    # Lines

    @property
    def _place(self) -> Place:
        return self._template, self._line

    @contextmanager
    def _function(self, kind: str = "") -> Iterator[None]:
        """The inside of a function that prints and answers what it printed."""
        with self._deeper():
            self._say("out = []")
            yield
            self._say(f"return {kind}(''.join(out))")

    def _indented(self, body: Iterable[nodes.Node]) -> None:
        with self._deeper():
            self._body(body)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._put()
        self._depth += 1
        self.lines.append(Line(self._depth, "pass", self._place))
        yield
        self._put()
        self._depth -= 1

    def _say(self, text: str) -> None:
        self._put()
        self.lines.append(Line(self._depth, text, self._place))

    def _print(self, text: str | None, python: str) -> None:
        if text is not None and self._printed and (before := self._printed[-1][0]) is not None:
            self._printed[-1] = (before + text, "", self._printed[-1][2])
        elif text != "":
            self._printed.append((text, python, self._place))

    def _put(self) -> None:
        """Write down what is to be printed so far: each value on a line of its own, so that an error names its line."""
        pieces, self._printed = self._printed, []
        if not pieces:
            return
        self.lines.append(Line(self._depth, "out += (", pieces[0][2]))
        for text, python, place in pieces:
            self.lines.append(Line(self._depth, f"{python if text is None else repr(text)},", place))
        self.lines.append(Line(self._depth, ")", pieces[-1][2]))


def _blocks_of(node: nodes.Node) -> Iterable[nodes.Block]:
    return (*((node,) if isinstance(node, nodes.Block) else ()), *node.find_all(nodes.Block))


_STATEMENTS: dict[type[nodes.Node], Callable[[_Writer, Any], None]] = {
    nodes.Assign: _Writer._assign,
    nodes.AssignBlock: _Writer._assign_block,
    nodes.Block: _Writer._block,
    nodes.For: _Writer._for,
    nodes.FromImport: _Writer._from,
    nodes.If: _Writer._if,
    nodes.Import: _Writer._import,
    nodes.Include: _Writer._include,
    nodes.Macro: _Writer._macro,
    nodes.Output: _Writer._output,
}
