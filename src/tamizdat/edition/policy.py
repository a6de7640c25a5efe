"""The whole of what the public gets, as the bake asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tamizdat.bake.checking import Problem
from tamizdat.bake.products import Product
from tamizdat.edition import portable, text_edition
from tamizdat.edition.products import (
    contact,
    corrections,
    feed,
    files,
    front,
    listing,
    look,
    manifest,
    phone,
    plain,
    podcast,
    search_page,
    sitemap,
    support,
    text,
)
from tamizdat.edition.products.article import TEMPLATE, VISUAL, ArticleProduct
from tamizdat.edition.products.base import SETTINGS, Base, template_key
from tamizdat.edition.products.search import KEPT, SearchNamesProduct, SearchProduct
from tamizdat.edition.products.words import PassagesProduct, WordsProduct
from tamizdat.edition.reader import Reader
from tamizdat.render import Renderer

PRODUCTS: tuple[type[Base], ...] = (
    files.AssetProduct,
    look.LookProduct,
    plain.ErrorProduct,
    ArticleProduct,
    listing.ArchiveProduct,
    listing.ListingProduct,
    front.FrontProduct,
    plain.DirectoryProduct,
    plain.StaticProduct,
    corrections.CorrectionsProduct,
    text.TextProduct,
    support.SupportProduct,
    contact.ContactProduct,
    phone.PhoneProduct,
    manifest.ManifestProduct,
    plain.RootProduct,
    feed.FeedProduct,
    podcast.PodcastProduct,
    sitemap.SitemapProduct,
    sitemap.SitemapIndexProduct,
    sitemap.NewsSitemapProduct,
    files.RobotsProduct,
    files.LedgerProduct,
)
TEMPLATES = (
    TEMPLATE, VISUAL, podcast.TEMPLATE, podcast.TRANSCRIPT, *listing.BY_FORM.values(), listing.TEMPLATE,
    front.TEMPLATE, plain.DIRECTORY, plain.STATIC, plain.ROOT, feed.ATOM, feed.RSS, portable.TEMPLATE,
    text_edition.TEMPLATE, text.TEMPLATE, corrections.TEMPLATE, sitemap.PART, sitemap.INDEX, sitemap.NEWS,
    support.TEMPLATE, contact.SENT, contact.NOT_SENT, phone.TEMPLATE, phone.ERASED, search_page.TEMPLATE,
    "pages/404.html", "pages/410.html", "pages/redirect.html",
)  # fmt: skip


class Edition:
    """The bake's Policy: products over one reader and one renderer."""

    def __init__(
        self, *, reader: Reader, renderer: Renderer, media: Path, renditions: Path, search: Path, settings: str
    ) -> None:
        self.reader, self.renderer = reader, renderer
        self._settings = settings
        given = (reader, renderer, media, renditions)
        products: list[Base] = [kind(*given) for kind in PRODUCTS]
        self._search: SearchProduct | None = None
        if "search" in reader.companions:
            self._search = SearchProduct(*given, search)
            products += [
                self._search,
                SearchNamesProduct(*given, search),
                WordsProduct(*given, search),
                PassagesProduct(*given),
                search_page.SearchPageProduct(*given),
            ]
        self.products: Mapping[str, Product] = {product.name: product for product in products}

    def fingerprints(self) -> Mapping[str, str]:
        found = {
            template_key(template, language): self.renderer.fingerprint(template, language)
            for template in TEMPLATES
            for language in self.reader.languages
        }
        assets = hashlib.sha256()
        for asset in sorted(self.renderer.assets.values(), key=lambda asset: asset.url):
            assets.update(asset.url.encode() + asset.data)
        return found | {SETTINGS: self._settings, files.ASSETS: assets.hexdigest()}

    def kept(self) -> Mapping[str, str]:
        return {KEPT: self._search.kept()} if self._search else {}

    def index_problems(self) -> Iterator[Problem]:
        """Stories that the search has and should not, or should have and has not."""
        return self._search.problems() if self._search else iter(())

    def settled(self) -> None:
        if self._search:
            self._search.settled()

    def forget(self) -> None:
        self.reader.forget()
