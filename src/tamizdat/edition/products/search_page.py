"""The page from which readers search, in each language: a plain form, into which the door puts what was found.

Where only files are served, its script turns to the index that is part of the edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.shapes import Link
from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path
from tamizdat.render.search_page import SearchPage

TEMPLATE = "pages/search.html"
PATH = "/{language}/search/"


class SearchPageProduct(ByLanguage):
    """`search_page:en`. Beside the page is a file of the interface texts that the newsroom corrected, for the door."""

    name = "search_page"
    phase = 4
    templates = frozenset([TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        site, url = making.site(language), PATH.format(language=language)
        head = making.head(
            "", url, alternates=making.everywhere(PATH), breadcrumbs=(Link(name=site.name, url=site.url),)
        )
        yield File(
            path=file_path(url),
            data=making.page(TEMPLATE, language, site=site, page=head, search=SearchPage(url=url)),
        )
        texts = json.dumps(making.value(Key.of("texts", language)), ensure_ascii=False, sort_keys=True)
        yield File(path=f"{language}/search/texts.json", data=texts.encode())

    def label(self, target: Key) -> str:
        return PATH.format(language=target.rest)
