"""Giving addresses: frozen when given, never given twice."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path, same, spellings
from tamizdat.newsroom import keys
from tamizdat.newsroom.models.addresses import Address
from tamizdat.newsroom.paths import DIRECTORIES, OWN_SEGMENTS, owners, reserves


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
    path = _free(wanted, mine.keys(), Key(owner).kind)
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


def revive(owner: str) -> set[Key]:
    """The owner is back: its address leads to it again, and old ones to that. Returns the keys that this touches."""
    rows = Address.objects.filter(owner=owner, ended=Address.Ended.GONE)
    touched = {keys.ledger(pk // keys.LEDGER_SIZE) for pk in rows.values_list("pk", flat=True)}
    rows.update(ended="")
    return touched


def hand_over(owner: str, to: str) -> set[Key]:
    """From now on the owner's addresses redirect to another's. Returns the keys that this touches."""
    rows = Address.objects.filter(owner=owner)
    touched = {keys.ledger(pk // keys.LEDGER_SIZE) for pk in rows.values_list("pk", flat=True)}
    rows.update(owner=to, current=False)
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


def is_kept_free(address: str, kind: str) -> bool:
    """Whether the site needs the address for itself, so that no owner of this kind may have it."""
    return reserves(address, settings.NEWSROOM.languages, kind) or (
        kind != "page" and address.count("/") == 3 and address.split("/")[2] in OWN_SEGMENTS
    )


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An address that cannot be given: it leads to `owner`, or is gone, or is the site's own: of `product`, where of one."""

    address: str
    product: str = ""
    owner: str = ""
    is_gone: bool = False


def taken(address: str, kind: str, *, by_others_than: str = "") -> Taken | None:
    """Who has the address that something of this kind would get; None when it is free. The numeral that `give` would add is
    for those who chose no address themselves."""
    if is_kept_free(address, kind):
        found = owners(file_path(address), settings.NEWSROOM.languages)
        return Taken(address=address, product=found[0] if found else "")
    rows = Address.objects.filter(path__in=spellings(address)).exclude(owner=by_others_than)
    row = rows.first()
    if row is None:
        return None
    # A name that an author gave up for a pen name leads to nobody; nor does it at the desk.
    return Taken(address=address, is_gone=True) if row.ended else Taken(address=address, owner=row.owner)


def clashes() -> Iterator[tuple[str, list[str]]]:
    """Addresses that are one and have several owners, or one owner and the site itself. `give` and imports make none: a row
    was written behind their back. Reads the whole ledger."""
    first: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    for path, owner in Address.objects.order_by("pk").values_list("path", "owner").iterator():
        one = same(path)
        if first.setdefault(one, owner) != owner:
            found.setdefault(one, {first[one]}).add(owner)
        if "?" not in path and reserves(path, settings.NEWSROOM.languages, Key(owner).kind):
            found.setdefault(one, set()).add(owner)
    yield from ((path, sorted(owners)) for path, owners in sorted(found.items()))


def _free(wanted: str, mine: Container[str], kind: str) -> str:
    stem = wanted.rstrip("/")
    rows = Address.objects.filter(Q(path__in=spellings(wanted)) | Q(path__startswith=f"{stem}-"))
    others = {same(path) for path in rows.values_list("path", flat=True) if path not in mine}
    path, number = wanted, 2
    while same(path) in others or is_kept_free(path, kind):
        path, number = f"{stem}-{number}/", number + 1
    return path
