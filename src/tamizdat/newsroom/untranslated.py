"""Words in a story that are still those of another language: of what it is a translation of, or a copy of one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from django.utils.html import strip_tags

from tamizdat.newsroom.actions import copies
from tamizdat.newsroom.models import Article

SHORTEST = 20
"""Characters: shorter texts, such as names, may be the same in two languages."""
_PARAGRAPH = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>")


def untranslated(story: Article) -> dict[str, int]:
    """How many texts of `story`, as it stands in memory, are word for word in a story of another language that it comes from,
    by that language's code."""
    own = set(_texts(story))
    found = {}
    for origin in copies.origins(story).exclude(locale=story.locale):
        same = own & set(_texts(origin.get_latest_revision_as_object()))
        if same:
            found[origin.language] = len(same)
    return found


def _texts(story: Article) -> Iterator[str]:
    parts = [story.headline, story.dek, *(_strings(story.body.get_prep_value()) if story.body else ())]
    for part in parts:
        for piece in _PARAGRAPH.split(part):
            text = " ".join(html.unescape(strip_tags(piece)).split())
            if len(text) >= SHORTEST:
                yield text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("id", "type", "url", "credit_line", "attribution"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
