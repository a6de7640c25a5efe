"""A story's page for the desk's preview: the public page, with pictures and files at addresses that the desk answers."""

from __future__ import annotations

from tamizdat.edition.policy import Edition
from tamizdat.edition.products.article import ArticleProduct
from tamizdat.edition.values import images
from tamizdat.newsroom.models import Article


def preview_page(edition: Edition, article: Article, *, pictures_at: str, files_at: str) -> bytes:
    """The page of `article` as it is at the desk, published or not. The two addresses begin and end with a slash."""
    edition.values.forget()
    product = edition.products["article"]
    assert isinstance(product, ArticleProduct)
    page = product.render(product.making(), edition.reader.draft(article)[0])
    for public, desk in ((images.FOLDER, pictures_at), (images.FILES, files_at)):
        page = page.replace(f"/{public}/".encode(), desk.encode())
    return page
