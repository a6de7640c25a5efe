"""What was baked from what: state/graph.sqlite3, one beside each tree.

It answers which targets a touched key makes stale, which files each target claims, and holds the queue of stale targets,
from which any number of processes take. It can be rebuilt: without it, everything is baked again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.utils import timezone

from tamizdat.bake.products import Failure
from tamizdat.bake.urgency import EVERY, LEISURE

VERSION = 2
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE target (id INTEGER PRIMARY KEY, name TEXT NOT NULL, keys BLOB NOT NULL, scope INTEGER NOT NULL,
                     generation INTEGER NOT NULL);
CREATE INDEX target_scope ON target (scope);
CREATE TABLE file (path TEXT NOT NULL, target INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (path, target)) WITHOUT ROWID;
CREATE INDEX file_target ON file (target);
CREATE TABLE dependency (key INTEGER NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (key, target)) WITHOUT ROWID;
CREATE TABLE scope (key INTEGER NOT NULL, scope INTEGER NOT NULL, PRIMARY KEY (key, scope)) WITHOUT ROWID;
CREATE TABLE stale (target INTEGER PRIMARY KEY, name TEXT NOT NULL, urgency INTEGER NOT NULL, phase INTEGER NOT NULL,
                    forced INTEGER NOT NULL, version INTEGER NOT NULL, owner TEXT, since REAL NOT NULL);
CREATE INDEX stale_order ON stale (urgency, phase, since);
CREATE INDEX stale_owner ON stale (owner) WHERE owner IS NOT NULL;
CREATE TABLE doomed (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE failure (target INTEGER PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, why TEXT NOT NULL, since REAL NOT NULL);
"""

UNSYNCED = "unsynced:"
HELD = "stale INDEXED BY stale_owner"
"""What processes hold is little beside what waits; left to itself, SQLite reads the whole queue for it."""


SEVERAL = "(SELECT value FROM json_each(?))"
"""What a list of numbers becomes in a statement; `_several` makes the parameter."""


