"""Cleans text of any source: one Unicode normal form, and nothing invisible that changes how it is shown."""

from __future__ import annotations

import re
import unicodedata

ZWNJ, ZWJ = "\u200c", "\u200d"

# Written as escapes, because these characters are invisible or change the direction of the line.
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_NO_BREAK_SPACES = {"\u00a0", "\u202f"}
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls; those that count as white space are collapsed later
    "\ud800-\udfff"  # lone surrogates: they have no UTF-8 form, so they can't be stored
    "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, of no use in a sentence
    "\U000e0000-\U000e0fff"  # tags: a second, hidden text inside the visible one
    "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_EMBEDDINGS, _OVERRIDES, _POP = "\u202a\u202b", "\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_BIDI = re.compile(f"[{_EMBEDDINGS}{_OVERRIDES}{_POP}{_ISOLATES}{_POP_ISOLATE}]")


def clean(text: str) -> str:
    """One line of text in NFC with white space collapsed; idempotent.

    Removed: control characters, lone surrogates, noncharacters, invisible characters, bidi overrides, and bidi embeddings and
    isolates that are not closed or not opened (they would change the direction of the text after it). Kept: ZWNJ and ZWJ, which
    Persian and emoji need, directional marks, and single no-break spaces.
    """
    text = _UNWANTED.sub("", text)
    if _BIDI.search(text):
        text = _balanced(text)
    text = _SPACES.sub(_one_space, unicodedata.normalize("NFC", text))
    text = _JOINERS.sub(r"\1", text)
    return text.strip(f" \u00a0\u202f\u2007{ZWNJ}{ZWJ}")


def capitalised(name: str) -> str:
    """With a capital letter first. Georgian stays as it is: its capital letters are for whole words only."""
    return name[:1].title() + name[1:]


def _one_space(run: re.Match[str]) -> str:
    spaces = run.group()
    return spaces[0] if set(spaces) <= _NO_BREAK_SPACES else " "


def _balanced(text: str) -> str:
    """Without overrides and their ends, and without embeddings and isolates that are not paired (UAX 9, X1 to X8)."""
    keep: set[int] = set()
    opened: list[tuple[int, str]] = []
    for index, character in enumerate(text):
        if character in _EMBEDDINGS or character in _OVERRIDES or character in _ISOLATES:
            opened.append((index, character))
        elif character == _POP and opened and opened[-1][1] not in _ISOLATES:
            start, opener = opened.pop()
            if opener in _EMBEDDINGS:
                keep |= {start, index}
        elif character == _POP_ISOLATE and any(opener in _ISOLATES for _, opener in opened):
            while (top := opened.pop())[1] not in _ISOLATES:
                pass
            keep |= {top[0], index}
    return "".join(character for index, character in enumerate(text) if index in keep or not _BIDI.match(character))
