"""JSON lines: one story a line, as docs/importers.md describes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from tamizdat.importers import fields
from tamizdat.importers.errors import LineRefused
from tamizdat.importers.house import House
from tamizdat.importers.lines import LONGEST, Line, Lines
from tamizdat.importers.report import Report, Tally
from tamizdat.importers.words import storable
from tamizdat.newsroom.actions.imports import Incoming, import_batch, prepare

BATCH = 1000
"""Stories of one transaction: what a crash can cost."""


def run(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Import the stories of `path`; `progress` is told (lines done, lines in all).

    Safe to run again, also after a crash: a story is known by its id. A line that gives no story is in the report, with
    its number, and the others go on. Raises ImportsError or OSError when the file cannot be read at all.
    """
    house = House(
        languages=tuple(code for code, _ in settings.LANGUAGES),
        zone=ZoneInfo(settings.TIME_ZONE),
        folder=path.absolute().parent,
    )
    lines = Lines(path, house)
    prepare()
    tally = Tally()
    seen: set[bytes] = set()
    batch: dict[str, tuple[int, Incoming]] = {}
    for done, line in enumerate(lines, 1):
        try:
            story, warnings, ignored = _story(line, house, seen)
        except LineRefused as error:
            tally.refuse(line.number, str(error))
        else:
            batch[story.external_id] = (line.number, story)
            for why in warnings:
                tally.warn(line.number, why)
            tally.ignore(ignored)
        if len(batch) == BATCH or (batch and done == len(lines)):
            _hand_over(batch, tally)
            batch.clear()
        if progress and (done % 100 == 0 or done == len(lines)):
            progress(done, len(lines))
    return tally.report()


def _hand_over(batch: dict[str, tuple[int, Incoming]], tally: Tally) -> None:
    taken = import_batch([story for _, story in batch.values()])
    tally.created += taken.created
    tally.updated += taken.updated
    tally.unchanged += taken.unchanged
    tally.pictures += taken.pictures
    for warning in taken.warnings:
        tally.warn(batch[warning.external_id][0], warning.why)


def _story(line: Line, house: House, seen: set[bytes]) -> tuple[Incoming, list[str], list[str]]:
    if len(line.data) > LONGEST:
        raise LineRefused(f"the line is longer than {LONGEST >> 20} MB: no story is; look for a missing end of line")
    try:
        parsed = json.loads(line.data)
        if b"\\u" in line.data or b"\xed" in line.data:  # in every line that has such letters, and in few others
            parsed = storable(parsed)
    except UnicodeDecodeError:
        raise LineRefused("not UTF-8: save the file in UTF-8") from None
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply" if isinstance(error, RecursionError) else str(error))
        where = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        cut = "" if line.ended else ". The file ends in this line, so it may have been cut off: export or copy it again"
        raise LineRefused(f"not JSON: {reason}{where}{cut}") from None
    story, warnings, ignored = fields.read(parsed, house)
    mark = hashlib.blake2b(story.external_id.encode(), digest_size=8).digest()
    if mark in seen:
        raise LineRefused(
            f"the id {story.external_id!r} stands in this file twice: the other line was taken in; "
            "give each story an id of its own"
        )
    seen.add(mark)
    return story, warnings, ignored
