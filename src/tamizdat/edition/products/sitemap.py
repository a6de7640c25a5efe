"""Sitemaps: stories in parts that a new story touches one of, the other pages, the news of two days, and their index.

Sitemaps must name absolute addresses: without a canonical address there is nothing that they could say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import Base, OneByOne
from tamizdat.edition.products.listing import NOUNS
from tamizdat.edition.shapes import SitemapEntry
from tamizdat.newsroom import keys
from tamizdat.newsroom.noting import NEWS_SPAN

PART, INDEX, NEWS = "feeds/sitemap.xml", "feeds/sitemap_index.xml", "feeds/news_sitemap.xml"
MOST_NEWS = 1000


class SitemapProduct(OneByOne):
    """Parts: `sitemap:en:0`, stories in the order in which they entered; `sitemap:pages`, everything else."""

    name = "sitemap"
    phase = 6

    def all(self) -> Iterator[str]:
        yield "sitemap:pages"
        for language, count in parts(self):
            yield from (f"sitemap:{language}:{number}" for number in range(count))

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("sitemap:"):
            return (key,)
        return super().born_of(key)

    def one(self, target: str) -> Artifact:
        rest = self.rest(target)
        entries, depends = self._pages() if rest == "pages" else self._stories(rest)
        scope = self.scope(self.reader.languages[0], PART)
        if not self.reader.canonical or not entries:
            return Artifact(target=target, files=(), keys=frozenset(depends), scope=scope)
        data = self.renderer.page(PART, "", entries=entries, canonical=self.reader.canonical)
        file = File(path=f"sitemaps/{rest.replace(':', '-')}.xml", data=data)
        return Artifact(target=target, files=(file,), keys=frozenset(depends), scope=scope)

    def _stories(self, rest: str) -> tuple[list[SitemapEntry], set[str]]:
        language, _, number = rest.rpartition(":")
        depends = {keys.sitemap(language, int(number))}
        if language not in self.reader.languages:
            return [], depends
        first = int(number) * keys.SITEMAP_SIZE
        found = self.reader.last_changed(keys.latest_list(language), first, keys.SITEMAP_SIZE)
        siblings, families = self.reader.siblings_of([pk for pk, *_ in found])
        entries = [
            SitemapEntry(url=url, changed_at=changed, alternates=siblings.get(pk, ())) for pk, url, changed in found
        ]
        return entries, depends | families | {keys.card(pk) for pk, *_ in found}

    def _pages(self) -> tuple[list[SitemapEntry], set[str]]:
        nouns = self.reader.nouns
        depends = {keys.directory(kind, language) for kind in (*NOUNS, "page") for language in self.reader.languages}
        entries = [
            SitemapEntry(url=f"/{code}/", changed_at=None, alternates=self.everywhere("/{language}/"))
            for code in nouns.languages
        ]
        for kind in (*NOUNS, "page"):
            for noun in nouns.by_kind[kind].values():
                urls = [url for code in nouns.languages if (url := nouns.url(noun, code))]
                entries += [SitemapEntry(url=url, changed_at=None, alternates=()) for url in urls]
        return entries, depends


class SitemapIndexProduct(OneByOne):
    name = "sitemapindex"
    phase = 7

    def all(self) -> Iterator[str]:
        yield "sitemapindex:all"

    def one(self, target: str) -> Artifact:
        scope = self.scope(self.reader.languages[0], INDEX)
        files = []
        canonical = self.reader.canonical
        if canonical:
            urls = [f"{canonical}/sitemaps/pages.xml"]
            urls += [
                f"{canonical}/sitemaps/{language}-{n}.xml" for language, count in parts(self) for n in range(count)
            ]
            files.append(File(path="sitemap.xml", data=self.renderer.page(INDEX, "", urls=urls)))
        return Artifact(target=target, files=tuple(files), keys=frozenset([keys.sitemaps()]), scope=scope)

    def label(self, target: str) -> str:
        return "/sitemap.xml"


class NewsSitemapProduct(OneByOne):
    """The stories of the last two days; time itself touches it again when one leaves (see noting.NEWS_SPAN)."""

    name = "newssitemap"
    phase = 7

    def all(self) -> Iterator[str]:
        yield "newssitemap:all"

    def one(self, target: str) -> Artifact:
        reader = self.reader
        scope = self.scope(reader.languages[0], NEWS)
        if not reader.canonical:
            return Artifact(target=target, files=(), keys=frozenset([keys.NEWS]), scope=scope)
        pks = reader.newest_since(timezone.now() - NEWS_SPAN, MOST_NEWS)
        found = reader.cards(pks)
        entries = [
            SitemapEntry(
                url=one.card.url,
                changed_at=None,
                alternates=(),
                headline=one.card.headline,
                published_at=one.card.published_at,
                language=one.card.language,
            )
            for one in found.values()
        ]
        names = {language: reader.nouns.site(language).name for language in reader.languages}
        data = self.renderer.page(NEWS, "", entries=entries, names=names, canonical=reader.canonical)
        depends = {keys.NEWS} | {keys.card(pk) for pk in found}
        return Artifact(
            target=target, files=(File(path="news-sitemap.xml", data=data),), keys=frozenset(depends), scope=scope
        )

    def label(self, target: str) -> str:
        return "/news-sitemap.xml"


def parts(product: Base) -> Iterator[tuple[str, int]]:
    """Each language with its number of sitemap files, empty ones left out."""
    for language in product.reader.languages:
        yield language, -(-product.reader.story_list(keys.latest_list(language))[1] // keys.SITEMAP_SIZE)
