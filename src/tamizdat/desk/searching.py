"""The desk's search: the framework's own, but for what would make each publish dearer as the archive grows.

It weighs a match by how long a title is beside all others, and to know their average it reads the whole index twice for every
story that is saved: 70 ms at 100,000. Here that is done when the index is built anew; until then a new title weighs as an
average one does.
"""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database import SearchBackend as framework


def SearchBackend(params: dict[str, Any]) -> Any:
    backend = framework(params)
    backend.index_class = _steady(backend.index_class)
    return backend


def _steady(index_class: Any) -> Any:
    class Steady(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return Steady
