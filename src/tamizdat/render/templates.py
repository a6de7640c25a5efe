"""The templates of a theme as Jinja's parser reads them, and what the name of another template in them can mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources

_PARSER = Environment(trim_blocks=True, lstrip_blocks=True)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
NOT_FOLLOWED = (
    """a template can't be followed; begin its name with a quoted folder, as in "blocks/" ~ kind ~ ".html\""""
)


@dataclass(frozen=True, kw_only=True)
class Template:
    """`text` is the file's, `tree` the syntax tree of it without indentation."""

    text: str
    tree: nodes.Template

    @property
    def body(self) -> Sequence[nodes.Node]:
        return self.tree.body


class Templates:
    """Templates by name, each read and parsed once, for every language that it is compiled for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.get = cache(self._parse)

    def named(self, name: nodes.Expr) -> list[str] | None:
        """The templates that an expression can name, or None where that is not known before the page is rendered.

        `"parts/menu.html"` names one; `"blocks/" ~ block.kind ~ ".html"` all whose names begin with the constant.
        """
        if isinstance(name, nodes.Const):
            return [str(name.value)]
        if isinstance(name, nodes.Concat) and isinstance(start := name.nodes[0], nodes.Const):
            return self._sources.templates(str(start.value))
        return None

    def _parse(self, name: str) -> Template:
        text = self._sources.read(f"templates/{name}")
        if text is None:
            raise RenderError(name, 0, "there is no such template")
        try:
            return Template(text=text, tree=_PARSER.parse(_INDENTATION.sub("", text), name))
        except TemplateSyntaxError as error:
            raise RenderError(name, error.lineno, str(error.message)) from error
