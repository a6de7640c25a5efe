"""What comes right before and after a story in its series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from tamizdat.edition.shapes import Link
from tamizdat.edition.values import Asked, Kind, Values
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Article, ListEntry
from tamizdat.newsroom.public import is_public


def _neighbours(values: Values, asked: Asked) -> Iterator[tuple[Key, tuple[Link | None, Link | None]]]:
    """What a series has right before and after a story, by headline. Stories that are not public are passed over, but they
    may become so; for all of the asked stories one step is one query."""
    uses = {key.number: one for key, one in asked}
    mine = ListEntry.objects.filter(article__in=list(uses), list__key__contains=":series:")
    entries = dict(mine.values_list("pk", "article"))
    links: dict[int, dict[str, Link]] = defaultdict(dict)
    for one in uses.items():
        one[1].record(keys.article(one[0]))
    for side in ("previous", "next"):
        waiting = dict(entries)
        while waiting:
            steps = _next_entries(waiting, side)
            values.expect(Key.of("card", article) for _, article in steps.values())
            onward = {}
            for entry, (other, article) in steps.items():
                pk = waiting[entry]
                uses[pk].record(keys.article(article))  # its place may change without its card
                if card := uses[pk].card(article):
                    links[pk][side] = Link(name=card.headline, url=card.url)
                else:
                    onward[other] = pk
            waiting = onward
    for key, _ in asked:
        mine_links = links[key.number]
        yield key, (mine_links.get("previous"), mine_links.get("next"))


def _next_entries(entries: Iterable[int], side: str) -> dict[int, tuple[int, int]]:
    """For each entry of a list the one next to it, public or not: its number and its story's."""
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


def _neighbours_of(key: Key) -> Iterator[Key]:
    """A story's own, and those of the stories that it now comes between, public or not."""
    if key.kind == "article" and key.is_numbered:
        entries = list(
            ListEntry.objects.filter(article=key.number, list__key__contains=":series:").values_list("pk", flat=True)
        )
        if entries:
            yield Key.of("neighbours", key.number)
            for side in ("previous", "next"):
                waiting: Iterable[int] = entries
                while steps := list(_next_entries(waiting, side).values()):
                    yield from (Key.of("neighbours", article) for _, article in steps)
                    hidden = Article.objects.filter(pk__in=[one for _, one in steps]).exclude(is_public(timezone.now()))
                    unseen = set(hidden.values_list("pk", flat=True))
                    waiting = [entry for entry, article in steps if article in unseen]


KINDS = (Kind(name="neighbours", level=2, read=_neighbours, values_for=_neighbours_of),)
