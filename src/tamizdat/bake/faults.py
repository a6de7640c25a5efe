"""Files that could not be written: they fail their own targets, by name, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tamizdat.bake.graph import Record
from tamizdat.bake.products import Failure


def without(record: Record, refused: Mapping[str, str]) -> Record:
    """What is recorded of a target: it claims no file that is not there."""
    if not any(path in refused for path, _ in record.files):
        return record
    return replace(record, files=tuple((path, mark) for path, mark in record.files if path not in refused))


def failures(records: Iterable[Record], refused: Mapping[str, str]) -> Iterator[Failure]:
    """One for each target that has a file in `refused` (path: reason)."""
    for record in records:
        bad = [path for path, _ in record.files if path in refused]
        if bad:
            yield Failure(
                target=record.job.name, page=f"/{bad[0]}", why=f"{bad[0]} cannot be written: {refused[bad[0]]}"
            )
