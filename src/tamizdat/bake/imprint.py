"""What a process makes its pages with: the theme, the settings and the program, as it read them when it began."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from tamizdat.bake.graph import Graph


class Outdated(Exception):
    """Another process bakes with a newer theme, newer settings or a newer program, and this one must not put old pages in
    the place of its."""


class Imprint:
    """One process's, and beside it in the graph the newest that any process had."""

    def __init__(self) -> None:
        self._own = ""

    @property
    def known(self) -> bool:
        """Whether this process has said what it bakes with."""
        return bool(self._own)

    def claim(self, graph: Graph, fingerprints: Mapping[str, str]) -> None:
        """From here on this process's is the newest."""
        self._own = blake2b(repr(sorted(fingerprints.items())).encode(), digest_size=12).hexdigest()
        graph.set(made_with=self._own)

    def check(self, graph: Graph) -> None:
        """Raises Outdated when another process has claimed since."""
        if self._own and graph.get("made_with") != self._own:
            raise Outdated("The theme, the settings or the program changed since this process began; start it again.")
