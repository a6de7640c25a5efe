"""Makes text from anywhere safe to keep: one normal form, nothing invisible that changes what a reader sees."""

from __future__ import annotations

import re
import unicodedata

ZWNJ, ZWJ = "\u200c", "\u200d"

# Written as escapes: these characters can't be seen, or turn the line they stand in.
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_TIED_SPACES = {"\u00a0", "\u202f"}
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls; those that are white space are collapsed later
    "\ud800-\udfff"  # lone surrogates: no UTF-8 form, so no file and no database takes them
    "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, of no use in a sentence
    "\U000e0000-\U000e0fff"  # tags: a second, hidden text inside the visible one
    "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_EMBEDDINGS, _OVERRIDES, _POP = "\u202a\u202b", "\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_BIDI = re.compile(f"[{_EMBEDDINGS}{_OVERRIDES}{_POP}{_ISOLATES}{_POP_ISOLATE}]")


def clean(text: str) -> str:
    """One line of text in NFC, white space collapsed; idempotent.

    Gone: control characters, lone surrogates, noncharacters, invisible marks, bidi overrides, and bidi brackets without
    a partner (they would turn the text that follows on the page). Kept: ZWNJ and ZWJ, which Persian and emoji need, the
    directional marks, and no-break spaces that stand alone.
    """
    text = _UNWANTED.sub("", text)
    if _BIDI.search(text):
        text = _balanced(text)
    text = _SPACES.sub(_one_space, unicodedata.normalize("NFC", text))
    text = _JOINERS.sub(r"\1", text)
    return text.strip(f" \u00a0\u202f\u2007{ZWNJ}{ZWJ}")


def capitalised(name: str) -> str:
    """A name as it begins a line. Georgian then stays as it is: what Unicode calls its capitals are for whole words."""
    return name[:1].title() + name[1:]


def _one_space(run: re.Match[str]) -> str:
    spaces = run.group()
    return spaces[0] if set(spaces) <= _TIED_SPACES else " "


def _balanced(text: str) -> str:
    """Drop overrides with their end marks, and each embedding or isolate that lacks its other half (UAX 9, X1 to X8)."""
    keep: set[int] = set()
    opened: list[tuple[int, str]] = []
    for place, sign in enumerate(text):
        if sign in _EMBEDDINGS or sign in _OVERRIDES or sign in _ISOLATES:
            opened.append((place, sign))
        elif sign == _POP and opened and opened[-1][1] not in _ISOLATES:
            start, opener = opened.pop()
            if opener in _EMBEDDINGS:
                keep |= {start, place}
        elif sign == _POP_ISOLATE and any(opener in _ISOLATES for _, opener in opened):
            while (top := opened.pop())[1] not in _ISOLATES:
                pass
            keep |= {top[0], place}
    return "".join(sign for place, sign in enumerate(text) if place in keep or not _BIDI.match(sign))
