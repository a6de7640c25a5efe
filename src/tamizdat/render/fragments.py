"""Fragments of pages that many pages share: rendered once, then cached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from tamizdat.kit.cache import LRUCache
from tamizdat.render.markup import Markup

MAX_CARDS = 2000
"""Cards that are cached in each language: more than are shown by the pages that are baked together, and 2 MB."""


class Render(Protocol):
    """Renders a template of one language."""

    def __call__(self, template: str, **values: object) -> str: ...


def _frame(render: Render) -> Callable[[str, object], str]:
    """`frame(template, site)`: a fragment that shows the site alone, cached for as long as the site stays equal.

    Menus are most of a page's values and the same on every page; to compare two sites costs less than to render one.
    """
    cached: dict[str, tuple[object, str]] = {}  # one a template

    def frame(template: str, site: object) -> str:
        found = cached.get(template)
        if found is None or (found[0] is not site and found[0] != site):
            found = cached[template] = (site, Markup(render(template, site=site)))
        return found[1]

    return frame


def _kept(render: Render) -> Callable[[str, object], str]:
    """`kept(template, card)`: a fragment that shows one card alone, cached for all the lists that show this card.

    A story is in half a dozen lists and follows three other stories. The key is the card's identity, because to compare two
    cards would cost more than it saves: the reader gives the same object as long as the card does not change.
    """
    cached: LRUCache[tuple[str, int], tuple[object, str]] = LRUCache(MAX_CARDS)

    def kept(template: str, card: object) -> str:
        key = template, id(card)
        found = cached.get(key)
        if found is None:  # the cached card can't be freed, so no other object gets its id
            found = cached[key] = (card, Markup(render(template, card=card)))
        return found[1]

    return kept


FRAGMENT_FUNCTIONS: Mapping[str, Callable[[Render], Callable[[str, object], str]]] = {"frame": _frame, "kept": _kept}
"""By the name that templates call it by, what makes the function for a language. The first argument names a template."""
