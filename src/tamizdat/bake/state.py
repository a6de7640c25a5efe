"""How the bake stands, as all its processes see it: kept in the graph's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from tamizdat.bake.store import Store, runs, this_boot

UNSYNCED = "unsynced:"


class BakeState:
    """Each property is one setting of the graph's file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def generation(self) -> int:
        """How many full bakes were begun; 0 before the first."""
        return int(self._store.get("generation", "0"))

    @property
    def full_bake(self) -> bool:
        """Whether a full bake was begun and has not ended."""
        return bool(self._store.get("full"))

    @property
    def marking(self) -> bool:
        """Whether a full bake is putting its targets into the queue, or died at that."""
        return bool(self._store.get("marking"))

    @property
    def trouble(self) -> str:
        """What keeps the bake from its work, in words; empty while nothing does."""
        return self._store.get("trouble")

    @trouble.setter
    def trouble(self, words: str) -> None:
        self._store.set(trouble=words)

    @property
    def last_bake(self) -> datetime | None:
        """When nothing waited any more, the last time."""
        said = self._store.get("last_bake")
        return datetime.fromtimestamp(float(said), UTC) if said else None

    @last_bake.setter
    def last_bake(self, moment: datetime) -> None:
        self._store.set(last_bake=str(moment.timestamp()))

    def begin_marking(self) -> None:
        self._store.set(marking="1", generation=str(self.generation + 1), full="1")

    def end_marking(self) -> None:
        self._store.set(marking="")

    def end_full_bake(self) -> None:
        self._store.set(full="")

    # What keys that no write notes stood for when they were last looked at

    def changed_fingerprints(self, now: Mapping[str, str]) -> set[str]:
        return {key for key, value in now.items() if self._store.get(f"fingerprint:{key}") != value}

    def keep_fingerprints(self, now: Mapping[str, str]) -> None:
        self._store.set(**{f"fingerprint:{key}": value for key, value in now.items()})

    # Files that are written and not yet flushed to the disk

    def begin_unsynced(self) -> None:
        """From now on this process writes files that it does not flush."""
        self._store.set(**{f"{UNSYNCED}{self._store.process}": this_boot()})

    def lost_files(self) -> bool:
        """Whether the machine went down before all files were flushed."""
        return any(boot != this_boot() for boot in self._unsynced().values())

    def to_sync(self) -> list[str]:
        """Processes whose files can be flushed for good: this one and those that are no more."""
        return [mark for mark in self._unsynced() if mark == self._store.process or not runs(mark)]

    def synced(self, marks: Iterable[str]) -> None:
        with self._store.writing():
            self._store.db.executemany("DELETE FROM meta WHERE name = ?", [(f"{UNSYNCED}{mark}",) for mark in marks])

    def _unsynced(self) -> dict[str, str]:
        rows = self._store.db.execute("SELECT name, value FROM meta WHERE name GLOB ?", (f"{UNSYNCED}*",))
        return {name.removeprefix(UNSYNCED): boot for name, boot in rows}
