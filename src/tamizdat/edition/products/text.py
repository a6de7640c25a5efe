"""The text edition's lists: `text:en` holds the newest stories, `text:en:7` the seventh of the numbered pages.

Its stories are baked together with their own pages: see text_edition.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.listing import numbers
from tamizdat.edition.products.product import Making, Product
from tamizdat.edition.shapes import TextIndex
from tamizdat.edition.values.lists import every_list, page_entries
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import list_name

TEMPLATE = "text/index.html"


class TextProduct(Product):
    """`text:en`, `text:en:7`."""

    name = "text"
    phase = 4
    templates = frozenset([TEMPLATE])

    def all(self) -> Iterator[Key]:
        if "text" not in self.setting.companions:
            return
        yield from (self.target(language) for language in self.setting.languages)
        for name, last in every_list():
            if name.kind == "latest" and name.language in self.setting.languages:
                yield from (self.target(name.language, number) for number in range(1, last + 1))

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "entries" and key.rest and (name := list_name(key.head)).kind == "latest":
            return (self.target(name.language, key.number),)
        return super().targets_for(key)

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        makings = {target: self.making() for target in targets}
        numbered = {
            (keys.latest_list(target.head), target.number): making for target, making in makings.items() if target.head
        }
        found = page_entries(numbered)
        self.reader.values.expect(Key.of("card", pk) for pks in found.values() for pk in pks)
        for target, making in makings.items():
            pks = found.get((keys.latest_list(target.head), target.number), []) if target.head else None
            yield making.artifact(target, self._files(making, target, pks))

    def _files(self, making: Making, target: Key, pks: list[int] | None) -> list[File]:
        """`pks` is None for the newest stories."""
        language, number = target.head or target.last, target.number if target.head else None
        name = keys.latest_list(language)
        known = language in self.setting.languages and "text" in self.setting.companions
        if not known or (number and not making.value(Key.of("opened", name, number))):
            return []
        shown = making.newest(name, keys.PAGE_SIZE) if pks is None else making.listed_of(pks)
        url = _address(language, number)
        index = TextIndex(
            cards=tuple(one.card for one in shown), pages=numbers(making, name, _address(language, None), number)
        )
        name_of_site = making.site(language).name
        head = making.head(name_of_site, url, alternates=() if number else making.everywhere("/{language}/text/"))
        return [making.page_file(TEMPLATE, language, head, index=index)]

    def label(self, target: Key) -> str:
        return _address(target.head or target.last, target.number if target.head else None)


def _address(language: str, number: int | None) -> str:
    return f"/{language}/text/page/{number}/" if number else f"/{language}/text/"
