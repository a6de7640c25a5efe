"""404 and 410 pages of each language; those of the default language are also at the root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making

NUMBERS = ("404", "410")


class ErrorProduct(ByLanguage):
    """`error:en`."""

    name = "error"
    phase = 0
    templates = frozenset(f"pages/{number}.html" for number in NUMBERS)

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        site = making.site(language)
        for number in NUMBERS:
            head = making.head(site.name, f"/{language}/{number}.html", robots="noindex")
            file = making.page_file(f"pages/{number}.html", language, head)
            yield file
            if language == self.setting.default:
                yield replace(file, path=f"{number}.html")
