"""What was baked from what: state/graph.sqlite3, one beside each tree.

It answers which targets a touched key makes stale, which files each target claims, and holds the queue of stale targets,
from which any number of processes take. It can be rebuilt: without it, everything is baked again.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tamizdat.bake.queue import Job, Queue
from tamizdat.bake.store import SEVERAL, clock, number, runs, several
from tamizdat.bake.urgency import LEISURE

UNSYNCED = "unsynced:"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The outcome of one target: what the graph keeps of an Artifact."""

    job: Job
    files: tuple[tuple[str, bytes], ...]
    keys: frozenset[str]
    scope: frozenset[str]


class Graph(Queue):
    """One connection to the graph. Every method is one transaction."""

    def counts(self) -> dict[str, int]:
        """How many targets, files, stale targets and failures there are; what waits for leisure is not counted as stale."""
        questions = {
            "targets": "SELECT count(*) FROM target",
            "failures": "SELECT count(*) FROM failure",
            "files": "SELECT count(DISTINCT path) FROM file",
        }
        return {
            "stale": self.stale(),
            **{name: self._db.execute(question).fetchone()[0] for name, question in questions.items()},
        }

    def claims(self, path: str) -> bytes | None:
        """The hash of the file that some target claims at `path`, or None."""
        row = self._db.execute("SELECT hash FROM file WHERE path = ? LIMIT 1", (path,)).fetchone()
        return row[0] if row else None

    def claimed(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that some target claims."""
        found = self._db.execute(f"SELECT path FROM file WHERE path IN {SEVERAL}", (json.dumps(list(paths)),))
        return frozenset(row[0] for row in found)

    def claimed_twice(self) -> list[tuple[str, list[str]]]:
        """Pages that several targets claim, with the targets. What is below _/ is named by content and may be shared."""
        rows = self._db.execute(
            "SELECT path, group_concat(name, char(10)) FROM file JOIN target ON target.id = file.target "
            "WHERE path NOT GLOB '_/*' GROUP BY path HAVING count(*) > 1 ORDER BY path"
        )
        return [(path, sorted(names.split("\n"))) for path, names in rows]

    def paths(self) -> Iterator[str]:
        """Every claimed path."""
        return (row[0] for row in self._db.execute("SELECT DISTINCT path FROM file"))

    def files_of(self, targets: Iterable[str]) -> dict[str, dict[str, bytes]]:
        """The claimed files of targets: {target: {path: hash}}."""
        names = {number(name): name for name in targets}
        found: dict[str, dict[str, bytes]] = {name: {} for name in names.values()}
        for target, path, mark in self._db.execute(
            f"SELECT target, path, hash FROM file WHERE target IN {SEVERAL}", (several(names),)
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
        """Keep what was baked; targets that were touched again meanwhile stay in the queue.

        Others wait while this writes, so what is to be written is put together before: nobody else records these.
        """
        targets, empty, gone_keys, new_keys, gone_files, new_files = [], [], [], [], [], []
        scopes = {scope: number("\n".join(sorted(scope))) for scope in {record.scope for record in records}}
        shared = [(number(key), of) for scope, of in scopes.items() for key in scope]
        done = {number(record.job.name): record for record in records}
        numbers = {key: number(key) for key in frozenset().union(*(record.keys for record in records))}
        every = several(done)
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
                empty.append((target,))
        many = self._db.executemany
        with self._writing():
            many("INSERT OR IGNORE INTO scope VALUES (?, ?)", shared)
            many("DELETE FROM dependency WHERE key = ? AND target = ?", gone_keys)
            many("INSERT OR IGNORE INTO dependency VALUES (?, ?)", sorted(new_keys))
            many("DELETE FROM file WHERE path = ? AND target = ?", gone_files)
            many("INSERT OR IGNORE INTO doomed VALUES (?)", [(path,) for path, _ in gone_files])
            many("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", new_files)
            many("DELETE FROM target WHERE id = ?", empty)
            many("INSERT OR REPLACE INTO target VALUES (?, ?, ?, ?, ?)", targets)
            many(
                "DELETE FROM stale WHERE target = ? AND version = ?",
                [(target, record.job.version) for target, record in done.items()],
            )
            self._db.execute(f"UPDATE stale SET owner = NULL WHERE target IN {SEVERAL}", (every,))
            waits = f"UPDATE stale SET since = ? WHERE urgency = {LEISURE} AND target IN {SEVERAL}"
            self._db.execute(waits, (clock(), every))
            self._db.execute(f"DELETE FROM failure WHERE target IN {SEVERAL}", (every,))

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
