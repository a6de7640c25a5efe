"""The words templates may use: one environment a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Protocol

from tamizdat.render import filters, structured
from tamizdat.render.assets import Asset
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.compiled import Compiled
from tamizdat.render.compiler import Templates, compile_template
from tamizdat.render.errors import RenderError
from tamizdat.render.expressions import Words
from tamizdat.render.markup import Markup, escape
from tamizdat.render.moments import Moments

KEPT = 2000
"""Cards kept rendered in each language: more than what is baked together shows, and 2 MB."""


class Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


class Environment:
    """What templates of one language can say, and the templates, compiled as they are asked for."""

    def __init__(
        self,
        *,
        templates: Templates,
        language: str,
        catalogue: Catalogue,
        moments: Moments,
        assets: Mapping[str, Asset],
    ) -> None:
        self._templates = templates
        self._compiled: dict[str, Compiled] = {}
        self._words = Words(
            filters={**filters.GENERAL, **_filters(moments)},
            globals={
                "_": _gettext(catalogue),
                "ngettext": _ngettext(catalogue, moments),
                "asset": _asset_url(assets),
                "language": language,
                "breadcrumbs": structured.breadcrumbs,
                "frame": _frame(self),
                "kept": _kept(self),
                "news_article": partial(structured.news_article, moments),
                "newsroom": structured.newsroom,
                "person": structured.person,
                "podcast_episode": partial(structured.podcast_episode, moments),
            },
            fixed={"_": catalogue.text, "asset": _asset_url(assets)},
        )

    def render(self, template: str, **values: object) -> str:
        """Raises RenderError."""
        found = self._compiled.get(template)
        if found is None:
            found = self._compiled[template] = compile_template(template, self._templates, self._words)
        return found(values)


def _filters(moments: Moments) -> Mapping[str, Callable[..., object]]:
    """Those that speak the language."""
    return {
        "date": moments.date,
        "datetime": moments.date_and_time,
        "duration": lambda seconds: moments.figures(filters.duration(seconds)),
        "figures": moments.figures,
        "isodate": moments.iso,
        "linked_names": _linked_names(moments),
        "month_name": moments.month,
        "names": lambda people: moments.listed([person.name for person in people]),
        "number": moments.number,
        "rfc822date": moments.rfc822,
        "size": moments.size,
        "time": moments.time,
    }


def _linked_names(moments: Moments) -> Callable[[Sequence[Named]], str]:
    """Names as a sentence lists them, each linked where it has an address."""

    @lru_cache(maxsize=1024)
    def joined(people: tuple[tuple[str, str], ...]) -> str:
        return Markup(moments.listed([_linked(name, url) for name, url in people]))

    return lambda people: joined(tuple((person.name, person.url) for person in people))


def _linked(name: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(name)}</a>' if url else escape(name)


def _filled(message: str, values: Mapping[str, object]) -> str:
    """A message with its %(names)s filled in; what is filled in is escaped unless a template marked it safe."""
    if not values:
        return message
    return Markup(escape(message) % {name: escape(value) for name, value in values.items()})


def _gettext(catalogue: Catalogue) -> Callable[..., str]:
    def gettext(message: str, **values: object) -> str:
        return _filled(catalogue.text(message), values)

    return gettext


def _ngettext(catalogue: Catalogue, moments: Moments) -> Callable[..., str]:
    def ngettext(one: str, many: str, count: int, **values: object) -> str:
        return _filled(catalogue.plural(one, many, count), {"count": moments.number(count), **values})

    return ngettext


def _asset_url(assets: Mapping[str, Asset]) -> Callable[[str], str]:
    def asset(name: str) -> str:
        if name not in assets:
            raise RenderError(f"asset({name!r})", 0, f"no such asset; there are {', '.join(sorted(assets))}")
        return assets[name].url

    return asset


def _frame(environment: Environment) -> Callable[[str, object], str]:
    """`frame(part, site)`: a part that shows the site alone, rendered once for as long as the site stays equal.

    Menus are most of a page's values and the same on every page; comparing two sites is cheaper than printing one.
    """
    kept: dict[str, tuple[object, str]] = {}

    def frame(part: str, site: object) -> str:
        known = kept.get(part)
        if known is None or (known[0] is not site and known[0] != site):
            known = kept[part] = (site, Markup(environment.render(part, site=site)))
        return known[1]

    return frame


def _kept(environment: Environment) -> Callable[[str, object], str]:
    """`kept(part, card)`: a part that shows one card alone, rendered once for all the lists that it stands in.

    A story stands in half a dozen lists and after three other stories. Kept by identity, for to compare two cards would
    cost more than it saves: the reader hands the same card out as long as it holds.
    """
    known: dict[tuple[str, int], tuple[object, str]] = {}

    def kept(part: str, card: object) -> str:
        found = known.get((part, id(card)))
        if found is None:  # while it is kept, so is its card, and no other can have its number
            found = known[part, id(card)] = (card, Markup(environment.render(part, card=card)))
            if len(known) > KEPT:
                del known[next(iter(known))]
        return found[1]

    return kept
