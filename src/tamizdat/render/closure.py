"""Which templates a template can render with: the bake makes a page again when one of them changes.

They are found in the syntax tree that the compiler reads too, so a comment, a quoted text or what is between `raw` and `endraw`
is no reference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from jinja2 import nodes

from tamizdat.render.errors import RenderError
from tamizdat.render.templates import NOT_FOLLOWED, Templates

_STATEMENTS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def closure(templates: Templates, name: str, functions: Collection[str]) -> dict[str, str]:
    """Source text by name, sorted, of the template and of all that it extends, includes, imports, or renders by a call of
    one of `functions`, whose first argument names a template; and of all that these refer to.

    A name that begins with a constant, such as `"blocks/" ~ block.kind ~ ".html"`, means every template whose name begins
    so. Raises RenderError for any other name that is not a constant, and for a template that is not there.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = templates.get(name).text
            waiting += _references(templates, name, functions)
    return dict(sorted(found.items()))


def _references(templates: Templates, name: str, functions: Collection[str]) -> Iterator[str]:
    for node in templates.get(name).tree.find_all((*_STATEMENTS, nodes.Call)):
        reference = None
        if isinstance(node, _STATEMENTS):
            reference = node.template
        elif isinstance(node, nodes.Call):
            if not (isinstance(node.node, nodes.Name) and node.node.name in functions):
                continue
            reference = node.args[0] if node.args else None
        names = templates.named(reference) if reference else None
        if names is None:
            raise RenderError(name, node.lineno, NOT_FOLLOWED)
        yield from names