def _several(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def number(name: str) -> int:
    """A key's or target's 64-bit number: a hash, so that processes need not agree on one first.

    A name that ends in a number (`article:17`) gives 40 bits of hash and 24 of that number: stories that are baked
    together then lie together in the tables, which saves a third of a full bake's time.
    """
    head, _, tail = name.rpartition(":")
    if head and len(tail) < 8 and tail.isdecimal() and tail.isascii():
        return (_hash(head) & ~0xFFFFFF) | int(tail)
    return _hash(name)


@lru_cache(maxsize=4096)
def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A stale target that this process has taken."""

    name: str
    version: int
    urgency: int
    forced: bool


@dataclass(frozen=True, kw_only=True)
class Record:
    """The outcome of one target: what the graph keeps of an Artifact."""

    job: Job
    files: tuple[tuple[str, bytes], ...]
    keys: frozenset[str]
    scope: frozenset[str]


def process_mark(pid: int) -> str:
    """Names a process for good: its number and when it started, so that a number used again is not mistaken for it."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return f"{pid}:{file.read().rsplit(b')', 1)[1].split()[19].decode()}"
    except (OSError, IndexError):
        return f"{pid}:gone"


def runs(mark: str) -> bool:
    """Whether the process that `mark` names still runs (on this machine)."""
    return process_mark(int(mark.split(":")[0])) == mark


def _now() -> float:
    """Seconds since the epoch, by the clock that all of the newsroom goes by."""
    return timezone.now().timestamp()


class Graph:
    """One connection to the graph. Every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._mark = process_mark(os.getpid())
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA cache_size=-48000")
        self._db.execute("PRAGMA wal_autocheckpoint=8000")
        with self._writing():
            if self._db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                for kind, name in self._db.execute(
                    "SELECT type, name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                ).fetchall():
                    self._db.execute(f"DROP {kind} {name}")
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={VERSION}")

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # What is known of the whole

    def get(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set(self, **values: str) -> None:
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def counts(self) -> dict[str, int]:
        """How many targets, files, stale targets and failures there are; what waits for leisure is not counted as stale."""
        tables = {"targets": "target", "stale": "stale", "failures": "failure"}
        found = {
            name: self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in tables.items()
        }
        found["stale"] -= self._db.execute("SELECT count(*) FROM stale WHERE urgency = ?", (LEISURE,)).fetchone()[0]
        found["files"] = self._db.execute("SELECT count(DISTINCT path) FROM file").fetchone()[0]
        return found

    def waits(self) -> bool:
        """Whether any target is stale, but for what waits for leisure."""
        return self._db.execute("SELECT 1 FROM stale WHERE urgency < ? LIMIT 1", (LEISURE,)).fetchone() is not None

    def at_leisure(self) -> float | None:
        """Since when something waits for leisure, in seconds since the epoch; None when nothing does or another process
        is at it."""
        since, held = self._db.execute(
            "SELECT min(since), max(owner IS NOT NULL) FROM stale WHERE urgency = ?", (LEISURE,)
        ).fetchone()
        return None if held else since

    def oldest_stale(self) -> float | None:
        """When the target that has waited longest became stale, in seconds since the epoch."""
        return self._db.execute("SELECT min(since) FROM stale WHERE urgency < ?", (LEISURE,)).fetchone()[0]

    def failures(self) -> list[tuple[str, str, str, float]]:
        """(target, page, why, since) of what could not be baked."""
        return self._db.execute("SELECT name, page, why, since FROM failure ORDER BY since").fetchall()

    def claims(self, path: str) -> bytes | None:
        """The hash of the file that some target claims at `path`, or None."""
        row = self._db.execute("SELECT hash FROM file WHERE path = ? LIMIT 1", (path,)).fetchone()
        return row[0] if row else None

    def claimed(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that some target claims."""
        found = self._db.execute(f"SELECT path FROM file WHERE path IN {SEVERAL}", (json.dumps(list(paths)),))
        return frozenset(row[0] for row in found)

    def paths(self) -> Iterator[str]:
        """Every claimed path."""
        return (row[0] for row in self._db.execute("SELECT DISTINCT path FROM file"))

    # The queue

    def mark(self, targets: Iterable[tuple[str, int, int]], *, forced: bool = False) -> None:
        """Put (name, urgency, phase) in the queue; one that is there becomes at least as urgent, and new again.

        Their order is kept: neighbours are baked together and share what was read for them.
        """
        rows = [(number(name), name, urgency, phase, forced, _now()) for name, urgency, phase in targets]
        with self._writing():
            self._mark_rows(rows)
            self._bump()

    def mark_dependents(
        self, keys: Iterable[str], born: Iterable[tuple[str, int, int]], urgency: int, phase_of: dict[str, int]
    ) -> None:
        """Make stale every target that depended on one of `keys`, those in `born`, and those that others bake now.

        The last: they may have read before the change and not recorded yet what they read.
        """
        found: dict[int, str] = {}
        now = _now()
        with self._writing():
            for key in {number(key) for key in keys}:
                found |= dict(
                    self._db.execute(
                        "SELECT t.id, t.name FROM dependency d JOIN target t ON t.id = d.target WHERE d.key = ?", (key,)
                    )
                )
                found |= dict(
                    self._db.execute(
                        "SELECT t.id, t.name FROM scope s JOIN target t ON t.scope = s.scope WHERE s.key = ?", (key,)
                    )
                )
            rows = [
                (target, name, urgency, phase_of.get(name.partition(":")[0], 9), False, now)
                for target, name in found.items()
            ]
            rows += [(number(name), name, urgent, phase, False, now) for name, urgent, phase in born]
            self._mark_rows(rows)
            self._db.execute(
                "UPDATE stale SET version = version + 1 WHERE owner IS NOT NULL AND owner != ?", (self._mark,)
            )
            self._bump()

    def _mark_rows(self, rows: Sequence[tuple[int, str, int, int, bool, float]]) -> None:
        self._db.executemany(
            "INSERT INTO stale (target, name, urgency, phase, forced, version, since) VALUES (?, ?, ?, ?, ?, 1, ?) "
            "ON CONFLICT (target) DO UPDATE SET urgency = min(urgency, excluded.urgency), "
            "forced = max(forced, excluded.forced), version = version + 1",
            rows,
        )

    def _bump(self) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES ('epoch', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )

    def take(self, most: int, urgencies: range = EVERY) -> tuple[list[Job], int, bool]:
        """Take up to `most` targets of one product: the most urgent, in the order of phases.

        Returns them, the epoch (it grows whenever something was drained: caches of another epoch are void), and whether
        others hold targets, in which case an empty answer means wait and not done. Targets of dead processes are freed. None
        is taken that is not of one of the `urgencies`.
        """
        with self._writing():
            epoch = int(self.get("epoch", "0"))
            owners = [row[0] for row in self._db.execute("SELECT DISTINCT owner FROM stale WHERE owner IS NOT NULL")]
            for owner in owners:
                if owner == self._mark or not runs(owner):
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
                (urgency, phase, f"{product}:", f"{product};", most),
            ).fetchall()
            # Forced from now on: should this process die with the files written and not yet recorded, the graph would be
            # wrong about what they hold.
            taken = _several(row[0] for row in rows)
            self._db.execute(f"UPDATE stale SET owner = ?, forced = 1 WHERE target IN {SEVERAL}", (self._mark, taken))
        return [Job(name=row[1], version=row[2], urgency=urgency, forced=bool(row[3])) for row in rows], epoch, False

    def files_of(self, targets: Iterable[str]) -> dict[str, dict[str, bytes]]:
        """The claimed files of targets: {target: {path: hash}}."""
        names = {number(name): name for name in targets}
        found: dict[str, dict[str, bytes]] = {name: {} for name in names.values()}
        for target, path, mark in self._db.execute(
            f"SELECT target, path, hash FROM file WHERE target IN {SEVERAL}", (_several(names),)
        ):
            found[names[target]][path] = mark
        return found

    def files_like(self, names: str) -> dict[str, bytes]:
        """Path and hash of every file of targets whose names begin so."""
        rows = self._db.execute(
            "SELECT path, hash FROM file JOIN target ON target.id = file.target WHERE substr(name, 1, ?) = ?",
            (len(names), names),
        )
        return dict(rows)

    def record(self, records: Sequence[Record], generation: int) -> None:
        """Keep what was baked; targets that were touched again meanwhile stay in the queue."""
        with self._writing():
            targets, gone_keys, new_keys, gone_files, new_files = [], [], [], [], []
            scopes = {scope: number("\n".join(sorted(scope))) for scope in {record.scope for record in records}}
            for scope, of in scopes.items():
                rows = [(number(key), of) for key in scope]
                self._db.executemany("INSERT OR IGNORE INTO scope VALUES (?, ?)", rows)
            done = {number(record.job.name): record for record in records}
            numbers = {key: number(key) for key in frozenset().union(*(record.keys for record in records))}
            every = _several(done)
            known = dict(self._db.execute(f"SELECT id, keys FROM target WHERE id IN {SEVERAL}", (every,)))
            files = self.files_of(record.job.name for record in records)
            for target, record in done.items():
                packed = known.get(target, b"")
                before = set(struct.unpack(f">{len(packed) // 8}q", packed))
                after = {numbers[key] for key in record.keys}
                gone_keys += [(key, target) for key in before - after]
                new_keys += [(key, target) for key in after - before]
                had = files[record.job.name]
                has = dict(record.files)
                gone_files += [(path, target) for path in had if path not in has]
                new_files += [(path, target, mark) for path, mark in has.items() if had.get(path) != mark]
                if has or after or record.scope:  # what is nothing yet may become something
                    packed = struct.pack(f">{len(after)}q", *sorted(after))
                    targets.append((target, record.job.name, packed, scopes[record.scope], generation))
                else:
                    self._db.execute("DELETE FROM target WHERE id = ?", (target,))
            many = self._db.executemany
            many("DELETE FROM dependency WHERE key = ? AND target = ?", gone_keys)
            many("INSERT OR IGNORE INTO dependency VALUES (?, ?)", sorted(new_keys))
            many("DELETE FROM file WHERE path = ? AND target = ?", gone_files)
            many("INSERT OR IGNORE INTO doomed VALUES (?)", [(path,) for path, _ in gone_files])
            many("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", new_files)
            many("INSERT OR REPLACE INTO target VALUES (?, ?, ?, ?, ?)", targets)
            many(
                "DELETE FROM stale WHERE target = ? AND version = ?",
                [(target, record.job.version) for target, record in done.items()],
            )
            self._db.execute(f"UPDATE stale SET owner = NULL WHERE target IN {SEVERAL}", (every,))
            waits = f"UPDATE stale SET since = ? WHERE urgency = {LEISURE} AND target IN {SEVERAL}"
            self._db.execute(waits, (_now(), every))
            self._db.execute(f"DELETE FROM failure WHERE target IN {SEVERAL}", (every,))

    def fail(self, job: Job, failure: Failure) -> None:
        """Keep why a target failed and take it out of the queue; it is tried again when something touches it."""
        target = number(job.name)
        with self._writing():
            self._db.execute(
                "INSERT INTO failure VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (target) DO UPDATE SET page = excluded.page, why = excluded.why",
                (target, job.name, failure.page, failure.why, _now()),
            )
            self._db.execute("DELETE FROM stale WHERE target = ? AND version = ?", (target, job.version))
            self._db.execute("UPDATE stale SET owner = NULL WHERE target = ?", (target,))

    def release(self) -> None:
        """Give back what this process has taken."""
        with self._writing():
            self._db.execute("UPDATE stale SET owner = NULL WHERE owner = ?", (self._mark,))

    # Files that no target claims any more

    def doom(self, paths: Iterable[str]) -> None:
        """Have files removed once nothing waits, unless a target claims them by then."""
        with self._writing():
            self._db.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", [(path,) for path in paths])

    @contextmanager
    def removing(self, most: int = 500) -> Iterator[list[str]]:
        """Files to remove in the block, which are then forgotten: none while anything waits to be baked, for it may still
        refer to them. Other processes cannot begin to bake meanwhile, so none writes what is being removed."""
        with self._writing():
            if self.waits():
                yield []
                return
            self._db.execute("DELETE FROM doomed WHERE EXISTS (SELECT 1 FROM file WHERE file.path = doomed.path)")
            rows = self._db.execute("SELECT path FROM doomed LIMIT ?", (most,)).fetchall()
            yield [row[0] for row in rows]
            self._db.executemany("DELETE FROM doomed WHERE path = ?", rows)

    # Files that are written and not yet flushed to the disk

    def begin_unsynced(self, boot: str) -> None:
        """From now on this process writes files that it does not flush; `boot` names the run of the machine."""
        self.set(**{f"{UNSYNCED}{self._mark}": boot})

    def unsynced(self) -> dict[str, str]:
        """The run of the machine in which each process began to write without flushing; those flushed since are out."""
        rows = self._db.execute("SELECT name, value FROM meta WHERE name GLOB ?", (f"{UNSYNCED}*",))
        return {name.removeprefix(UNSYNCED): boot for name, boot in rows}

    def to_sync(self) -> list[str]:
        """Of these processes the ones whose files can be flushed for good: this one and those that are no more."""
        return [mark for mark in self.unsynced() if mark == self._mark or not runs(mark)]

    def synced(self, marks: Iterable[str]) -> None:
        with self._writing():
            self._db.executemany("DELETE FROM meta WHERE name = ?", [(f"{UNSYNCED}{mark}",) for mark in marks])

    def drop_older(self, generation: int) -> None:
        """After everything was baked: targets that nothing names any more lose their files."""
        with self._writing():
            old = [row[0] for row in self._db.execute("SELECT id FROM target WHERE generation < ?", (generation,))]
            for target in old:
                paths = [(row[0],) for row in self._db.execute("SELECT path FROM file WHERE target = ?", (target,))]
                self._db.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", paths)
                row = self._db.execute("SELECT keys FROM target WHERE id = ?", (target,)).fetchone()
                keys = struct.unpack(f">{len(row[0]) // 8}q", row[0])
                self._db.executemany(
                    "DELETE FROM dependency WHERE key = ? AND target = ?", [(key, target) for key in keys]
                )
                self._db.execute("DELETE FROM file WHERE target = ?", (target,))
                self._db.execute("DELETE FROM target WHERE id = ?", (target,))
                self._db.execute("DELETE FROM failure WHERE target = ?", (target,))
