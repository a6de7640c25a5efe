"""How two versions of a public file differ: the words that a reader sees, or the lines of a feed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lxml import html

SAME, GONE, NEW = "same", "gone", "new"
AROUND = 6
"""Words shown before and after a change."""
MOST_LINES, MOST_WORDS, LONGEST_LINE = 80, 600, 400
_TEXT = (".html", ".xml", ".json", ".txt", ".vtt", ".webmanifest", ".svg", ".css", ".conf", ".js")
_UNSEEN = frozenset(["script", "style", "template"])


@dataclass(frozen=True)
class Part:
    """Some words, or a line: the `same` in both versions, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`by_word`: the parts are words of a text; otherwise each is a line. `cut`: there is more than is shown here."""

    parts: tuple[Part, ...]
    by_word: bool
    cut: bool = False


def difference(path: str, before: bytes | None, after: bytes | None) -> Difference | None:
    """None where there is no text to show: a picture, or a file that comes or goes whole."""
    if before is None or after is None or not path.endswith(_TEXT):
        return None
    if path.endswith(".html"):
        parts = tuple(_parts(_words(before), _words(after)))
        if any(part.kind != SAME for part in parts):
            return Difference(parts=parts[:MOST_WORDS], by_word=True, cut=len(parts) > MOST_WORDS)
    lines = tuple(_changed_lines(_lines(path, before), _lines(path, after)))
    return Difference(parts=lines[:MOST_LINES], by_word=False, cut=len(lines) > MOST_LINES)


def _words(page: bytes) -> list[str]:
    """What a reader reads: the title, the text, and what stands for pictures."""
    root = html.document_fromstring(page.decode(errors="replace"))
    found: list[str] = []
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            found += (element.text or "").split()
            found += (element.get("alt") or "").split()
        if element.tail:
            found += element.tail.split()
    return found


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    """Changed words with a few around them; `…` stands for what is left out."""
    steps = difflib.SequenceMatcher(None, before, after).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            yield from _around(before[a:b], is_first=number == 0, is_last=number == len(steps) - 1)
            continue
        if b > a:
            yield Part(GONE, " ".join(before[a:b]))
        if d > c:
            yield Part(NEW, " ".join(after[c:d]))


def _around(words: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Part]:
    if len(words) <= 2 * AROUND and not is_first and not is_last:
        yield Part(SAME, " ".join(words))
        return
    head = [] if is_first else [*words[:AROUND]]
    tail = [] if is_last else [*words[-AROUND:]]
    yield Part(SAME, " ".join([*head, "…", *tail]))


def _lines(path: str, data: bytes) -> list[str]:
    text = data.decode(errors="replace")
    if path.endswith(".json"):
        with suppress(ValueError):
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    elif path.endswith(".html"):
        text = re.sub(r">\s*<", ">\n<", text)
    return text.splitlines()


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    kinds = {"-": GONE, "+": NEW, " ": SAME}
    for line in list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]:
        if line.startswith("@@"):
            yield Part(SAME, "…")
        else:
            yield Part(kinds[line[0]], line[1 : LONGEST_LINE + 1])
