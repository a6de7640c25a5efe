"""Write all readers into a CSV file that an import reads back without loss."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tamizdat.letters.errors import LettersError
from tamizdat.letters.moving import own, table
from tamizdat.letters.store import consents, lists, readers, shown
from tamizdat.letters.store.database import Connection, Store
from tamizdat.letters.store.readers import Reader

_BATCH = 1_000


def run(
    store: Store, path: Path, *, overwrite: bool = False, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the file, which only its owner may read, whole or not at all; how many readers are in it.

    The suppression list is not in it: it holds no addresses. `progress` is told (readers done, readers in all).
    """
    if path.exists() and not overwrite:
        raise LettersError(f"{path} exists already. Choose another name, or overwrite it with --force.")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    done = 0
    try:
        # So that spreadsheet programs take it for UTF-8, it begins with a byte order mark.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file, store.reading() as db:
            slugs = {one.id: one.slug for one in lists.all_of(db)}
            everyone = db.execute("SELECT count(*) FROM letters_reader")[0][0]
            writer = table.Writer(file, [*own.COLUMNS, *(f"{own.LIST}{slug}" for slug in slugs.values())])
            for batch in _batches(readers.streamed(db)):
                _write(db, writer, batch, slugs)
                done += len(batch)
                if progress:
                    progress(done, everyone)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return done


def _batches(everyone: Iterator[Reader]) -> Iterator[list[Reader]]:
    while batch := list(islice(everyone, _BATCH)):
        yield batch


def _write(db: Connection, writer: table.Writer, batch: Sequence[Reader], slugs: dict[int, str]) -> None:
    ids = [one.id for one in batch]
    subscribed = {(one.reader, one.list): one for one in readers.subscriptions_of(db, ids)}
    history = consents.of_readers(db, ids)
    sentences = shown.by_digest(db, (one.shown for each in history.values() for one in each))
    for one in batch:
        mine = {list: subscribed[one.id, list] for list in slugs if (one.id, list) in subscribed}
        writer.write(own.cells(one, mine, history.get(one.id, ()), slugs, sentences))
