"""The text edition's lists: `text:en` holds the newest stories, `text:en:7` the seventh of the numbered pages.

Its stories are baked together with their own pages: see text_edition.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.cards import KeyedCard
from tamizdat.edition.products.base import Base
from tamizdat.edition.products.listing import split
from tamizdat.edition.shapes import Pages, TextIndex
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys

TEMPLATE = "text/index.html"


class TextProduct(Base):
    name = "text"
    phase = 4

    def all(self) -> Iterator[str]:
        if "text" not in self.reader.companions:
            return
        for language in self.reader.languages:
            yield f"text:{language}"
            for number in range(1, self.reader.last_number(keys.latest_list(language)) + 1):
                yield f"text:{language}:{number}"

    def born_of(self, key: str) -> Iterable[str]:
        kind, _, rest = key.partition(":")
        language, of, number = split(rest)
        if kind == "newest" and of == "latest":
            return (f"text:{language}",)
        if kind == "numbered" and of == "latest":
            return (f"text:{language}:{number}",)
        return super().born_of(key)

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        parts = [(target, *self._part(target)) for target in targets]
        numbered = [
            (keys.latest_list(language), number) for _, language, number in parts if self._is_there(language, number)
        ]
        firsts = [(story_list, (number - 1) * keys.PAGE_SIZE) for story_list, number in numbered]
        found = dict(zip(numbered, self.reader.numbered(firsts, keys.PAGE_SIZE), strict=True)) if numbered else {}
        for target, language, number in parts:
            story_list = keys.latest_list(language)
            if number:
                yield self._made(target, language, number, found.get((story_list, number)))
            elif language in self.reader.languages and "text" in self.reader.companions:
                yield self._made(target, language, 0, self.reader.newest(story_list, keys.PAGE_SIZE))
            else:
                yield Artifact(target=target, files=(), keys=frozenset())

    def _is_there(self, language: str, number: int) -> bool:
        known = language in self.reader.languages and "text" in self.reader.companions
        return known and 0 < number <= self.reader.last_number(keys.latest_list(language))

    def _made(self, target: str, language: str, number: int, shown: list[KeyedCard] | None) -> Artifact:
        """`number` is 0 for the newest stories."""
        story_list = keys.latest_list(language)
        depends = {keys.numbered(story_list, number) if number else keys.newest(story_list)}
        if shown is None:
            return Artifact(target=target, files=(), keys=frozenset(depends))
        last = self.reader.last_number(story_list)
        below = (number or last + 1) - 1
        url = _address(language, number)
        index = TextIndex(
            cards=tuple(one.card for one in shown),
            pages=Pages(
                number=number or None,
                last=last,
                newer="" if not number else _address(language, number + 1 if number < last else 0),
                older=_address(language, below) if below else "",
            ),
        )
        site = self.reader.nouns.site(language)
        page = self.page(site.name, url, alternates=() if number else self.everywhere("/{language}/text/"))
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, index=index)
        return Artifact(
            target=target,
            files=(File(path=file_path(url), data=data),),
            keys=frozenset(depends.union(*(one.keys for one in shown))),
            scope=self.scope(language, TEMPLATE),
        )

    def _part(self, target: str) -> tuple[str, int]:
        language, _, number = self.rest(target).partition(":")
        return language, int(number or 0)

    def label(self, target: str) -> str:
        return _address(*self._part(target))


def _address(language: str, number: int) -> str:
    return f"/{language}/text/page/{number}/" if number else f"/{language}/text/"
