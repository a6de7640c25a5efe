"""Every address that was ever given, as the edition reads the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Max, Q
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from tamizdat.edition.rule import is_public
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Address
from tamizdat.newsroom.models import Article as ArticleRow


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address that an owner has or had."""

    pk: int
    path: str
    language: str
    current: bool
    ended: str


def places(owners: Sequence[str]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)
    rows = Address.objects.filter(owner__in=owners).order_by("pk")
    for pk, owner, path, language, current, ended in rows.values_list(
        "pk", "owner", "path", "language", "current", "ended"
    ):
        found[owner].append(Place(pk=pk, path=path, language=language, current=current, ended=ended))
    return {owner: tuple(places) for owner, places in found.items()}


def part(number: int) -> list[tuple[str, Place]]:
    """(owner, place) of one part of the ledger."""
    first = number * keys.LEDGER_SIZE
    rows = Address.objects.filter(pk__gte=first, pk__lt=first + keys.LEDGER_SIZE).order_by("pk")
    return [
        (owner, Place(pk=pk, path=path, language=language, current=current, ended=ended))
        for pk, owner, path, language, current, ended in rows.values_list(
            "pk", "owner", "path", "language", "current", "ended"
        )
    ]


def states(pks: Sequence[int]) -> dict[str, str]:
    """What stands at each story's addresses: `public`, `gone`, or `hidden` for one that was never public yet."""
    now = timezone.now()
    alive = set(ArticleRow.objects.filter(is_public(now), pk__in=pks).values_list("pk", flat=True))
    hidden = not_yet([pk for pk in pks if pk not in alive], now)
    return {keys.article(pk): "public" if pk in alive else "hidden" if pk in hidden else "gone" for pk in pks}


def parts() -> range:
    last = Address.objects.aggregate(last=Max("pk"))["last"]
    return range(0) if last is None else range(last // keys.LEDGER_SIZE + 1)


def addressed_articles() -> Iterable[int]:
    """Every story that ever had an address, whether it still exists or not, by number: as they lie in the tables."""
    owners = Address.objects.filter(owner__gt="article:", owner__lt="article;")
    numbers = owners.annotate(number=Cast(Substr("owner", len("article:") + 1), BigIntegerField()))
    return numbers.order_by("number").values_list("number", flat=True).distinct().iterator()


def addressed_nouns(kind: str) -> list[int]:
    """Every noun of a kind that ever had an address, whether it still exists or not, by number."""
    owners = Address.objects.filter(owner__gt=f"{kind}:", owner__lt=f"{kind};").values_list("owner", flat=True)
    return sorted(int(owner.partition(":")[2]) for owner in owners.distinct())


def public_articles() -> Iterable[int]:
    """Every story that is public now and has an address."""
    owners = Address.objects.filter(owner__gt="article:", owner__lt="article;", current=True)
    addressed = {int(owner.removeprefix("article:")) for owner in owners.values_list("owner", flat=True).iterator()}
    alive = ArticleRow.objects.filter(is_public(timezone.now())).order_by().values_list("pk", flat=True)
    return (pk for pk in alive.iterator() if pk in addressed)


def every_article() -> Iterable[int]:
    """Every story that there is, public or not."""
    return ArticleRow.objects.order_by("pk").values_list("pk", flat=True).iterator()


def not_yet(pks: Sequence[int], now: datetime) -> set[int]:
    """Stories that are published but were never public yet: nothing may stand at their address."""
    never = Q(first_published_at=None) | Q(embargoed_until__gt=now)
    return set(ArticleRow.objects.filter(never, pk__in=pks, killed_at=None).values_list("pk", flat=True))
