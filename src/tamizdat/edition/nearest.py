"""Which public stories are about the same as one that is being published, by the index of what is public."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils import timezone

from tamizdat.edition.searchable import desk_document
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.relating import Near
from tamizdat.search.errors import SearchError
from tamizdat.search.searcher import Searcher


@cache
def _searcher(index: Path) -> Searcher:
    return Searcher(index)


def nearest(article: Article, most: int, *, index: Path) -> list[Near] | None:
    """At most `most` stories, the nearest first; None while the index in the folder `index` is being made."""
    published = article.first_published_at or timezone.now()
    try:
        found = _searcher(index).related(desk_document(article, published), most)
    except SearchError:
        return None
    known = set(Article.objects.filter(pk__in=[one.id for one in found]).values_list("pk", flat=True))
    return [Near(article=one.id, why=one.why) for one in found if one.id in known]
