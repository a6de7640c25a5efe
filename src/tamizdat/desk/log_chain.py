"""The log of who did what, chained: what is changed, taken out or put in later is found.

The framework keeps the entries, in one table for stories and one for all else. Each entry gets a link, in the transaction that
writes it: a number without gaps, the SHA-256 of the entry as stored, and the SHA-256 of the link before. Writers wait for each
other at the one row of LogHead.

What the chain shows: that the entries are those that were written, and that none is missing up to the newest link. What it cannot
show: whether somebody with the whole database took the newest entries off the end, or made the chain anew. For that the head, a
number and a hash, is kept elsewhere: `tamizdat log head` prints it, every export ends with it, and `verify` compares it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.models.audit_log import BaseLogEntryManager

from tamizdat.desk.models import LogHead, LogLink

TABLES: dict[str, Any] = {"page": PageLogEntry, "model": ModelLogEntry}
_OF = {"page": "page_id", "model": "object_id"}
COLUMNS = (
    *("id", "content_type_id", "label", "action", "data", "timestamp", "uuid", "user_id", "revision_id"),
    *("content_changed", "deleted"),
)
"""What of an entry is hashed, beside the row that it is about. By name: a column that the framework adds changes no hash."""
START = "0" * 64


class HeadError(Exception):
    """A head that was kept elsewhere cannot be read."""


def columns(table: str) -> tuple[str, ...]:
    return (*COLUMNS, _OF[table])


def content_hash(row: dict[str, Any]) -> str:
    """SHA-256 in hex of an entry's columns, as JSON with sorted keys and times in UTC."""
    return _sha256(
        json.dumps({name: _plain(value) for name, value in row.items()}, sort_keys=True, cls=DjangoJSONEncoder)
    )


def link_hash(number: int, table: str, entry: int, content: str, former: str) -> str:
    return _sha256("\n".join((str(number), table, str(entry), content, former)))


def start() -> None:
    """Chain every entry that the framework writes from now on."""
    written = BaseLogEntryManager.log_action
    if getattr(written, "chained", False):
        return

    def log_action(self: Any, instance: Any, action: str, **kwargs: Any) -> Any:
        with transaction.atomic():  # the entry and its link, also where the action has no transaction of its own
            return written(self, instance, action, **kwargs)

    log_action.chained = True  # type: ignore[attr-defined]  # a mark on the function: it is wrapped once
    BaseLogEntryManager.log_action = log_action
    for table, model in TABLES.items():
        post_save.connect(_written, sender=model, dispatch_uid=f"chain {table}")


def _written(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        with transaction.atomic():
            _link("page" if sender is PageLogEntry else "model", instance.pk)


def rewritten(table: str, entries: list[int], *, user: Any, about: Any, reason: str) -> None:
    """Chain entries anew whose rows were changed or deleted for a lawful reason, such as the removal of a name.

    Their old links stay, so the log shows that they were changed, when, by whom and why; not what they said. `about`: the row
    that the record of it is about. Call it in the transaction of the change.
    """
    with transaction.atomic():
        for entry in entries:
            _link(table, entry)
        log(
            instance=about, action="tamizdat.log_rewritten", user=user, data={"entries": len(entries), "reason": reason}
        )


def _link(table: str, entry: int) -> None:
    head = _locked_head()
    # As it is stored, not as it was given: a database may write JSON and texts in a form of its own.
    row = TABLES[table].objects.filter(pk=entry).values(*columns(table)).first()
    content = content_hash(row) if row else ""
    number = head.number + 1
    sha256 = link_hash(number, table, entry, content, head.sha256)
    LogLink.objects.create(number=number, table=table, entry=entry, content=content, former=head.sha256, sha256=sha256)
    head.number, head.sha256 = number, sha256
    head.save()


def _locked_head() -> LogHead:
    head = LogHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        last = LogLink.objects.order_by("-number").first()
        LogHead.objects.get_or_create(pk=1, defaults={"number": last.number, "sha256": last.sha256} if last else {})
        head = LogHead.objects.select_for_update().get(pk=1)
    return head


def head() -> str:
    """`number:hash` of the newest link, to keep elsewhere."""
    return str(LogHead.objects.filter(pk=1).first() or LogHead())


@dataclass(kw_only=True)
class Verdict:
    """What `verify` found. `problems` are sentences, the first broken entry first."""

    entries: int = 0
    before: int = 0
    """Entries written before there was a chain: nothing is known of them."""
    rewritten: int = 0
    head: str = ""
    problems: list[str] = field(default_factory=list)
    first: int = 0
    """The link of the first of them; 0 of an entry that has none."""


def verify(kept_head: str = "") -> Verdict:
    """Go through the whole log. `kept_head`: a head that was kept elsewhere, as `number:hash`. Raises HeadError.

    All is read in one transaction: entries that are written meanwhile are not taken for missing.
    """
    wanted = _parsed(kept_head)
    found: list[tuple[int, str]] = []
    newest: dict[tuple[str, int], tuple[int, str]] = {}
    verdict = Verdict()
    with transaction.atomic():
        stored = _locked_head()
        verdict.head = str(stored)
        number, former = 0, START
        for link in LogLink.objects.order_by("number").iterator(2000):
            number += 1
            if link.number != number:
                found.append((number, f"link {number} is missing"))
                number = link.number
            elif link.former != former:
                found.append((number, f"link {number} does not follow the link before it"))
            if link.sha256 != link_hash(link.number, link.table, link.entry, link.content, link.former):
                found.append((number, f"link {number} was changed"))
            if wanted and wanted[0] == number and wanted[1] != link.sha256:
                found.append((number, f"link {number} is not the one that was kept elsewhere"))
            former = link.sha256
            verdict.rewritten += (link.table, link.entry) in newest
            newest[link.table, link.entry] = (link.number, link.content)
        if (stored.number, stored.sha256) != (number, former):
            found.append((number + 1, f"the chain ends at {number}, its head says {stored.number}"))
        if wanted and wanted[0] > number:
            found.append((number + 1, f"the chain ends at {number}, the head that was kept elsewhere is {wanted[0]}"))
        for table in TABLES:
            found += _compare(table, newest, verdict)
    for (table, entry), (at, content) in newest.items():
        if content:
            found.append((at, f"{table} entry {entry} (link {at}) is missing"))
    found.sort()
    verdict.problems = [text for _at, text in found]
    verdict.first = found[0][0] if found else 0
    return verdict


def _compare(table: str, newest: dict[tuple[str, int], tuple[int, str]], verdict: Verdict) -> Iterator[tuple[int, str]]:
    """The entries of a table against their newest links, which are taken out of `newest`."""
    first = min((entry for name, entry in newest if name == table), default=None)
    for row in TABLES[table].objects.order_by("pk").values(*columns(table)).iterator(2000):
        if first is None or row["id"] < first:
            verdict.before += 1
            continue
        verdict.entries += 1
        at, content = newest.pop((table, row["id"]), (0, ""))
        if not at:
            yield 0, f"{table} entry {row['id']} of {row['timestamp']:%Y-%m-%d %H:%M} was put in later: it has no link"
        elif content != content_hash(row):
            yield at, f"{table} entry {row['id']} (link {at}) was changed"


def _parsed(kept_head: str) -> tuple[int, str] | None:
    if not kept_head:
        return None
    number, _colon, sha256 = kept_head.strip().partition(":")
    if not number.isdecimal() or len(sha256) != 64:
        raise HeadError(f"{kept_head!r} is no head. One looks like 17:ab34… and is printed by `tamizdat log head`.")
    return int(number), sha256


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
