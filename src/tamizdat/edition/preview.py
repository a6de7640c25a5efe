"""A story's page for the desk's preview: the public page, with pictures and files at addresses that the desk answers."""

from __future__ import annotations

from dataclasses import replace

from tamizdat.edition.policy import Edition
from tamizdat.edition.products.article import ArticleProduct
from tamizdat.edition.related import related
from tamizdat.edition.stories import Story
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import images
from tamizdat.kit.keys import Key
from tamizdat.newsroom.models import Article


def preview_page(edition: Edition, article: Article, *, pictures_at: str, files_at: str) -> bytes:
    """The page of `article` as it is at the desk, published or not. Of a public story that has no changes it is, but for the
    two addresses, the page that the public has."""
    edition.values.forget()
    product = edition.products["article"]
    assert isinstance(product, ArticleProduct)
    making = product.making()
    story = _placed(making, edition.reader.draft(article)[0])
    after = related(edition.reader, {story.pk: (story, making)}).get(story.pk, ()) if story.article.url else ()
    return with_addresses(product.render(making, story, after), pictures_at=pictures_at, files_at=files_at)


def with_addresses(page: bytes, *, pictures_at: str, files_at: str) -> bytes:
    """A page with its pictures and files elsewhere. The two addresses begin and end with a slash."""
    for public, other in ((images.FOLDER, pictures_at), (images.FILES, files_at)):
        page = page.replace(f"/{public}/".encode(), other.encode())
    return page


def _placed(uses: Uses, story: Story) -> Story:
    """A story that is public, with its address and what its series has before and after it."""
    standing = uses.standing(story.pk) if story.pk else None
    if standing is None or standing.copy is None:
        return story
    previous, following = uses.value(Key.of("neighbours", story.pk)) if story.series else (None, None)
    url = standing.copy.url
    return replace(
        story,
        card=replace(story.card, url=url),
        article=replace(story.article, url=url, previous=previous, next=following),
    )
