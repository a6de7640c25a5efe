"""What a process makes its pages with: the theme, the settings and the program, as it read them when it began."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from tamizdat.bake.store import Store


class Outdated(Exception):
    """Another process bakes with a newer theme, newer settings or a newer program, and this one must not replace its pages
    by old ones."""


class BuildFingerprint:
    """This process's, compared with the newest that any process had, which is kept in the graph."""

    def __init__(self) -> None:
        self._own = ""

    @property
    def is_known(self) -> bool:
        """Whether this process has said what it bakes with."""
        return bool(self._own)

    def claim(self, store: Store, fingerprints: Mapping[str, str]) -> None:
        """From here on this process's is the newest."""
        self._own = blake2b(repr(sorted(fingerprints.items())).encode(), digest_size=12).hexdigest()
        store.set(build=self._own)

    def check(self, store: Store) -> None:
        """Raises Outdated when another process has claimed since."""
        if self._own and store.get("build") != self._own:
            raise Outdated("The theme, the settings or the program changed since this process began; start it again.")
