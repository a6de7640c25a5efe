"""The page of corrections of each language: what readers were told about stories after publication, the newest first.

Where the newsroom has a static page at the same address, that page introduces the list and this product gives no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import SETTINGS, OneByOne
from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Link, NotedStory
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys

TEMPLATE = "pages/corrections.html"
SLUG = "corrections"
MOST = 300
"""Notes on the page: it must stay one that an old phone can open. Older ones stand with their stories."""


def address(language: str) -> str:
    """Where the list always stands, whether a static page of that name introduces it, does no more, or never did."""
    return f"/{language}/{SLUG}/"


def noted(reader: Reader, language: str) -> tuple[tuple[NotedStory, ...], set[str]]:
    """What the page shows, with the keys that this depended on."""
    notes, depends = reader.noted(language, MOST)
    return tuple(notes), depends


class CorrectionsProduct(OneByOne):
    """`corrections:en`."""

    name = "corrections"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"corrections:{language}" for language in self.reader.languages)

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("corrections:"):
            return (key,)
        return self.all() if key == SETTINGS else ()

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        nouns = self.reader.nouns
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        path = address("{language}")
        url = address(language)
        depends = {keys.directory("page", language)}
        if any(nouns.url(noun, language) == url for noun in nouns.pages.values()):
            return Artifact(target=target, files=(), keys=frozenset(depends))
        notes, more = noted(self.reader, language)
        site = nouns.site(language)
        page = self.page("", url, alternates=self.everywhere(path), breadcrumbs=(Link(name=site.name, url=site.url),))
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, corrections=notes)
        return Artifact(
            target=target,
            files=(File(path=file_path(url), data=data),),
            keys=frozenset(depends | more),
            scope=self.scope(language, TEMPLATE),
        )

    def label(self, target: str) -> str:
        return address(self.rest(target))
