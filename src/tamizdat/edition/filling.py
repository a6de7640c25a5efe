"""The stories that a page shows in the places that no editor filled, for the desk's page where these are chosen."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.edition.policy import Edition
from tamizdat.edition.products.front import FrontProduct
from tamizdat.edition.products.listing import ListingProduct
from tamizdat.edition.values.stories import ListedStory
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models.pins import SLOTS


def filled(edition: Edition, page: ListName) -> dict[int, str]:
    """Headlines by place, of those places of a front, or of a region's or topic's page, that are filled by themselves."""
    edition.values.forget()
    product = edition.products["front" if page.kind == "front" else "listing"]
    assert isinstance(product, FrontProduct | ListingProduct)
    making = product.making()
    pinned = making.pinned(page)
    taken = {one.pk for one in pinned.values()}
    first: Iterable[ListedStory] = product.first(making, page)
    free = (one.card.headline for one in first if one.pk not in taken)
    return dict(zip((slot for slot in range(SLOTS) if slot not in pinned), free, strict=False))
