"""The log as a file: JSON lines or CSV, an entry a line with its links, and the head of the chain as the last line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder

from tamizdat.desk.log_chain import TABLES, columns, head
from tamizdat.desk.models import LogLink

FORMATS = {"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8"}
HEADS = (
    *("number", "time", "user_id", "user", "action", "type", "object", "label", "data", "content_changed", "deleted"),
    *("uuid", "table", "entry", "content", "former", "sha256"),
)
BATCH = 1000


def lines(form: str) -> Iterator[str]:
    """Every chained entry in the order of the chain, in a form of FORMATS."""
    last = head()
    if form == "jsonl":
        for row in rows():
            yield json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"
        yield json.dumps({"head": last}) + "\n"
        return
    yield _csv(HEADS)
    for row in rows():
        yield _csv([_cell(row[name]) for name in HEADS])
    yield _csv(["head", last])


def rows() -> Iterator[dict[str, Any]]:
    names = dict(get_user_model().objects.values_list("pk", "username"))
    types = {one.pk: f"{one.app_label}.{one.model}" for one in ContentType.objects.all()}
    last = 0
    while links := list(LogLink.objects.filter(number__gt=last).order_by("number")[:BATCH]):
        last = links[-1].number
        entries = {
            (table, row["id"]): row
            for table, model in TABLES.items()
            for row in model.objects.filter(pk__in=[one.entry for one in links if one.table == table]).values(
                *columns(table)
            )
        }
        for link in links:
            row = entries.get((link.table, link.entry), {})
            yield {
                "number": link.number,
                "time": row["timestamp"].isoformat() if row else "",
                "user_id": row.get("user_id"),
                "user": names.get(row.get("user_id"), ""),
                "action": row.get("action", ""),
                "type": types.get(row.get("content_type_id"), ""),
                "object": str(row.get("page_id") or row.get("object_id") or ""),
                "label": row.get("label", ""),
                "data": row.get("data", {}),
                "content_changed": row.get("content_changed", False),
                "deleted": row.get("deleted", False),
                "uuid": row.get("uuid"),
                "table": link.table,
                "entry": link.entry,
                "content": link.content,
                "former": link.former,
                "sha256": link.sha256,
            }


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if value else ""
    if value is None:
        return ""
    # A spreadsheet would run what begins like a formula.
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _csv(cells: Any) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(cells)
    return made.getvalue()
