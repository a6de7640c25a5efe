"""The queue of stale targets, from which any number of processes take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamizdat.bake.products import Failure
from tamizdat.bake.store import SEVERAL, Store, clock, number, runs, several
from tamizdat.bake.urgency import EVERY, LOW_PRIORITY

PARTS, FEW = 4, 20
"""What is taken at once is one part of so many of what waits, but for a few."""
HELD = "stale INDEXED BY stale_owner"
"""What processes hold is little beside what waits; left to itself, SQLite reads the whole queue for it."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A stale target that this process has taken."""

    name: str
    version: int
    urgency: int
    forced: bool


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A target to put into the queue."""

    name: str
    urgency: int
    phase: int


class Queue:
    """What waits to be baked, what is being baked, and what could not be."""

    def __init__(self, store: Store) -> None:
        self._store, self._db = store, store.db

    def waits(self, *, low_priority_too: bool = False) -> bool:
        """Whether any target is stale; those of low priority count only when asked for."""
        limit = LOW_PRIORITY + low_priority_too
        return self._db.execute("SELECT 1 FROM stale WHERE urgency < ? LIMIT 1", (limit,)).fetchone() is not None

    def length(self) -> int:
        """How many targets wait, but for those of low priority."""
        return self._db.execute("SELECT count(*) FROM stale WHERE urgency < ?", (LOW_PRIORITY,)).fetchone()[0]

    def low_priority_since(self) -> float | None:
        """Since when a target of low priority waits, in seconds since the epoch; None when none does or another process
        bakes it."""
        since, held = self._db.execute(
            "SELECT min(since), max(owner IS NOT NULL) FROM stale WHERE urgency = ?", (LOW_PRIORITY,)
        ).fetchone()
        return None if held else since

    def oldest(self) -> float | None:
        """When the target that has waited longest became stale, in seconds since the epoch."""
        return self._db.execute("SELECT min(since) FROM stale WHERE urgency < ?", (LOW_PRIORITY,)).fetchone()[0]

    def holds(self, name: str) -> bool:
        """Whether a target waits to be baked, or is being baked."""
        return self._db.execute("SELECT 1 FROM stale WHERE target = ?", (number(name),)).fetchone() is not None

    def failures(self) -> list[tuple[str, str, str, float]]:
        """(target, page, why, since) of what could not be baked."""
        return self._db.execute("SELECT name, page, why, since FROM failure ORDER BY since").fetchall()

    def put(self, targets: Iterable[Stale], *, forced: bool = False) -> None:
        """Put targets in; one that is there becomes at least as urgent, and new again.

        Their order is kept: neighbours are baked together and share what was read for them.
        """
        rows = [(number(one.name), one.name, one.urgency, one.phase, forced, clock()) for one in targets]
        with self._store.writing():
            self.put_rows(rows)
            self._store.next_epoch()

    def put_rows(self, rows: Sequence[tuple[int, str, int, int, bool, float]]) -> None:
        """Within a transaction."""
        self._db.executemany(
            "INSERT INTO stale (target, name, urgency, phase, forced, version, since) VALUES (?, ?, ?, ?, ?, 1, ?) "
            "ON CONFLICT (target) DO UPDATE SET urgency = min(urgency, excluded.urgency), "
            "forced = max(forced, excluded.forced), version = version + 1",
            rows,
        )

    def renew_held(self) -> None:
        """Within a transaction: what other processes bake now stays in the queue, for they may have read what was so before
        a change."""
        self._db.execute(
            "UPDATE stale SET version = version + 1 WHERE owner IS NOT NULL AND owner != ?", (self._store.process,)
        )

    def renew(self, jobs: Iterable[Job]) -> None:
        """Within a transaction: these stay in the queue when they are done, and are baked again."""
        self._db.execute(
            f"UPDATE stale SET version = version + 1 WHERE target IN {SEVERAL}",
            (several(number(job.name) for job in jobs),),
        )

    def take(self, most: int, urgencies: range = EVERY) -> tuple[list[Job], int, bool]:
        """Take up to `most` targets of one product, the most urgent, in the order of phases: no more than a quarter of what
        waits for that, unless it is FEW, so that the last of a phase is shared by all processes.

        Returns them, the epoch, and whether others hold targets, in which case an empty answer means wait and not done.
        Targets of dead processes are freed. None is taken that is not of one of the `urgencies`.
        """
        with self._store.writing():
            epoch = self._store.epoch
            owners = [row[0] for row in self._db.execute("SELECT DISTINCT owner FROM stale WHERE owner IS NOT NULL")]
            for owner in owners:
                if owner == self._store.process or not runs(owner):
                    self._db.execute("UPDATE stale SET owner = NULL WHERE owner = ?", (owner,))
            least, last = urgencies.start, urgencies.stop - 1
            held = self._db.execute(
                f"SELECT 1 FROM {HELD} WHERE owner IS NOT NULL AND urgency BETWEEN ? AND ? LIMIT 1", (least, last)
            ).fetchone()
            first = self._db.execute(
                "SELECT urgency, phase, name FROM stale WHERE owner IS NULL AND urgency BETWEEN ? AND ? "
                "ORDER BY urgency, phase, since LIMIT 1",
                (least, last),
            ).fetchone()
            if first is None:
                return [], epoch, held is not None
            urgency, phase, name = first
            busy_below = self._db.execute(
                f"SELECT 1 FROM {HELD} WHERE owner IS NOT NULL AND urgency <= ? AND phase < ? LIMIT 1", (urgency, phase)
            ).fetchone()
            if busy_below:
                return [], epoch, True  # what this one refers to is being written by another process
            product = name.partition(":")[0]
            rows = self._db.execute(
                "SELECT target, name, version, forced FROM stale WHERE owner IS NULL AND urgency = ? AND phase = ? "
                "AND name >= ? AND name < ? ORDER BY since LIMIT ?",
                (urgency, phase, f"{product}:", f"{product};", most * PARTS),
            ).fetchall()
            rows = rows[: min(most, max(FEW, len(rows) // PARTS))]
            # Forced from now on: should this process die with the files written and not yet recorded, the graph would be
            # wrong about what they hold.
            taken = several(row[0] for row in rows)
            self._db.execute(
                f"UPDATE stale SET owner = ?, forced = 1 WHERE target IN {SEVERAL}", (self._store.process, taken)
            )
        return [Job(name=row[1], version=row[2], urgency=urgency, forced=bool(row[3])) for row in rows], epoch, False

    def fail(self, job: Job, failure: Failure) -> None:
        """Keep why a target failed and take it out of the queue; it is tried again when something touches it."""
        target = number(job.name)
        with self._store.writing():
            self.put_failure(failure)
            self._db.execute("DELETE FROM stale WHERE target = ? AND version = ?", (target, job.version))
            self._db.execute("UPDATE stale SET owner = NULL WHERE target = ?", (target,))

    def put_failure(self, failure: Failure) -> None:
        """Keep why a target failed. One statement."""
        self._db.execute(
            "INSERT INTO failure VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (target) DO UPDATE SET page = excluded.page, why = excluded.why",
            (number(failure.target), failure.target, failure.page, failure.why, clock()),
        )

    def done(self, jobs: Sequence[Job]) -> None:
        """Within a transaction: these are baked; those that were touched again meanwhile stay."""
        numbers = {number(job.name): job.version for job in jobs}
        every = several(numbers)
        self._db.executemany("DELETE FROM stale WHERE target = ? AND version = ?", list(numbers.items()))
        self._db.execute(f"UPDATE stale SET owner = NULL WHERE target IN {SEVERAL}", (every,))
        waits = f"UPDATE stale SET since = ? WHERE urgency = {LOW_PRIORITY} AND target IN {SEVERAL}"
        self._db.execute(waits, (clock(), every))
        self._db.execute(f"DELETE FROM failure WHERE target IN {SEVERAL}", (every,))

    def release(self) -> None:
        """Give back what this process has taken."""
        with self._store.writing():
            self._db.execute("UPDATE stale SET owner = NULL WHERE owner = ?", (self._store.process,))
