"""What is saved on a reader's device: the page that shows it, and the one that the door sends once it was erased."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.kit.paths import file_path

TEMPLATE, ERASED = "pages/phone.html", "pages/erased.html"
PATH = "/{language}/offline/"


class PhoneProduct(ByLanguage):
    """`phone:en`."""

    name = "phone"
    path = PATH
    phase = 4
    templates = frozenset([TEMPLATE, ERASED])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        url = PATH.format(language=language)
        site = making.site(language)
        crumbs = (site.link,)
        head = making.head("", url, alternates=making.everywhere(PATH), breadcrumbs=crumbs, robots="noindex")
        yield making.page_file(TEMPLATE, language, head)
        yield File(path=file_path(f"{url}erased.html"), data=making.page(ERASED, language, site=site))
