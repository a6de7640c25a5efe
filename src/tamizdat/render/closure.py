"""Which templates a template draws in, found by reading them: the bake rebuilds a page when any of them changes."""

from __future__ import annotations

import re

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(.*?)\s*[-+]?%\}", re.DOTALL)
_CALLED = re.compile(r"""\b(?:frame|kept)\(\s*["']([^"']+)["']""")
_LITERAL = re.compile(r"""["']([^"']+)["']\s*(~)?""")


def closure(sources: Sources, template: str) -> dict[str, str]:
    """Source text by name of `template` and of everything it can draw in.

    `include "blocks/" ~ block.kind ~ ".html"` draws in all of blocks/.
    """
    found: dict[str, str] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        text = sources.read(f"templates/{name}")
        if text is None:
            raise RenderError(name, 0, "there is no such template")
        found[name] = text
        waiting += _drawn_in(sources, name, text)
    return dict(sorted(found.items()))


def _drawn_in(sources: Sources, name: str, text: str) -> list[str]:
    text = _COMMENT.sub("", text)
    names = _CALLED.findall(text)
    for tag in _TAG.finditer(text):
        literal = _LITERAL.match(tag[1])
        if literal is None:
            line = text.count("\n", 0, tag.start()) + 1
            raise RenderError(name, line, f"{tag[0]} can't be followed; begin its name with a quoted folder")
        if literal[2]:
            names += sources.templates(literal[1])
        else:
            names.append(literal[1])
    return names
