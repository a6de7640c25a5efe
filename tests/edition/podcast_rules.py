"""The W3C feed validator's rules for podcasts, as far as they concern what a feed of ours can hold.

Each is named as the validator names it; test_podcasts.py tries them on the validator's own cases before it trusts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from lxml import etree

from tamizdat.newsroom.podcasts import is_category

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
KNOWN = {
    "DuplicateElement",
    "InvalidItunesCategory",
    "InvalidItunesChannelType",
    "InvalidItunesEpisodeType",
    "InvalidLink",
    "InvalidPositiveInteger",
    "InvalidTrueFalse",
    "MissingAttribute",
    "MissingElement",
    "MissingItunesElement",
    "UnsupportedItunesFormat",
}
PLAYED = {".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub"}


def broken(feed: bytes) -> set[str]:
    """Names of the rules that the feed breaks."""
    return set(_broken(etree.fromstring(feed).find("channel")))


def _broken(channel: etree._Element) -> Iterator[str]:
    for parent in (channel, *channel.iter("item")):
        if len(parent.findall(f"{ITUNES}explicit")) > 1:
            yield "DuplicateElement"
    for explicit in channel.iter(f"{ITUNES}explicit"):
        if explicit.text not in ("true", "false", "yes", "no", "clean"):
            yield "InvalidTrueFalse"
    for name in ("season", "episode"):
        for number in channel.iter(f"{ITUNES}{name}"):
            if not (number.text or "").isdigit() or int(number.text) < 1:
                yield "InvalidPositiveInteger"
    for kind in channel.iter(f"{ITUNES}type"):
        if kind.text not in ("episodic", "serial"):
            yield "InvalidItunesChannelType"
    for kind in channel.iter(f"{ITUNES}episodeType"):
        if kind.text not in ("full", "trailer", "bonus"):
            yield "InvalidItunesEpisodeType"
    for category in channel.findall(f"{ITUNES}category"):
        yield from _of_category(category)
    for image in channel.iter(f"{ITUNES}image"):
        if not image.get("href"):
            yield "MissingAttribute"
        elif urlsplit(image.get("href")).scheme not in ("http", "https"):
            yield "InvalidLink"
    for owner in channel.iter(f"{ITUNES}owner"):
        if owner.find(f"{ITUNES}email") is None:
            yield "MissingElement"
    if channel.find("language") is None:
        yield "MissingItunesElement"
    for enclosure in channel.iter("enclosure"):
        if PurePosixPath(urlsplit(enclosure.get("url")).path).suffix not in PLAYED:
            yield "UnsupportedItunesFormat"


def _of_category(category: etree._Element) -> Iterator[str]:
    below = category.find(f"{ITUNES}category")
    wide, narrow = category.get("text"), below.get("text") if below is not None else ""
    if wide is None or narrow is None:
        yield "MissingAttribute"
    elif not is_category(f"{wide} > {narrow}"):
        yield "InvalidItunesCategory"
