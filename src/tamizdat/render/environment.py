"""What templates of one language can use: filters, globals, and the templates, compiled when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from tamizdat.render import filters
from tamizdat.render.assets import Asset
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.compiled import CompiledTemplate
from tamizdat.render.compiler import compile_template
from tamizdat.render.errors import RenderError
from tamizdat.render.expressions import Namespace
from tamizdat.render.formatter import Formatter
from tamizdat.render.fragments import FRAGMENT_FUNCTIONS
from tamizdat.render.markup import Markup, escape
from tamizdat.render.templates import Templates

Functions = Callable[[Formatter], Mapping[str, Callable[..., object]]]
"""Gives, for the language of a formatter, functions by the names that templates call them by."""


class Named(Protocol):
    """Someone with a name and, or '', the address of their page."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


class Environment:
    """Renders the templates of one language."""

    def __init__(
        self,
        *,
        templates: Templates,
        language: str,
        catalogue: Catalogue,
        formatter: Formatter,
        assets: Mapping[str, Asset],
        functions: Functions,
    ) -> None:
        self._templates = templates
        self._compiled: dict[str, CompiledTemplate] = {}
        asset_url = _asset_url(assets)
        self._namespace = Namespace(
            filters={**filters.GENERAL, **_language_filters(formatter)},
            globals={
                "_": _gettext(catalogue),
                "ngettext": _ngettext(catalogue, formatter),
                "asset": asset_url,
                "language": language,
                **{name: make(self.render) for name, make in FRAGMENT_FUNCTIONS.items()},
                **functions(formatter),
            },
            constant={"_": catalogue.text, "asset": asset_url},
            render=FRAGMENT_FUNCTIONS.keys(),
        )

    def render(self, template: str, **values: object) -> str:
        """Raises RenderError."""
        compiled = self._compiled.get(template)
        if compiled is None:
            compiled = self._compiled[template] = compile_template(template, self._templates, self._namespace)
        return compiled(values)


def _language_filters(formatter: Formatter) -> Mapping[str, Callable[..., object]]:
    """The filters whose result depends on the language."""
    return {
        "date": formatter.date,
        "datetime": formatter.date_and_time,
        "duration": lambda seconds: formatter.figures(filters.duration(seconds)),
        "figures": formatter.figures,
        "isodate": formatter.iso,
        "linked_names": _linked_names(formatter),
        "month_name": formatter.month,
        "names": lambda people: formatter.listed([person.name for person in people]),
        "number": formatter.number,
        "rfc822date": formatter.rfc822,
        "size": formatter.size,
        "time": formatter.time,
    }


def _linked_names(formatter: Formatter) -> Callable[[Sequence[Named]], str]:
    """Names as a list in a sentence, each linked where it has an address."""

    @lru_cache(maxsize=1024)
    def joined(people: tuple[tuple[str, str], ...]) -> str:
        return Markup(formatter.listed([_linked(name, url) for name, url in people]))

    return lambda people: joined(tuple((person.name, person.url) for person in people))


def _linked(name: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(name)}</a>' if url else escape(name)


def _interpolated(message: str, values: Mapping[str, object]) -> str:
    """A message with values in place of its %(names)s; values are escaped unless they are Markup."""
    if not values:
        return message
    return Markup(escape(message) % {name: escape(value) for name, value in values.items()})


def _gettext(catalogue: Catalogue) -> Callable[..., str]:
    def gettext(message: str, **values: object) -> str:
        return _interpolated(catalogue.text(message), values)

    return gettext


def _ngettext(catalogue: Catalogue, formatter: Formatter) -> Callable[..., str]:
    def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
        return _interpolated(catalogue.plural(singular, plural, count), {"count": formatter.number(count), **values})

    return ngettext


def _asset_url(assets: Mapping[str, Asset]) -> Callable[[str], str]:
    def asset(name: str) -> str:
        if name not in assets:
            raise RenderError(f"asset({name!r})", 0, f"no such asset; there are {', '.join(sorted(assets))}")
        return assets[name].url

    return asset
