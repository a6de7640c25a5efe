"""The whole of what the public gets, as the bake asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tamizdat.bake.checking import Problem
from tamizdat.edition.products import (
    contact,
    corrections,
    directory,
    error_pages,
    feed,
    feeds_page,
    files,
    front,
    letters,
    listing,
    look,
    manifest,
    newsletter,
    phone,
    podcast,
    root,
    search,
    search_page,
    sitemap,
    static_page,
    support,
    text,
    words,
)
from tamizdat.edition.products.article import ArticleProduct
from tamizdat.edition.products.product import Product, Tools, template_key
from tamizdat.edition.values import SETTINGS
from tamizdat.newsroom import addresses
from tamizdat.newsroom.paths import BY_PRODUCT

PRODUCTS: tuple[type[Product], ...] = (
    files.AssetProduct,
    look.LookProduct,
    error_pages.ErrorProduct,
    ArticleProduct,
    listing.ArchiveProduct,
    listing.ListingProduct,
    front.FrontProduct,
    directory.DirectoryProduct,
    static_page.StaticProduct,
    letters.LetterProduct,
    letters.LettersProduct,
    corrections.CorrectionsProduct,
    text.TextProduct,
    support.SupportProduct,
    contact.ContactProduct,
    newsletter.NewsletterProduct,
    phone.PhoneProduct,
    manifest.ManifestProduct,
    root.RootProduct,
    feeds_page.FeedsPageProduct,
    feed.FeedProduct,
    podcast.PodcastProduct,
    sitemap.SitemapProduct,
    sitemap.SitemapIndexProduct,
    sitemap.NewsSitemapProduct,
    files.RobotsProduct,
    files.LedgerProduct,
)
OF_SEARCH: tuple[type[Product], ...] = (
    search.SearchNamesProduct,
    words.WordsProduct,
    words.PassagesProduct,
    search_page.SearchPageProduct,
)
"""Made only where newsroom.toml names the search among the companions."""


@cache
def _code() -> bytes:
    """Stands for the code that says what the edition holds."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


class Edition:
    """The bake's Policy: products over one reader and one renderer. `settings` is what newsroom.toml says of the edition."""

    settings = SETTINGS

    def __init__(self, tools: Tools, *, settings: str) -> None:
        self.reader, self.renderer = tools.reader, tools.renderer
        self.values = tools.reader.values
        self._program = hashlib.sha256(settings.encode() + _code()).hexdigest()
        products = [kind(tools) for kind in PRODUCTS]
        self._search: search.SearchProduct | None = None
        if "search" in tools.reader.companions:
            self._search = search.SearchProduct(tools)
            products += [self._search, *(kind(tools) for kind in OF_SEARCH)]
        self.products: Mapping[str, Product] = {product.name: product for product in products}
        if unknown := sorted(self.products.keys() - BY_PRODUCT.keys()):
            raise LookupError(
                f"newsroom/paths.py does not say which paths are those of {', '.join(unknown)}. Add them there."
            )

    def fingerprints(self) -> Mapping[str, str]:
        found = {
            template_key(template, language): self.renderer.fingerprint(template, language)
            for product in self.products.values()
            for template in product.templates
            for language in self.reader.languages
        }
        assets = hashlib.sha256()
        for asset in sorted(self.renderer.assets.values(), key=lambda asset: asset.url):
            assets.update(asset.url.encode() + asset.data)
        return found | {SETTINGS: self._program, files.ASSETS: assets.hexdigest()}

    def kept(self) -> Mapping[str, str]:
        return {search.KEPT: self._search.kept()} if self._search else {}

    def problems(self) -> Iterator[Problem]:
        """Addresses that two have, and stories that the search has and should not, or should have and has not."""
        for address, owners in addresses.clashes():
            what = (
                f"is an address of {' and of '.join(owners)}"
                if len(owners) > 1
                else f"is the site's own and {owners[0]}'s"
            )
            yield Problem(path=address, what=what, todo="Change the address of one of them, or delete its row")
        if self._search:
            yield from self._search.problems()

    def settled(self) -> None:
        if self._search:
            self._search.settled()
