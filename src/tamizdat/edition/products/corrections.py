"""The page of corrections of each language: what readers were told about stories after publication, the newest first.

Where the newsroom has a static page at the same address, that page introduces the list and this product gives no file.
"""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.stories import noted_stories

TEMPLATE = "pages/corrections.html"
SLUG = "corrections"


def address(language: str) -> str:
    """Where the list always is, whether a static page of that name introduces it, does no more, or never did."""
    return f"/{language}/{SLUG}/"


class CorrectionsProduct(ByLanguage):
    """`corrections:en`."""

    name = "corrections"
    path = f"/{{language}}/{SLUG}/"
    phase = 4
    templates = frozenset([TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        url = address(language)
        if any(label.url == url for label in making.labels("page", language)):
            return
        notes = noted_stories(self.reader.values, making, language)
        site = making.site(language)
        crumbs = (site.link,)
        head = making.head("", url, alternates=making.everywhere(address("{language}")), breadcrumbs=crumbs)
        yield making.page_file(TEMPLATE, language, head, corrections=notes)
