"""Sitemaps: stories in parts that a new story touches one of, the other pages, the news of two days, and their index.

Sitemaps must name absolute addresses: without a canonical address there is nothing that they could say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import File
from tamizdat.edition.letters.parts import list_link
from tamizdat.edition.products.listing import NOUNS
from tamizdat.edition.products.product import Making, OneByOne, Product, Single
from tamizdat.edition.shapes import SitemapEntry
from tamizdat.edition.uses import Uses
from tamizdat.kit.keys import Key

PART, INDEX, NEWS = "feeds/sitemap.xml", "feeds/sitemap_index.xml", "feeds/news_sitemap.xml"
MOST_NEWS = 1000


class SitemapProduct(OneByOne):
    """Parts: `sitemap:en:0`, stories in the order in which they entered; `sitemap:pages`, everything else."""

    name = "sitemap"
    phase = 6
    templates = frozenset([PART])

    def all(self) -> Iterator[Key]:
        yield self.target("pages")
        for language, count in parts(self, self.making()):
            yield from (self.target(language, number) for number in range(count))

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "slice":
            return (self.target(key.head, key.number),)
        return super().targets_for(key)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        entries = self._pages(making) if target.rest == "pages" else self._stories(making, target)
        if self.setting.canonical and entries:
            data = making.page(PART, "", entries=entries, canonical=self.setting.canonical)
            yield File(path=f"sitemaps/{target.rest.replace(':', '-')}.xml", data=data)

    def _stories(self, making: Making, target: Key) -> list[SitemapEntry]:
        if target.head not in self.setting.languages:
            return []
        found = making.value(Key.of("slice", target.head, target.number))
        return [SitemapEntry(url=one.url, changed_at=one.changed_at, alternates=one.alternates) for one in found]

    def _pages(self, making: Making) -> list[SitemapEntry]:
        languages = self.setting.languages
        entries = [
            SitemapEntry(url=f"/{code}/", changed_at=None, alternates=making.everywhere("/{language}/"))
            for code in languages
        ]
        for kind in (*NOUNS, "page"):
            for pk in making.order(kind):
                labels = [label for code in languages if (label := making.label(kind, pk, code)) and label.url]
                entries += [SitemapEntry(url=label.url, changed_at=None, alternates=()) for label in labels]
        for pk in making.order("letter_list"):
            for code in languages:
                if making.value(Key.of("letters", pk, code)):
                    url = list_link(making, pk, code).url
                    entries.append(SitemapEntry(url=url, changed_at=None, alternates=()))
        return entries


class SitemapIndexProduct(Single):
    """`sitemapindex:all`."""

    name = "sitemapindex"
    path = "/sitemap.xml"
    phase = 7
    templates = frozenset([INDEX])

    def files(self, making: Making, target: Key) -> Iterable[File]:
        if canonical := self.setting.canonical:
            urls = [f"{canonical}/sitemaps/pages.xml"]
            urls += [
                f"{canonical}/sitemaps/{language}-{n}.xml"
                for language, count in parts(self, making)
                for n in range(count)
                if making.value(Key.of("has_slice", language, n))
            ]
            yield File(path="sitemap.xml", data=making.page(INDEX, "", urls=urls))


class NewsSitemapProduct(Single):
    """`newssitemap:all`, the stories of the last two days; time itself touches them when they leave it."""

    name = "newssitemap"
    path = "/news-sitemap.xml"
    phase = 7
    templates = frozenset([NEWS])

    def files(self, making: Making, target: Key) -> Iterable[File]:
        canonical = self.setting.canonical
        if not canonical:
            return
        entries = [
            SitemapEntry(
                url=one.card.url,
                changed_at=None,
                alternates=(),
                headline=one.card.headline,
                published_at=one.card.published_at,
                language=one.card.language,
            )
            for one in making.listed_of(making.value(Key.of("news"))[:MOST_NEWS])
        ]
        names = {language: making.site(language).name for language in self.setting.languages}
        data = making.page(NEWS, "", entries=entries, names=names, canonical=canonical)
        yield File(path="news-sitemap.xml", data=data)


def parts(product: Product, uses: Uses) -> Iterator[tuple[str, int]]:
    """Each language with the number of sitemaps that its stories ever filled."""
    for language in product.setting.languages:
        yield language, uses.value(Key.of("slices", language))
