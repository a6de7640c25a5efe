"""The W3C feed validator's rules for Atom and RSS 2.0, as far as they concern what a feed of ours can hold.

Each is named as the validator names it; test_feed.py tries them on the validator's own cases before it trusts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
KNOWN = {
    "DuplicateAtomLink",
    "InvalidRFC2822Date",
    "InvalidRFC3339Date",
    "MissingDescription",
    "MissingElement",
    "MissingLink",
    "MissingTitle",
}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC2822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d\d(\d\d)? \d\d:\d\d(:\d\d)? ([+-]\d{4}|[A-Z]{1,3})"
)


PARTS = {
    "channel": ("title", "link", "description"),
    "image": ("title", "link"),
    "textInput": ("title", "link", "description"),
}


def broken(feed: bytes) -> set[str]:
    """Names of the rules that the feed breaks."""
    root = etree.fromstring(feed)
    return set(_of_atom(root) if root.tag.startswith(ATOM) else _of_rss(root))


def _of_atom(root: etree._Element) -> Iterator[str]:
    for part in [one for one in (root, *root.iter(f"{ATOM}entry")) if one.tag in (f"{ATOM}feed", f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            if part.find(f"{ATOM}{name}") is None:
                yield "MissingElement"
        if part is not root and not any(one.find(f"{ATOM}author") is not None for one in (part, root)):
            yield "MissingElement"
        links = Counter(
            (link.get("rel", "alternate"), link.get("type"), link.get("hreflang"))
            for link in part.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        )
        if any(count > 1 for count in links.values()):
            yield "DuplicateAtomLink"
    for name in ("updated", "published"):
        for date in root.iter(f"{ATOM}{name}"):
            if not _is_rfc3339((date.text or "").strip()):
                yield "InvalidRFC3339Date"


def _of_rss(root: etree._Element) -> Iterator[str]:
    for part, names in PARTS.items():
        for one in root.iter(part):
            yield from (f"Missing{name.capitalize()}" for name in names if one.find(name) is None)
    for name in ("pubDate", "lastBuildDate"):
        for date in root.iter(name):
            if not _is_rfc2822((date.text or "").strip()):
                yield "InvalidRFC2822Date"


def _is_rfc3339(text: str) -> bool:
    try:
        return bool(RFC3339.fullmatch(text)) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_rfc2822(text: str) -> bool:
    try:
        day = re.match(r"(\w{3}), ", text)
        return bool(RFC2822.fullmatch(text)) and (not day or parsedate_to_datetime(text).strftime("%a") == day[1])
    except ValueError:
        return False
