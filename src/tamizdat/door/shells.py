"""Pages of the edition with a place into which the door renders a part for one request: what was found, a reader's choices.

Loaded with the first such request, so that a process without any stays small.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from tamizdat import theme
from tamizdat.door.settings import DoorSettings
from tamizdat.door.tree import Identity, Missing, Tree
from tamizdat.render import Renderer


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A page split around its place, and the texts of the interface that the newsroom corrected."""

    identities: tuple[Identity | None, Identity | None]
    before: bytes
    after: bytes
    texts: Mapping[str, str]


class Shells:
    """Thread-safe. A place is between <!--MARK--> and <!--/MARK-->."""

    def __init__(self, settings: DoorSettings) -> None:
        self._tree = Tree(settings.public)
        self._known: dict[str, Shell] = {}
        self._texts: dict[str, Mapping[str, str]] = {}
        self._lock = threading.Lock()  # the engine of templates is not made for several threads
        self._renderer = Renderer(
            theme_folders=[*([settings.theme] if settings.theme else []), theme.FOLDER],
            languages=settings.languages,
            time_zone=settings.time_zone,
            corrected=lambda: self._texts,
        )

    def shell(self, page: str, texts: str, mark: str) -> Shell:
        """Of the files `page` and `texts` as they are now. Raises Missing where there is no such page with a place in it."""
        identities = self._tree.identity_of(page), self._tree.identity_of(texts)
        known = self._known.get(page)
        if known is None or known.identities != identities:
            before, start, rest = self._read(page).partition(f"<!--{mark}-->".encode())
            _, end, after = rest.partition(f"<!--/{mark}-->".encode())
            if not (start and end):
                raise Missing(page)
            corrected = json.loads(self._read(texts)) if identities[1] else {}
            known = Shell(identities=identities, before=before, after=after, texts=corrected)
            self._known[page] = known
        return known

    def part(self, shell: Shell, template: str, language: str, **values: object) -> bytes:
        """What goes into the place, in the newsroom's words."""
        with self._lock:
            if shell.texts != self._texts.get(language, {}):
                self._texts = self._texts | {language: shell.texts}
            return self._renderer.page(template, language, **values)

    def _read(self, file: str) -> bytes:
        opened = self._tree.open(file)
        try:
            return opened.read(opened.size)
        finally:
            opened.close()
