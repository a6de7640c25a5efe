"""404 and 410 pages of each language; those of the default language are also at the root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.shapes import Card
from tamizdat.edition.values.lists import page_entries
from tamizdat.newsroom import keys

NUMBERS = ("404", "410")
OFFERED = 5


class ErrorProduct(ByLanguage):
    """`error:en`."""

    name = "error"
    phase = 4
    templates = frozenset(f"pages/{number}.html" for number in NUMBERS)

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        site = making.site(language)
        stories = tuple(islice(_offered(making, language), OFFERED))
        for number in NUMBERS:
            head = making.head(site.name, f"/{language}/{number}.html", robots="noindex")
            file = making.page_file(f"pages/{number}.html", language, head, stories=stories)
            yield file
            if language == self.setting.default:
                yield replace(file, path=f"{number}.html")


def _offered(making: Making, language: str) -> Iterator[Card]:
    """Stories for a reader who found none: the newest of the last numbered page that is full, so that these pages are written
    once in as many stories as fill a page, and not with each one. Of a list of one page, the newest."""
    name = keys.latest_list(language)
    page = name, max(making.last_page(name) - 1, 1)
    for pk in page_entries({page: making}).get(page, ()):
        if card := making.card(pk):
            yield card
