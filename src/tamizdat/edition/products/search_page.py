"""The page from which readers search, in each language: a plain form, into which the door puts what was found.

Where only files are served, its script turns to the index that lies in the edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Link
from tamizdat.kit.paths import file_path
from tamizdat.render.search_page import SearchPage

TEMPLATE = "pages/search.html"
PATH = "/{language}/search/"


class SearchPageProduct(OneByOne):
    """`search_page:en`. Beside the page lie the texts that the newsroom says in its own way, for the door to say them so."""

    name = "search_page"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"search_page:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        nouns = self.reader.nouns
        site, url = nouns.site(language), PATH.format(language=language)
        page = self.page("", url, alternates=self.everywhere(PATH), breadcrumbs=(Link(name=site.name, url=site.url),))
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, search=SearchPage(url=url))
        texts = json.dumps(nouns.corrected.get(language, {}), ensure_ascii=False, sort_keys=True).encode()
        return Artifact(
            target=target,
            files=(File(path=file_path(url), data=data), File(path=f"{language}/search/texts.json", data=texts)),
            keys=frozenset(),
            scope=self.scope(language, TEMPLATE),
        )

    def label(self, target: str) -> str:
        return PATH.format(language=self.rest(target))
