"""Keeps stories that were removed out of what a search shows, whatever the index says: the edition itself knows best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tamizdat.door.address import read_address
from tamizdat.door.moved import STUB_HEAD, Gone, MovedMap, read_stub
from tamizdat.door.tree import Missing, Tree
from tamizdat.search.results import Completion, Result, Results


class RemovedStories:
    """Stories at whose address the edition says 410."""

    def __init__(self, tree: Tree) -> None:
        self._tree, self._map = tree, MovedMap(tree)

    def without(self, results: Results) -> Results:
        shown, similar = self._kept(results.results), self._kept(results.similar)
        missing = len(results.results) - len(shown)
        return replace(results, results=shown, similar=similar, total=max(0, results.total - missing))

    def without_headlines(self, completions: Iterable[Completion]) -> tuple[Completion, ...]:
        return tuple(one for one in completions if one.kind != "headline" or not self._is_removed(one.value))

    def _kept(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        return tuple(one for one in results if not self._is_removed(one.url))

    def _is_removed(self, url: str) -> bool:
        path = url.encode("utf-8", "replace")
        address = read_address(path)
        if address is None:
            return False
        try:
            opened = self._tree.open(address.file)
        except (Missing, OSError):
            return isinstance(self._map.find(path), Gone)
        try:
            return isinstance(read_stub(opened.read(STUB_HEAD)), Gone)
        finally:
            opened.close()
