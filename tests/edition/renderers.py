"""One renderer for many editions of the same theme: to parse and compile every template is a third of what a small bake costs.

Each of these renderers is made for certain corrected texts of the interface and never changes, so it is what a process that has
just begun would have. An edition whose own renderer has to follow changed texts must have one: `wiring.edition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from tamizdat.config import wiring
from tamizdat.config.newsroom import Newsroom
from tamizdat.edition.policy import Edition
from tamizdat.render import Renderer
from tamizdat.render.assets import Asset
from tamizdat.render.renderer import Corrected

Texts = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Corrected texts, so that they can be compared."""


def edition(room: Newsroom) -> Edition:
    """`wiring.edition` with such a renderer; with its own where the newsroom has a theme of its own."""
    if room.theme.exists():
        return wiring.edition(room)
    with patch.object(wiring, "Renderer", _Shared):
        return wiring.edition(room)


@lru_cache(maxsize=16)
def _renderer(languages: tuple[str, ...], time_zone: str, functions: Any, texts: Texts) -> Renderer:
    corrected = MappingProxyType({language: MappingProxyType(dict(said)) for language, said in texts})
    return Renderer(
        theme_folders=[wiring.theme.FOLDER],
        languages=languages,
        time_zone=time_zone,
        functions=functions,
        corrected=lambda: corrected,
    )


class _Shared:
    """As much of a Renderer as the edition asks for."""

    def __init__(self, *, theme_folders: Any, languages: Any, time_zone: str, functions: Any, corrected: Any) -> None:
        self._of = (tuple(languages), time_zone, functions)
        self._get_corrected = corrected
        self._corrected: Corrected | None = None
        self._renderer = _renderer(*self._of, ())

    @property
    def assets(self) -> Mapping[str, Asset]:
        return self._renderer.assets

    def fingerprint(self, template: str, language: str) -> str:
        return self._renderer.fingerprint(template, language)

    def page(self, template: str, language: str, **values: object) -> bytes:
        corrected = self._get_corrected()
        if corrected is not self._corrected:
            self._corrected = corrected
            texts = tuple((code, tuple(sorted(said.items()))) for code, said in sorted(corrected.items()) if said)
            self._renderer = _renderer(*self._of, texts)
        return self._renderer.page(template, language, **values)
