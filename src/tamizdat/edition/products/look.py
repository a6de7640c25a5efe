"""The newsroom's own stylesheet, logo and card."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition import look
from tamizdat.edition.products.product import Making, Single
from tamizdat.kit.keys import Key


class LookProduct(Single):
    """`look:all`."""

    name = "look"
    phase = 0

    def files(self, making: Making, target: Key) -> Iterable[File]:
        for pk in making.value(Key.of("site_pictures")):
            if image := making.image(pk):
                yield from image.files(self.tools.renditions)
        if css := making.value(Key.of("style")):
            yield File(path=look.address(css).lstrip("/"), data=css.encode())
