"""The page Support us, in each language that has something to say there."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.values.nouns import support_page

TEMPLATE = "pages/support.html"


class SupportProduct(ByLanguage):
    """`support:en`."""

    name = "support"
    path = "/{language}/support/"
    phase = 4
    templates = frozenset([TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        support = support_page(making, language, lambda text: making.prose(text, language))
        if support is None:
            return
        site = making.site(language)
        alternates = making.alternates({code: making.site(code).support for code in self.setting.languages})
        head = making.head(
            "",
            support.url,
            alternates=alternates if len(alternates) > 1 else (),
            breadcrumbs=(site.link,),
        )
        yield making.page_file(TEMPLATE, language, head, support=support)
