"""Reads the demo newsroom's files.

load() is the one way in; it gives a whole, consistent newsroom or raises DemoError.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from .checking import check
from .errors import DemoError
from .fields import LANGUAGES, Fields, tables
from .shapes import (
    DemoAuthor,
    DemoLetter,
    DemoLink,
    DemoList,
    DemoNewsroom,
    DemoPage,
    DemoPicture,
    DemoPlace,
    DemoRegionGroup,
    DemoSeries,
    DemoTopic,
)
from .stories import story

CONTENT = Path(__file__).parent / "content"


def load(folder: Path = CONTENT) -> DemoNewsroom:
    """The newsroom in `folder`, every reference in it checked."""
    fields = Fields("newsroom.toml", "the file", parsed(folder, "newsroom.toml"))
    letters_file = parsed(folder, "letters.toml")
    newsroom = DemoNewsroom(
        folder=folder,
        name=fields.texts("name"),
        tagline=fields.texts("tagline"),
        description=fields.texts("description"),
        support=fields.texts("support"),
        support_label=fields.texts("support_label"),
        safe_ways=fields.texts("safe_ways"),
        contact=fields.take("contact", str),
        languages=LANGUAGES,
        authors=tuple(author(row) for row in rows(folder, "authors.toml", "author")),
        region_groups=tuple(group(row) for row in rows(folder, "regions.toml", "group")),
        topics=tuple(topic(row) for row in rows(folder, "topics.toml", "topic")),
        series=tuple(series(row) for row in rows(folder, "series.toml", "series")),
        pages=tuple(page(row) for row in rows(folder, "pages.toml", "page")),
        pictures=tuple(picture(row) for row in rows(folder, "pictures.toml", "picture")),
        letter_lists=tuple(letter_list(one) for one in tables("letters.toml", letters_file, "list")),
        letters=tuple(letter(one) for one in tables("letters.toml", letters_file, "letter")),
        stories=tuple(
            sorted(
                (story(path) for path in sorted((folder / "stories").glob("*.md"))),
                key=lambda one: (one.first_published_at, one.key, one.language),
            )
        ),
    )
    fields.done()
    Fields("letters.toml", "the file", letters_file).done()
    check(newsroom)
    return newsroom


def parsed(folder: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DemoError(file, f"the file is missing in {folder}; the demo needs it") from error
    except tomllib.TOMLDecodeError as error:
        raise DemoError(file, f"not TOML: {error}") from error


def rows(folder: Path, file: str, name: str) -> list[Fields]:
    table = parsed(folder, file)
    found = tables(file, table, name)
    Fields(file, "the file", table).done()
    return found


def author(row: Fields) -> DemoAuthor:
    links = []
    for one in row.take("links", list):
        link = Fields(row.file, f"{row.where}, a link", one)
        links.append(DemoLink(label=link.take("label", str), url=link.take("url", str)))
        link.done()
    out = DemoAuthor(
        key=row.take("key", str),
        slug=row.take("slug", str),
        name=row.texts("name"),
        role=row.texts("role"),
        short_bio=row.texts("short_bio"),
        long_bio=row.texts("long_bio"),
        pseudonym=row.take("pseudonym", bool),
        links=tuple(links),
        portrait=row.take("portrait", str),
    )
    row.done()
    return out


def place(row: Fields) -> DemoPlace:
    out = DemoPlace(
        key=row.take("key", str),
        slug=row.take("slug", str),
        name=row.texts("name"),
        introduction=row.texts("introduction"),
        latitude=row.take("latitude", float) if "latitude" in row.left else None,
        longitude=row.take("longitude", float) if "longitude" in row.left else None,
        neighbours=row.words("neighbours"),
    )
    row.done()
    return out


def group(row: Fields) -> DemoRegionGroup:
    regions = tuple(place(one) for one in tables(row.file, row.left, "region"))
    out = DemoRegionGroup(key=row.take("key", str), slug=row.take("slug", str), name=row.texts("name"), regions=regions)
    row.done()
    return out


def topic(row: Fields) -> DemoTopic:
    events = tuple(place(one) for one in tables(row.file, row.left, "event"))
    out = DemoTopic(
        key=row.take("key", str),
        slug=row.take("slug", str),
        name=row.texts("name"),
        introduction=row.texts("introduction"),
        events=events,
    )
    row.done()
    return out


def series(row: Fields) -> DemoSeries:
    out = DemoSeries(
        key=row.take("key", str),
        slug=row.take("slug", str),
        kind=row.take("kind", str),
        name=row.texts("name"),
        introduction=row.texts("introduction"),
        authors=row.words("authors"),
        picture=row.take_or("picture", ""),
        owner_email=row.take_or("owner_email", ""),
        funding_url=row.take_or("funding_url", ""),
    )
    if out.kind not in ("blog", "podcast", "feature", "visual"):
        raise DemoError(row.file, f"{row.where}: '{out.kind}' is no kind; use blog, podcast, feature or visual")
    row.done()
    return out


def page(row: Fields) -> DemoPage:
    out = DemoPage(key=row.take("key", str), title=row.texts("title"), body=row.texts("body"))
    row.done()
    return out


def letter_list(row: Fields) -> DemoList:
    out = DemoList(
        key=row.take("key", str),
        rule=row.take("rule", str),
        topic=row.take("topic", str),
        name=row.texts("name"),
        description=row.texts("description"),
        welcome=row.texts("welcome"),
    )
    row.done()
    return out


def letter(row: Fields) -> DemoLetter:
    out = DemoLetter(
        list=row.take("list", str),
        sent_at=row.take("sent_at", datetime) if "sent_at" in row.left else None,
        whole=row.words("whole"),
        brief=row.words("brief"),
        subject=row.texts("subject"),
        preheader=row.texts("preheader"),
        introduction=row.texts("introduction"),
    )
    row.done()
    return out


def picture(row: Fields) -> DemoPicture:
    focal = row.take("focal", list)
    if len(focal) != 2 or not all(isinstance(part, int | float) and 0 <= part <= 1 for part in focal):
        raise DemoError(
            row.file, f"{row.where}: 'focal' must be two numbers from 0 to 1, from the left and from the top"
        )
    out = DemoPicture(
        file=row.take("file", str),
        kind=row.take("kind", str),
        params=row.take_or("params", {}),
        title=row.take("title", str),
        alt_text=row.texts("alt_text"),
        caption=row.texts("caption"),
        creator=row.take("creator", str),
        credit_line=row.take("credit_line", str),
        copyright_notice=row.take("copyright_notice", str),
        focal=(float(focal[0]), float(focal[1])),
    )
    row.done()
    return out
