"""Giving addresses: frozen when given, never given twice."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tamizdat.kit.keys import Key
from tamizdat.kit.paths import same, spellings
from tamizdat.newsroom import keys
from tamizdat.newsroom.models.addresses import Address

OWN_SEGMENTS = frozenset(
    [
        "regions",
        "topics",
        "series",
        "authors",
        "archive",
        "latest",
        "page",
        "feed",
        "search",
        "text",
        "support",
        "offline",
        "_",
        "desk",
        "sitemaps",
        "api",
    ]
)
"""Second segments of addresses that the site itself uses: no story may take one."""
DIRECTORIES = {"region": "regions", "topic": "topics", "series": "series", "author": "authors"}


def for_article(language: str, slug: str, public_since: datetime) -> str:
    """The address that the newsroom's pattern gives, with the date in its time zone."""
    local = timezone.localtime(public_since)
    return settings.NEWSROOM.permalinks.format(
        language=language, slug=slug, year=f"{local:%Y}", month=f"{local:%m}", day=f"{local:%d}"
    )


def for_noun(kind: str, language: str, slug: str) -> str:
    """Static pages stand right under their language; the others under their directory."""
    return f"/{language}/{slug}/" if kind == "page" else f"/{language}/{DIRECTORIES[kind]}/{slug}/"


def give(owner: str, language: str, wanted: str) -> set[Key]:
    """Make `wanted` (or it with a numeral, when another owner has it) the current address of `owner`.

    Returns the keys that this touches: empty when nothing changed.
    """
    mine = {row.path: row for row in Address.objects.filter(owner=owner, language=language)}
    now = next((row for row in mine.values() if row.current), None)
    path = _free(wanted, mine.keys())
    if now and now.path == path:
        return set()
    touched: set[Key] = set()
    if now:
        Address.objects.filter(owner=owner, language=language, current=True).update(current=False)
        touched |= {keys.ledger(row.pk // keys.LEDGER_SIZE) for row in mine.values()}
    if path in mine:
        Address.objects.filter(pk=mine[path].pk).update(current=True, ended="")
    else:
        Address.objects.create(path=path, language=language, owner=owner)
    return touched


def end(owner: str, reason: Address.Ended, uri: str = "") -> set[Key]:
    """The owner exists no more: its addresses are gone for good; `uri` is a story's id. Returns the keys that this touches."""
    rows = Address.objects.filter(owner=owner)
    touched = {keys.ledger(pk // keys.LEDGER_SIZE) for pk in rows.values_list("pk", flat=True)}
    rows.update(ended=reason, uri=uri)
    return touched


def part_with_old(owner: str) -> set[Key]:
    """What the owner was called before is gone for good and leads nowhere. Returns the keys that this touches."""
    rows = Address.objects.filter(owner=owner, current=False, ended="")
    touched = {keys.ledger(pk // keys.LEDGER_SIZE) for pk in rows.values_list("pk", flat=True)}
    rows.update(ended=Address.Ended.GONE)
    return touched


def ledger_of(owner: str) -> set[Key]:
    """Keys of the map's files in which the owner's addresses stand."""
    return {
        keys.ledger(pk // keys.LEDGER_SIZE) for pk in Address.objects.filter(owner=owner).values_list("pk", flat=True)
    }


def _free(wanted: str, mine: Container[str]) -> str:
    stem = wanted.rstrip("/")
    reserved = stem.split("/")[2:3] and stem.split("/")[2] in OWN_SEGMENTS and stem.count("/") == 2
    rows = Address.objects.filter(Q(path__in=spellings(wanted)) | Q(path__startswith=f"{stem}-"))
    taken = {same(path) for path in rows.values_list("path", flat=True) if path not in mine}
    path, number = wanted, 2
    while same(path) in taken or (reserved and path == wanted):
        path, number = f"{stem}-{number}/", number + 1
    return path
