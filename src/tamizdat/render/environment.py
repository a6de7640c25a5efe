"""The words templates may use: one environment a language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Protocol

from minijinja import Environment, escape, safe

from tamizdat.render import filters, languages, structured
from tamizdat.render.assets import Asset
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.errors import RenderError
from tamizdat.render.moments import Moments
from tamizdat.render.sources import Sources

_MESSAGE = re.compile(r'\b_\("([^"\\]*)"\)')
_ASSET = re.compile(r'\basset\("([^"\\]*)"\)')
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
SLASH = "&#x2f;"
"""What the engine writes for "/"; in text and in attributes both mean the same."""
KEPT = 2000
"""Cards kept rendered in each language: more than what is baked together shows, and 2 MB."""


class Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


def build(
    *, sources: Sources, language: str, catalogue: Catalogue, moments: Moments, assets: Mapping[str, Asset]
) -> Environment:
    environment = Environment(
        loader=lambda name: _load(sources, name, catalogue, assets),
        undefined_behavior="strict",
        auto_escape_callback=lambda name: name.endswith((".html", ".xml")),
        trim_blocks=True,
        lstrip_blocks=True,
        filters={
            "absolute": filters.absolute,
            "by_language": filters.by_language,
            "date": moments.date,
            "datetime": moments.date_and_time,
            "direction": languages.direction,
            "duration": lambda seconds: moments.figures(filters.duration(seconds)),
            "figures": moments.figures,
            "isodate": moments.iso,
            "json_ld": filters.json_ld,
            "language_name": languages.name,
            "linked_names": _linked_names(moments),
            "links_absolute": filters.links_absolute,
            "month_name": moments.month,
            "names": lambda people: moments.listed([person.name for person in people]),
            "number": moments.number,
            "player": filters.player,
            "rfc822date": moments.rfc822,
            "size": moments.size,
            "time": moments.time,
            "tone": filters.tone,
        },
        globals={
            "_": _gettext(catalogue),
            "ngettext": _ngettext(catalogue, moments),
            "asset": _asset_url(assets),
            "language": language,
            "breadcrumbs": structured.breadcrumbs,
            "news_article": partial(structured.news_article, moments),
            "newsroom": structured.newsroom,
            "person": structured.person,
            "podcast_episode": partial(structured.podcast_episode, moments),
        },
    )
    environment.add_global("frame", _frame(environment))
    environment.add_global("kept", _kept(environment))
    return environment


def _load(sources: Sources, name: str, catalogue: Catalogue, assets: Mapping[str, Asset]) -> str | None:
    """A template without its indentation, its fixed messages and assets in place: an environment speaks one language."""
    text = sources.read(f"templates/{name}")
    if text is None:
        return None
    text = _INDENTATION.sub("", text)
    text = _MESSAGE.sub(lambda match: _literal(catalogue.text(match[1])), text)
    return _ASSET.sub(lambda match: _literal(assets[match[1]].url) if match[1] in assets else match[0], text)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _linked_names(moments: Moments) -> Callable[[Sequence[Named]], str]:
    """Names as a sentence lists them, each linked where it has an address."""

    @lru_cache(maxsize=1024)
    def joined(people: tuple[tuple[str, str], ...]) -> str:
        return safe(moments.listed([_linked(name, url) for name, url in people]))

    return lambda people: joined(tuple((person.name, person.url) for person in people))


def _linked(name: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(name)}</a>' if url else escape(name)


def _filled(message: str, values: Mapping[str, object]) -> str:
    """A message with its %(names)s filled in; what is filled in is escaped unless a template marked it safe."""
    if not values:
        return message
    return safe(escape(message) % {name: escape(value) for name, value in values.items()})


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


def _plain_slashes(text: str) -> str:
    return text.replace(SLASH, "/")


def _frame(environment: Environment) -> Callable[[str, object], str]:
    """`frame(part, site)`: a part that shows the site alone, rendered once for as long as the site stays equal.

    Menus are most of a page's values and the same on every page; comparing two sites is cheaper than printing one.
    """
    kept: dict[str, tuple[object, str]] = {}

    def frame(part: str, site: object) -> str:
        known = kept.get(part)
        if known is None or (known[0] is not site and known[0] != site):
            known = kept[part] = (site, safe(_plain_slashes(environment.render_template(part, site=site))))
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
            found = known[part, id(card)] = (card, safe(_plain_slashes(environment.render_template(part, card=card))))
            if len(known) > KEPT:
                del known[next(iter(known))]
        return found[1]

    return kept
