"""The stories before and after one in its series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from tamizdat.edition.shapes import Link
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import ListEntry

if TYPE_CHECKING:
    from tamizdat.edition.cards import KeyedCard


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands before and after a story in its series."""

    previous: Link | None = None
    next: Link | None = None
    keys: frozenset[str] = frozenset()


def beside(pks: Sequence[int], cards_of: Callable[[Iterable[int]], Mapping[int, KeyedCard]]) -> dict[int, Beside]:
    """The nearest public stories before and after each in its series; for all of them one step is one query.

    A page also depends on those that the walk had to pass because they are not public: they may become so.
    """
    if not pks:
        return {}
    mine = ListEntry.objects.filter(article__in=pks, list__key__contains=":series:")
    entries = dict(mine.values_list("pk", "article"))
    links: dict[int, dict[str, Link]] = defaultdict(dict)
    depends = {pk: {keys.neighbours(pk)} for pk in entries.values()}
    for side in ("previous", "next"):
        waiting = dict(entries)
        while waiting:
            steps = _next_entries(waiting, side)
            cards = cards_of(article for _, article in steps.values())
            onward = {}
            for entry, (other, article) in steps.items():
                pk = waiting[entry]
                depends[pk].add(keys.card(article))
                if article in cards:
                    card = cards[article].card
                    links[pk][side] = Link(name=card.headline, url=card.url)
                else:
                    depends[pk].add(keys.neighbours(article))
                    onward[other] = pk
            waiting = onward
    return {pk: Beside(**links[pk], keys=frozenset(found)) for pk, found in depends.items()}


def _next_entries(entries: Iterable[int], side: str) -> dict[int, tuple[int, int]]:
    """For each entry of a list the one beside it, public or not: its number and its story's."""
    others = ListEntry.objects.filter(list=OuterRef("list"))
    since, article = OuterRef("public_since"), OuterRef("article")
    if side == "previous":
        others = others.filter(Q(public_since__lt=since) | Q(article__lt=article), public_since__lte=since)
        others = others.order_by("-public_since", "-article")
    else:
        others = others.filter(Q(public_since__gt=since) | Q(article__gt=article), public_since__gte=since)
        others = others.order_by("public_since", "article")
    rows = ListEntry.objects.filter(pk__in=list(entries)).annotate(other=Subquery(others.values("pk")[:1]))
    steps = dict(rows.filter(other__isnull=False).values_list("pk", "other"))
    stories = dict(ListEntry.objects.filter(pk__in=steps.values()).values_list("pk", "article"))
    return {entry: (other, stories[other]) for entry, other in steps.items() if other in stories}
