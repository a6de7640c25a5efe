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
    "DuplicateElement",
    "InvalidContact",
    "InvalidFullLink",
    "InvalidHttpGUID",
    "InvalidLink",
    "InvalidRFC2822Date",
    "InvalidRFC3339Date",
    "MissingAttribute",
    "MissingDescription",
    "MissingElement",
    "MissingHref",
    "MissingLink",
    "MissingTitle",
    "NotBlank",
    "UndefinedElement",
}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC2822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d\d(\d\d)? \d\d:\d\d(:\d\d)? ([+-]\d{4}|[A-Z]{1,3})"
)

_PERSON = "name uri email"
_ABOUT = "author category contributor generator icon id link logo rights subtitle title updated"
_HOLDS = {
    "feed": f"{_ABOUT} entry",
    "entry": "author category content contributor id link published rights source summary title updated",
    "author": _PERSON,
    "contributor": _PERSON,
    "source": _ABOUT,
    "generator": "",
    "content": "",
    "summary": "",
    "rss": "channel",
    "channel": "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator "
    "docs cloud ttl image rating textInput skipHours skipDays item",
    "item": "title link description author category comments enclosure guid pubDate source",
    "image": "url title link width height description",
    "textInput": "title description name link",
    "skipDays": "day",
    "skipHours": "hour",
}
MAY_HOLD = {name: frozenset(held.split()) for name, held in _HOLDS.items()}
"""What each element of the two vocabularies may hold of its own vocabulary."""
OFTEN = {"entry", "item", "author", "contributor", "category", "link", "enclosure", "day", "hour"}
"""What may stand more than once, in Atom; of RSS only items, categories and enclosures may."""
BLANK = {
    "feed": ("id", "title", "subtitle"),
    "entry": ("id", "title"),
    "author": ("name",),
    "contributor": ("name",),
    "image": ("title",),
}
ATTRIBUTES = {
    "link": ("href",),
    "enclosure": ("url", "length", "type"),
    "cloud": ("domain", "port", "path"),
    "rss": ("version",),
}
PARTS = {
    "channel": ("title", "link", "description"),
    "image": ("title", "link"),
    "textInput": ("title", "link", "description"),
}
ADDRESSES = {"link": "href", "generator": "uri", "source": "url", "category": "scheme"}
"""Attributes that hold an address; a category's and a source's must be whole."""
ADDRESS = re.compile(r"[^\s<>\"{}|\\^`]*")
WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")
MAIL = re.compile(r"[^\s@<>()]+@[\w-]+(\.[\w-]+)+")


def broken(feed: bytes) -> set[str]:
    """Names of the rules that the feed breaks."""
    root = etree.fromstring(feed)
    of_atom = root.tag.startswith(ATOM)
    own = ATOM if of_atom else ""
    return {*(_of_atom(root) if of_atom else _of_rss(root)), *_of_both(root, own)}


def _of_both(root: etree._Element, own: str) -> Iterator[str]:
    """`own` is what stands before the names of the feed's vocabulary."""
    for part in root.iter(etree.Element):
        name = _plain(part, own)
        held = [_plain(child, own) for child in part.iterchildren(etree.Element)]
        if name in MAY_HOLD:
            counts = Counter(child for child in held if child)
            often = OFTEN if own else OFTEN - {"author", "contributor", "link"}
            if any(count > 1 for child, count in counts.items() if child not in often):
                yield "DuplicateElement"
            if not counts.keys() <= MAY_HOLD[name]:
                yield "UndefinedElement"
        for child in part.iterchildren(etree.Element):
            if _plain(child, own) in BLANK.get(name, ()) and not "".join(child.itertext()).strip():
                yield "NotBlank"
        if (own or name != "link") and any(attribute not in part.attrib for attribute in ATTRIBUTES.get(name, ())):
            yield "MissingAttribute"
        if own and name == "category" and not part.get("term", "").strip():
            yield "NotBlank"
        if name in ADDRESSES and (text := part.get(ADDRESSES[name])):
            yield from _of_address(text, whole=name in ("category", "source"))


def _of_address(text: str, *, whole: bool) -> Iterator[str]:
    """The validator calls it now by one name and now by the other."""
    if not ADDRESS.fullmatch(text) or (whole and not WHOLE.fullmatch(text)):
        yield from ("InvalidLink", "InvalidFullLink")


def _plain(element: etree._Element, own: str) -> str:
    """The name of an element of the vocabulary, '' of one of another."""
    place = own[1:-1] or None
    name = etree.QName(element)
    return name.localname if name.namespace == place else ""


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
    for link in root.iter(f"{ATOM}link"):
        if "href" not in link.attrib:
            yield "MissingHref"
    for mail in root.iter(f"{ATOM}email"):
        if not MAIL.fullmatch((mail.text or "").strip()):
            yield "InvalidContact"
    for named in root.iter(f"{ATOM}id"):
        yield from _of_address((named.text or "").strip(), whole=True)
    for name in ("updated", "published"):
        for date in root.iter(f"{ATOM}{name}"):
            if not _is_rfc3339((date.text or "").strip()):
                yield "InvalidRFC3339Date"


def _of_rss(root: etree._Element) -> Iterator[str]:
    for part, names in PARTS.items():
        for one in root.iter(part):
            yield from (f"Missing{name.capitalize()}" for name in names if one.find(name) is None)
    for name in ("link", "comments"):
        for link in root.iter(name):
            if text := (link.text or "").strip():
                yield from _of_address(text, whole=True)
    for guid in root.iter("guid"):
        if guid.get("isPermaLink", "true") == "true" and not (guid.text or "").startswith(("http://", "https://")):
            yield "InvalidHttpGUID"
    for name in ("author", "managingEditor", "webMaster"):
        for person in root.iter(name):
            if not MAIL.match((person.text or "").strip()):
                yield "InvalidContact"
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
