"""Renew which stories stand as the most read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.conf import settings

from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.models import Address, Article, MostRead

MOST = 20
"""Stories kept for each language: more than a page shows, so that it stays full when some are taken off the site."""
LEAST_READS = 3
"""What fewer have read than this is not called most read."""
# Every database takes so many values in one statement.
_AT_ONCE = 500


def stories(reads: Mapping[str, int]) -> dict[int, int]:
    """{story: reads} of {address: reads}; a story's old addresses count with its new one, other pages do not count."""
    found: dict[int, int] = defaultdict(int)
    for path, owner in _owners(list(reads)):
        found[int(owner.removeprefix("article:"))] += reads[path]
    return dict(found)


def renew(reads: Mapping[str, int]) -> bool:
    """Keep the order that `reads` ({address: reads}) give; says whether any language's changed."""
    counted = {pk: number for pk, number in stories(reads).items() if number >= LEAST_READS}
    by_language: dict[str, list[int]] = {language: [] for language, _ in settings.LANGUAGES}
    for pk, language in _languages(list(counted)):
        by_language.setdefault(language, []).append(pk)
    changed = False
    for language, pks in by_language.items():
        # Of two that are read as often, the newer one first.
        order = sorted(pks, key=lambda pk: (-counted[pk], -pk))[:MOST]
        with noting.writes():
            rows = MostRead.objects.filter(language=language).order_by("place")
            if order == list(rows.values_list("article", flat=True)):
                continue
            rows.delete()
            MostRead.objects.bulk_create(
                MostRead(language=language, place=place, article_id=pk) for place, pk in enumerate(order)
            )
            noting.note({keys.most_read(language)})
        changed = True
    return changed


def _owners(paths: list[str]) -> Iterator[tuple[str, str]]:
    for at in range(0, len(paths), _AT_ONCE):
        rows = Address.objects.filter(path__in=paths[at : at + _AT_ONCE], owner__startswith="article:")
        yield from rows.values_list("path", "owner")


def _languages(pks: list[int]) -> Iterator[tuple[int, str]]:
    """Of those that are published now."""
    for at in range(0, len(pks), _AT_ONCE):
        rows = Article.objects.filter(pk__in=pks[at : at + _AT_ONCE], live=True).order_by()
        yield from rows.values_list("pk", "locale__language_code")
