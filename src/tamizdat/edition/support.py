"""What readers are told about giving: the page Support us, and what stands in stories.

Where a newsroom is outlawed, giving to it can be a crime. So a warning, of the language or of one place that the story
is about, goes before everything else; then a place that asks for silence; then the language's own ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tamizdat.edition.shapes import Ask, Way

Words = Mapping[str, Mapping[str, Any]]
"""{language: the newsroom's texts in it}"""
PLACES = tuple(map(frozenset, ((), ("none",), ("warning",), ("none", "warning"))))
"""What the places that a story is about may have set."""


def url(words: Words, ways: Sequence[Mapping[str, Any]], language: str) -> str:
    """The page's address, or '' while it would say nothing."""
    mine = words.get(language, {})
    told = mine.get("support_introduction") or mine.get("ask_mode") == "warning" or ways_in(ways, language)
    return f"/{language}/support/" if told else ""


def ask(words: Words, language: str, places: Iterable[str], page_url: str) -> Ask | None:
    """What a story in `language` shows; `places` are what its regions have set: '', 'none' or 'warning'."""
    mine = words.get(language, {})
    mode, places = mine.get("ask_mode", "none"), set(places)
    if mode == "warning" or "warning" in places:
        return Ask(kind="warning", text=mine.get("warning", ""), url=page_url if mode == "warning" else "")
    if mode == "ask" and "none" not in places and page_url:
        return Ask(kind="ask", text=mine.get("ask", ""), url=page_url)
    return None


def ways_in(ways: Sequence[Mapping[str, Any]], language: str) -> tuple[Way, ...]:
    """Those of one language: those of every language among them."""
    return tuple(
        Way(
            kind=row["kind"],
            label=row["label"],
            url=row["url"] if row["url"].startswith(("https://", "http://")) else "",
            details=tuple(line.strip() for line in row["details"].splitlines() if line.strip()),
        )
        for row in ways
        if row["language"] in ("", language)
    )
