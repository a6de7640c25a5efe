"""What belongs to no language: the choice of one."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import Making, Single
from tamizdat.kit.keys import Key

TEMPLATE = "pages/root.html"


class RootProduct(Single):
    """`root:all`."""

    name = "root"
    path = "/"
    phase = 5
    templates = frozenset([TEMPLATE])

    def files(self, making: Making, target: Key) -> Iterable[File]:
        site = making.site(self.setting.default)
        head = making.head(site.name, "/", alternates=making.everywhere("/{language}/"))
        yield File(path="index.html", data=making.page(TEMPLATE, "", site=site, page=head))
