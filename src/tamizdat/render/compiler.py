"""Compiles a template, with all that it refers to, to one Python function.

The language is a part of Jinja's, read by Jinja's own parser; docs/render.md says which part, and what does not belong to it is
refused when a template is compiled. What a template extends, includes and imports is compiled in place, so that a page
costs its values and nothing else; docs/decisions/0040 says why.

A name is looked up in the template, from the innermost loop, included template or block outwards, then among the globals, then
among the page's values. Output is escaped unless it is Markup, in templates whose names end in one of `ESCAPED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jinja2 import nodes

from tamizdat.render.code import Code
from tamizdat.render.compiled import CompiledTemplate, Line
from tamizdat.render.expressions import Expressions, Namespace
from tamizdat.render.markup import escape
from tamizdat.render.scopes import Context, Loop, Module, Scope
from tamizdat.render.templates import NOT_FOLLOWED, Templates

ESCAPED = (".html", ".xml")
_RESERVED = frozenset(["Markup", "enumerate", "escape", "len", "list", "out", "plain", "values"])
"""Names that the generated code uses itself."""


def compile_template(name: str, templates: Templates, namespace: Namespace) -> CompiledTemplate:
    """Raises RenderError for a template that can't be read or that is not in the language."""
    lines = CodeGenerator(templates, namespace).generate(name)
    return CompiledTemplate(name, lines, namespace.filters, namespace.globals)


