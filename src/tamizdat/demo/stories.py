"""Reads content/stories/<key>.<language>.md: TOML between '+++' lines, then the body as bodies.py has it."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from .bodies import body
from .errors import DemoError
from .fields import LANGUAGES, Fields
from .shapes import Credit, DemoNote, DemoStory

GENRES = ("news", "analysis", "opinion", "interview", "reportage", "feature", "podcast", "visual")
NOTES = ("correction", "clarification", "retraction", "update", "editors_note")


def story(path: Path) -> DemoStory:
    """One file as a story. Raises DemoError for anything in it that is missing, unknown or of the wrong kind."""
    file = path.name
    key, _, language = path.stem.rpartition(".")
    if language not in LANGUAGES:
        raise DemoError(
            file, f"a story's file is named <key>.<language>.md, the language one of {', '.join(LANGUAGES)}"
        )
    head, front, text = parted(file, path.read_text(encoding="utf-8"))
    if head.strip():
        raise DemoError(file, "there is text above the first '+++'; the front matter comes first")
    try:
        fields = Fields(file, "the front matter", tomllib.loads(front))
    except tomllib.TOMLDecodeError as error:
        raise DemoError(file, f"the front matter is not TOML: {error}") from error
    out = DemoStory(
        key=key,
        language=language,
        headline=fields.take("headline", str),
        dek=fields.take("dek", str),
        kicker=fields.take("kicker", str),
        slug=fields.take("slug", str),
        slugline=fields.take("slugline", str),
        byline=fields.take_or("byline", ""),
        authors=credits(file, fields),
        dateline=fields.take("dateline", str),
        picture=fields.take_or("picture", ""),
        regions=fields.words("regions"),
        topics=fields.words("topics"),
        series=fields.take_or("series", ""),
        season=fields.take_or("season", 0),
        episode=fields.take_or("episode", 0),
        genre=genre(file, fields),
        urgency=urgency(file, fields),
        first_published_at=moment(file, fields),
        editors_note=fields.take_or("editors_note", "").strip(),
        internal_note=fields.take_or("internal_note", "").strip(),
        notes=notes(file, fields),
        body=body(file, text),
    )
    fields.done()
    return out


def parted(file: str, text: str) -> tuple[str, str, str]:
    parts = text.split("+++\n", 2)
    if len(parts) != 3:
        raise DemoError(file, "the front matter must stand between two lines '+++'")
    return parts[0], parts[1], parts[2]


def credits(file: str, fields: Fields) -> tuple[Credit, ...]:
    out = []
    for number, row in enumerate(fields.take("authors", list), 1):
        credit = Fields(file, f"author {number}", row)
        out.append(Credit(key=credit.take("key", str), role=credit.take_or("role", "")))
        credit.done()
    return tuple(out)


def notes(file: str, fields: Fields) -> tuple[DemoNote, ...]:
    out = []
    rows: list[dict[str, object]] = fields.take_or("notes", [])
    for number, row in enumerate(rows, 1):
        note = Fields(file, f"note {number}", row)
        kind = note.take("kind", str)
        if kind not in NOTES:
            raise DemoError(file, f"'{kind}' is no kind of note; use one of {', '.join(NOTES)}")
        out.append(DemoNote(kind=kind, date=moment(file, note, "date"), text=note.take("text", str).strip()))
        note.done()
    return tuple(out)


def genre(file: str, fields: Fields) -> str:
    value = fields.take("genre", str)
    if value not in GENRES:
        raise DemoError(file, f"'{value}' is no genre; use one of {', '.join(GENRES)}")
    return value


def urgency(file: str, fields: Fields) -> int:
    value = fields.take("urgency", int)
    if not 1 <= value <= 9:
        raise DemoError(file, f"urgency {value} is out of range; 1 is the highest, 9 the lowest")
    return value


def moment(file: str, fields: Fields, name: str = "first_published_at") -> datetime:
    value = fields.take(name, datetime)
    if value.tzinfo is None:
        raise DemoError(file, f"{name} has no zone; write it as 2026-03-01T09:00:00+04:00, without quotes")
    return value
