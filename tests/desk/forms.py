"""What a browser sends when an editor presses a button in the story's form."""

from __future__ import annotations

import json
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tamizdat.newsroom.blocks.body import TEXT

EMPTY = (
    "kicker", "dek", "byline", "dateline", "lead_picture", "lead_caption", "lead_alt_text", "lead_credit_line", "series", "slug",
    "go_live_at", "expire_at", "embargoed_until", "display_date", "updated_at", "editors_note", "credit", "source_url",
    "licence", "slugline", "internal_note", "season", "episode",
)  # fmt: skip


def rich(html: str) -> str:
    """HTML as the editor in the browser sends it."""
    return ContentstateConverter(TEXT).from_database_format(html)


def raw_rich(text: str) -> str:
    """Text typed into the editor, whatever it looks like."""
    blocks = [{"key": "a1", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}]
    return json.dumps({"blocks": blocks, "entityMap": {}})


def story(
    headline: str = "A road over the pass",
    *,
    body: list[tuple[str, Any]] | None = None,
    authors: list[dict[str, Any]] | None = None,
    press: str = "",
    **fields: Any,
) -> dict[str, Any]:
    """Form data. `press` is the button: "" saves a draft, "publish" publishes."""
    nested = {
        "body": streamfield(body if body is not None else [("text", rich("<p>Snow.</p>"))]),
        "authors": inline_formset(authors or []),
        "notes": inline_formset([]),
        "comments": inline_formset([]),
    }
    data = dict.fromkeys(EMPTY, "") | {"headline": headline, "genre": "news", "urgency": "5"} | fields
    if press:
        data[f"action-{press}"] = "1"
    return data | dict(nested_form_data(nested))