class CodeGenerator:
    """Generates the function of one page: `render(values)`."""

    def __init__(self, templates: Templates, namespace: Namespace) -> None:
        self._templates = templates
        self._context = Context()
        self._expressions = Expressions(self._context, namespace)
        self._modules_code = Code()
        self._code = Code()
        self._blocks: dict[str, tuple[str, nodes.Block]] = {}  # by name: the template that defines it, and the block
        self._modules: dict[str, Module] = {}
        self._open: list[str] = []
        self._count = 0

    def generate(self, name: str) -> list[Line]:
        """The lines of Python, those of imported templates first."""
        self._context.template = name
        self._write("def render(values):")
        with self._function(), self._scope():
            self._template(name)
        return [*self._modules_code.lines, *self._code.lines]

    # Templates

    def _template(self, name: str) -> None:
        """A whole template; of one that extends another its assignments, and then the other with the blocks of both."""
        with self._opened(name) as body:
            for block in (block for node in body for block in _blocks_in(node)):
                self._blocks.setdefault(block.name, (name, block))
            extends = next((node for node in body if isinstance(node, nodes.Extends)), None)
            if extends is None:
                self._body(body)
                return
            self._body(node for node in body if not isinstance(node, nodes.Output | nodes.Block | nodes.Extends))
            self._context.line = extends.lineno
            self._template(self._constant_name(extends.template))

    @contextmanager
    def _opened(self, name: str) -> Iterator[Sequence[nodes.Node]]:
        if name in self._open:
            self._context.refuse(f"{name} includes, extends or imports itself")
        self._open.append(name)
        body = self._templates.get(name).body
        with self._context.in_template(name):
            yield body
        self._open.pop()

    def _constant_name(self, name: nodes.Expr) -> str:
        if not isinstance(name, nodes.Const):
            self._context.refuse("what is extended or imported is named in quotes")
        return str(name.value)

    # Statements

    def _body(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self._context.line = node.lineno
            generate = _STATEMENTS.get(type(node))
            if generate is None:
                self._context.refuse(f"{type(node).__name__} is no part of the language")
            generate(self, node)

    def _output(self, node: nodes.Output) -> None:
        escapes = self._context.template.endswith(ESCAPED)
        for part in node.nodes:
            self._context.line = part.lineno
            if isinstance(part, nodes.TemplateData):
                self._code.output_text(part.data, self._context.position)
            elif (constant := self._expressions.constant(part)) is not None:
                self._code.output_text(escape(constant) if escapes else constant, self._context.position)
            else:
                python = f"{'escape' if escapes else 'plain'}({self._value(part)})"
                self._code.output_value(python, self._context.position)

    def _if(self, node: nodes.If) -> None:
        scope = self._context.scope
        outermost = scope.branch is None
        self._code.flush()
        if outermost:
            scope.branch = len(self._code.lines)
        self._write(f"if {self._value(node.test)}:")
        self._indented_body(node.body)
        for other in node.elif_:
            self._context.line = other.lineno
            self._write(f"elif {self._value(other.test)}:")
            self._indented_body(other.body)
        if node.else_:
            self._write("else:")
            self._indented_body(node.else_)
        if outermost:
            scope.branch = None

    def _for(self, node: nodes.For) -> None:
        if node.recursive:
            self._context.refuse("a loop can't call itself")
        items = self._value(node.iter)
        loop = Loop(counter=self._new_name("counter"), items=self._new_name("items"))
        counts = any(name.name == "loop" for name in node.find_all(nodes.Name))
        with self._scope(loop if counts else None):
            target = self._target(node.target)
            if node.test:
                items = f"[{target} for {target} in {items} if {self._value(node.test)}]"
            if counts or node.else_:
                self._write(f"{loop.items} = list({items})")
                items = loop.items
            self._write(
                f"for {loop.counter}, {target} in enumerate({items}):" if counts else f"for {target} in {items}:"
            )
            self._indented_body(node.body)
        if node.else_:
            self._write(f"if not {loop.items}:")
            self._indented_body(node.else_)

    def _assign(self, node: nodes.Assign) -> None:
        value = self._value(node.node)
        self._write(f"{self._target(node.target)} = {value}")

    def _assign_block(self, node: nodes.AssignBlock) -> None:
        if node.filter is not None:
            self._context.refuse("filter it where it is printed")
        outer = self._new_name("outer")
        self._write(f"{outer}, out = out, []")
        self._body(node.body)
        self._write(f"{self._target(node.target)}, out = {self._text_type}(''.join(out)), {outer}")

    def _include(self, node: nodes.Include) -> None:
        if node.ignore_missing or not node.with_context:
            self._context.refuse("an included template must be there, and sees all names of the place that includes it")
        names = self._templates.named(node.template)
        if names is None:
            self._context.refuse(NOT_FOLLOWED)
        if isinstance(node.template, nodes.Const):
            self._included(names[0])
            return
        chosen = self._new_name("chosen")
        self._write(f"{chosen} = {self._value(node.template)}")
        for name in names:
            self._write(f"{'if' if name == names[0] else 'elif'} {chosen} == {name!r}:")
            with self._code.indented(self._context.position):
                self._included(name)
        self._write("else:" if names else "if True:")
        with self._code.indented(self._context.position):
            self._write(f"raise RenderError({chosen}, 0, 'there is no such template')")

    def _included(self, name: str) -> None:
        with self._opened(name) as body, self._scope():
            self._body(body)

    def _block(self, node: nodes.Block) -> None:
        template, block = self._blocks.get(node.name, (self._context.template, node))
        with self._context.in_template(template), self._scope():
            self._body(block.body)

    def _import(self, node: nodes.Import) -> None:
        self._context.scope.names[node.target] = self._module(self._constant_name(node.template))

    def _from_import(self, node: nodes.FromImport) -> None:
        module = self._module(self._constant_name(node.template))
        for name in node.names:
            theirs, ours = name if isinstance(name, tuple) else (name, name)
            if theirs not in module.names:
                self._context.refuse(f"there is no {theirs} to import")
            self._context.scope.names[ours] = module.names[theirs]

    def _module(self, name: str) -> Module:
        """Of an imported template, macros and constants are made before the page, and see none of its values."""
        if name not in self._modules:
            code, scopes = self._code, self._context.scopes
            self._code, self._context.scopes = Code(), []
            with self._opened(name) as body, self._scope() as scope:
                self._body(node for node in body if not isinstance(node, nodes.Output))
            made = {name: python for name, python in scope.names.items() if isinstance(python, str)}
            self._modules[name] = Module(names=made)
            self._modules_code.lines += self._code.lines
            self._code, self._context.scopes = code, scopes
        return self._modules[name]

    def _macro(self, node: nodes.Macro) -> None:
        name = self._context.scope.names[node.name] = self._new_name(node.name)
        defaults = [self._value(default) for default in node.defaults]
        required = len(node.args) - len(defaults)
        if reserved := _RESERVED.intersection(argument.name for argument in node.args):
            self._context.refuse(f"{', '.join(sorted(reserved))} can't be the name of a parameter")
        parameters = [argument.name for argument in node.args[:required]]
        parameters += [
            f"{argument.name}={default}" for argument, default in zip(node.args[required:], defaults, strict=True)
        ]
        self._write(f"def {name}({', '.join(parameters)}):")
        with self._scope(), self._function(self._text_type):
            for argument in node.args:
                self._write(f"{self._assigned(argument.name)} = {argument.name}")
            self._body(node.body)

    # Names

    def _target(self, node: nodes.Node) -> str:
        """Python's names of what an assignment or a loop assigns to."""
        if isinstance(node, nodes.Tuple):
            return ", ".join(self._target(item) for item in node.items)
        if not isinstance(node, nodes.Name):
            self._context.refuse("only names can be set")
        return self._assigned(node.name)

    def _assigned(self, name: str) -> str:
        """Python's name of a name that gets a value here."""
        scope = self._context.scope
        found = scope.names.get(name)
        if isinstance(found, str):
            return found
        before = self._context.find(name)
        made = scope.names[name] = self._new_name(name)
        if scope.branch is not None:  # where the branch is not taken, the name means what it did before
            value = before if isinstance(before, str) else f"values.get({name!r})"
            self._code.insert(scope.branch, f"{made} = {value}", self._context.position)
        return made

    def _new_name(self, name: str) -> str:
        self._count += 1
        return f"{name}_{self._count}"

    @contextmanager
    def _scope(self, loop: Loop | None = None) -> Iterator[Scope]:
        self._context.scopes.append(Scope(loop=loop))
        yield self._context.scope
        self._code.flush()
        self._context.scopes.pop()

    # Code

    def _value(self, node: nodes.Node) -> str:
        return self._expressions.value(node)

    @property
    def _text_type(self) -> str:
        """What the output of a macro or a block becomes."""
        return "Markup" if self._context.template.endswith(ESCAPED) else ""

    def _write(self, text: str) -> None:
        self._code.write(text, self._context.position)

    def _indented_body(self, body: Iterable[nodes.Node]) -> None:
        with self._code.indented(self._context.position):
            self._body(body)

    @contextmanager
    def _function(self, text_type: str = "") -> Iterator[None]:
        """The body of a function that returns its output."""
        with self._code.indented(self._context.position):
            self._write("out = []")
            yield
            self._write(f"return {text_type}(''.join(out))")


def _blocks_in(node: nodes.Node) -> Iterable[nodes.Block]:
    return (*((node,) if isinstance(node, nodes.Block) else ()), *node.find_all(nodes.Block))


_STATEMENTS: dict[type[nodes.Node], Callable[[CodeGenerator, Any], None]] = {
    nodes.Assign: CodeGenerator._assign,
    nodes.AssignBlock: CodeGenerator._assign_block,
    nodes.Block: CodeGenerator._block,
    nodes.For: CodeGenerator._for,
    nodes.FromImport: CodeGenerator._from_import,
    nodes.If: CodeGenerator._if,
    nodes.Import: CodeGenerator._import,
    nodes.Include: CodeGenerator._include,
    nodes.Macro: CodeGenerator._macro,
    nodes.Output: CodeGenerator._output,
}
