"""HTML as mail programs take it: styles on the elements, and pictures no wider than the letter."""

from __future__ import annotations

import re
from functools import cache

import css_inline

WIDTH = 552
"""Of a picture at most: 600 without the letter's edges. Some programs follow the attribute and no style."""
_SIZE = re.compile(r'\bwidth="(\d+)" height="(\d+)"')


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def finish(page: str) -> str:
    """A rendered letter as it is sent. A stylesheet marked data-css-inline="keep" stays one: that of the dark form."""
    inlined = _inliner().inline(_SIZE.sub(_fitted, page))
    return inlined.replace(' data-css-inline="keep"', "")


def _fitted(size: re.Match[str]) -> str:
    width, height = int(size[1]), int(size[2])
    if width <= WIDTH:
        return size[0]
    return f'width="{WIDTH}" height="{round(height * WIDTH / width)}"'
