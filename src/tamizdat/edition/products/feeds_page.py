"""The page that says what feeds are and leads to them, in each language."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making

TEMPLATE = "pages/feeds.html"
PATH = "/{language}/feed/"


class FeedsPageProduct(ByLanguage):
    """`feeds_page:en`. All that it names is in the frame of its language."""

    name = "feeds_page"
    path = PATH
    phase = 4
    templates = frozenset([TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        url = PATH.format(language=language)
        crumbs = (making.site(language).link,)
        head = making.head("", url, alternates=making.everywhere(PATH), breadcrumbs=crumbs)
        yield making.page_file(TEMPLATE, language, head)
