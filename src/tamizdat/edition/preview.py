"""A story's page for the desk's preview: the public page, with pictures and files at addresses that the desk answers."""

from __future__ import annotations

from tamizdat.edition import pictures
from tamizdat.edition.policy import Edition
from tamizdat.edition.products.article import ArticleProduct
from tamizdat.newsroom.models import Article


def preview_page(edition: Edition, article: Article, *, pictures_at: str, files_at: str) -> bytes:
    """The page of `article` as it is at the desk, published or not. The two addresses begin and end with a slash."""
    edition.forget()
    product = edition.products["article"]
    assert isinstance(product, ArticleProduct)
    page = product.render(edition.reader.draft(article))
    for public, desk in ((pictures.FOLDER, pictures_at), (pictures.FILES, files_at)):
        page = page.replace(f"/{public}/".encode(), desk.encode())
    return page
