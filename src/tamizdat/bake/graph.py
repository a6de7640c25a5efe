"""What was baked from what: which keys each target and each derived value depended on, and which files a target claims.

It lies in state/graph.sqlite3, one for each tree. It can be rebuilt: without it, everything is baked again.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tamizdat.bake.products import Computed
from tamizdat.bake.queue import Job, Queue
from tamizdat.bake.state import BakeState
from tamizdat.bake.store import SEVERAL, Store, clock, number, several
from tamizdat.bake.urgency import MASS
from tamizdat.kit.keys import Key

NO_DIGEST = b""
"""Of a value of which it is not known what the pages show that depend on it: it differs from any digest."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """The outcome of one target: what the graph keeps of an Artifact. `refused` are paths of files that it would have and
    another target has."""

    job: Job
    phase: int
    files: tuple[tuple[str, bytes], ...]
    keys: frozenset[str]
    scope: frozenset[str]
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A path that `target` may not have, because `owner` has it. Of all targets that would have a path, the first by name
    owns it: so it is the same one in whatever order they are baked, and in a full bake."""

    path: str
    owner: str
    target: str


class Graph:
    """One process's connection. Every method is one transaction, unless it says otherwise."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self.state = BakeState(self.store)
        self.queue = Queue(self.store)
        self._db = self.store.db
        self._stored: set[int] = set()
        self._epoch = -1

    def close(self) -> None:
        self.store.close()

    def counts(self) -> dict[str, int]:
        """How many targets, files, stale targets and failures there are; those of low priority are not counted as stale."""
        questions = {
            "targets": "SELECT count(*) FROM target",
            "failures": "SELECT count(*) FROM failure",
            "files": "SELECT count(DISTINCT path) FROM file",
        }
        return {
            "stale": self.queue.length(),
            **{name: self._db.execute(question).fetchone()[0] for name, question in questions.items()},
        }

    # Files and the targets that claim them

    def claims(self, path: str) -> bytes | None:
        """The hash of the file that some target claims at `path`, or None."""
        row = self._db.execute("SELECT hash FROM file WHERE path = ? LIMIT 1", (path,)).fetchone()
        return row[0] if row else None

    def claimed(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that some target claims."""
        found = self._db.execute(f"SELECT path FROM file WHERE path IN {SEVERAL}", (json.dumps(list(paths)),))
        return frozenset(row[0] for row in found)

    def claimed_twice(self) -> list[tuple[str, list[str]]]:
        """Pages that several targets would have, with the targets, the owner first. What is below _/ is named by content and
        may be shared."""
        rows = self._db.execute(
            "SELECT path, group_concat(name, char(10)) FROM (SELECT path, name FROM file JOIN target ON target.id = file.target "
            "WHERE path NOT GLOB '_/*' UNION SELECT path, name FROM refused) GROUP BY path HAVING count(*) > 1 ORDER BY path"
        )
        return [(path, sorted(names.split("\n"))) for path, names in rows]

    def refused(self, targets: Iterable[str]) -> dict[str, frozenset[str]]:
        """The paths that targets may not have, by target; those that may have all are left out."""
        rows = self._db.execute(
            f"SELECT name, path FROM refused WHERE target IN {SEVERAL}", (several(map(number, targets)),)
        )
        found: dict[str, set[str]] = defaultdict(set)
        for name, path in rows:
            found[name].add(path)
        return {name: frozenset(paths) for name, paths in found.items()}

    def owners(self, paths: Iterable[str]) -> dict[str, str]:
        """The target that has the file at each of the paths, of those that one has."""
        return {path: min(names) for path, names in self.claimants(paths).items()}

    def claimants(self, paths: Iterable[str]) -> dict[str, set[str]]:
        """Every target that claims each of the paths."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, name in self._db.execute(
            f"SELECT path, name FROM file JOIN target ON target.id = file.target WHERE path IN {SEVERAL}",
            (json.dumps(list(paths)),),
        ):
            found[path].add(name)
        return found

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

    # What depended on what

    def values_using(self, keys: Iterable[str]) -> list[Key]:
        """Stored values that depended on one of the keys."""
        rows = self._db.execute(
            "SELECT v.name FROM dependency d JOIN value v ON v.id = d.target "
            f"WHERE d.key IN {SEVERAL} GROUP BY v.id ORDER BY v.id",
            (several({number(key) for key in keys}),),
        )
        return [Key(row[0]) for row in rows]

    def targets_using(self, keys: Iterable[str]) -> list[Key]:
        """Targets that depended on one of the keys."""
        numbers = several({number(key) for key in keys})
        rows = self._db.execute(
            "SELECT t.id, t.name FROM dependency d JOIN target t ON t.id = d.target "
            f"WHERE d.key IN {SEVERAL} UNION SELECT t.id, t.name FROM scope s JOIN target t ON t.scope = s.scope "
            f"WHERE s.key IN {SEVERAL} ORDER BY 1",
            (numbers, numbers),
        )
        return [Key(row[1]) for row in rows]

    def unknown(self, targets: Iterable[Key]) -> list[Key]:
        """Those of the targets that were never baked, in their order."""
        wanted = {number(name): name for name in targets}
        known = self._db.execute(f"SELECT id FROM target WHERE id IN {SEVERAL}", (several(wanted),))
        for (target,) in known:
            del wanted[target]
        return list(wanted.values())

    def digests(self, values: Iterable[str]) -> dict[int, bytes]:
        """The stored digests of values, by number."""
        numbers = several(number(key) for key in values)
        return dict(self._db.execute(f"SELECT id, digest FROM value WHERE id IN {SEVERAL}", (numbers,)))

    def put_values(self, values: Iterable[Computed], *, compared_with: Mapping[int, bytes] | None = None) -> None:
        """Within a transaction. A value that is stored stays as it is, but for those of a drain: `compared_with` are the
        digests that were stored when it looked.

        Two processes may read a value before and after one write. If they disagree, the value gets no digest, and the drain
        of that write touches all that depends on it.
        """
        wanted = {number(one.key): one for one in values}
        known = {
            value: (_unpacked(keys), digest)
            for value, keys, digest in self._db.execute(
                f"SELECT id, keys, digest FROM value WHERE id IN {SEVERAL}", (several(wanted),)
            )
        }
        rows, gone, new, disputed = [], [], [], []
        for value, one in wanted.items():
            before, stored = known.get(value, (set(), None))
            if compared_with is None and stored is not None:
                if stored != one.digest:
                    disputed.append((NO_DIGEST, value))
                continue
            agreed = compared_with is None or stored == compared_with.get(value)
            after = {number(key) for key in one.keys}
            gone += [(key, value) for key in before - after]
            new += [(key, value) for key in after - before]
            rows.append((value, str(one.key), _packed(after), one.digest if agreed else NO_DIGEST))
        many = self._db.executemany
        many("DELETE FROM dependency WHERE key = ? AND target = ?", gone)
        many("INSERT OR IGNORE INTO dependency VALUES (?, ?)", sorted(new))
        many("INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)", rows)
        many("UPDATE value SET digest = ? WHERE id = ?", disputed)

    def drop_values(self) -> None:
        """Whatever depends on a value that is not stored counts as touched with it; targets store anew what they use."""
        with self.store.writing():
            for value, keys in self._db.execute("SELECT id, keys FROM value").fetchall():
                pairs = [(key, value) for key in _unpacked(keys)]
                self._db.executemany("DELETE FROM dependency WHERE key = ? AND target = ?", pairs)
            self._db.execute("DELETE FROM value")
            self.store.next_epoch()

    def not_stored(self, values: Iterable[str], epoch: int) -> list[str]:
        """Those of the values that this connection has not stored in this epoch."""
        if epoch != self._epoch or len(self._stored) > 500_000:
            self._stored.clear()
            self._epoch = epoch
        return [key for key in values if number(key) not in self._stored]

    def record(
        self, records: Sequence[Record], values: Sequence[Computed], epoch: int, phase_of: Callable[[str], int]
    ) -> list[Clash]:
        """Keep what was baked; targets that were touched again meanwhile stay in the queue. `values` are what they used, as
        read in `epoch`: in a later one they are void, and the targets stay in the queue.

        A path that several targets would have is the first one's by name; the others lose it, and the owner waits to be written
        again, for another's bytes may be there. Answers what was lost.

        Others wait while this writes, so what is to be written is put together before: nobody else records these.
        """
        targets, empty, gone_keys, new_keys, gone_files, new_files = [], [], [], [], [], []
        scopes = {scope: number("\n".join(sorted(scope))) for scope in {record.scope for record in records}}
        shared = [(number(key), of) for scope, of in scopes.items() for key in scope]
        done = {number(record.job.name): record for record in records}
        numbers = {key: number(key) for key in frozenset().union(*(record.keys for record in records))}
        known = dict(self._db.execute(f"SELECT id, keys FROM target WHERE id IN {SEVERAL}", (several(done),)))
        files = self.files_of(record.job.name for record in records)
        generation = self.state.generation
        for target, record in done.items():
            before = _unpacked(known.get(target, b""))
            after = {numbers[key] for key in record.keys}
            gone_keys += [(key, target) for key in before - after]
            new_keys += [(key, target) for key in after - before]
            had = files[record.job.name]
            has = dict(record.files)
            gone_files += [(path, target) for path in had if path not in has]
            new_files += [(path, target, mark) for path, mark in has.items() if had.get(path) != mark]
            if has or after or record.scope:  # what is nothing yet may become something
                targets.append((target, str(record.job.name), _packed(after), scopes[record.scope], generation))
            else:
                empty.append((target,))
        many = self._db.executemany
        with self.store.writing():
            if self.store.epoch == epoch:
                self.put_values(values)
            else:  # a target whose values are not stored would not be found by what they depend on
                self.queue.renew([record.job for record in records])
            many("INSERT OR IGNORE INTO scope VALUES (?, ?)", shared)
            many("DELETE FROM dependency WHERE key = ? AND target = ?", gone_keys)
            many("INSERT OR IGNORE INTO dependency VALUES (?, ?)", sorted(new_keys))
            many("DELETE FROM file WHERE path = ? AND target = ?", gone_files)
            many("INSERT OR IGNORE INTO removal VALUES (?)", [(path,) for path, _ in gone_files])
            many("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", new_files)
            many("DELETE FROM target WHERE id = ?", empty)
            many("INSERT OR REPLACE INTO target VALUES (?, ?, ?, ?, ?)", targets)
            many("DELETE FROM refused WHERE target = ?", [(target,) for target in done])
            refused = [(path, target, one.job.name, one.phase) for target, one in done.items() for path in one.refused]
            many("INSERT INTO refused VALUES (?, ?, ?, ?)", refused)
            clashes = self._settle({path for path, _, _ in new_files if not path.startswith("_/")}, phase_of)
            self.queue.done([record.job for record in records])
            self._put([(clash.owner, phase_of(clash.owner)) for clash in clashes], forced=True)
            self._freed({path for path, _ in gone_files})
        self._stored.update(number(one.key) for one in values)
        return clashes

    def _settle(self, paths: set[str], phase_of: Callable[[str], int]) -> list[Clash]:
        """Within a transaction: each of the paths has one owner from now on."""
        clashes = []
        for path, names in self.claimants(paths).items():
            owner, *others = sorted(names)
            for name in others:
                self._db.execute("DELETE FROM file WHERE path = ? AND target = ?", (path, number(name)))
                row = (path, number(name), name, phase_of(name))
                self._db.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?)", row)
                clashes.append(Clash(path=path, owner=owner, target=name))
        return clashes

    def _freed(self, paths: set[str]) -> None:
        """Within a transaction: targets wait that were refused one of the paths, which nobody has any more."""
        if not paths:
            return
        several = (json.dumps(list(paths)),)
        rows = self._db.execute(f"SELECT DISTINCT name, phase FROM refused WHERE path IN {SEVERAL}", several).fetchall()
        self._db.execute(f"DELETE FROM refused WHERE path IN {SEVERAL}", several)
        self._put(rows, forced=False)

    def _put(self, targets: Iterable[tuple[str, int]], *, forced: bool) -> None:
        """Within a transaction: put targets into the queue, each with its phase."""
        rows = [(number(name), str(name), MASS, phase, forced, clock()) for name, phase in targets]
        if rows:
            self.queue.put_rows(rows)
            self.store.next_epoch()

    # Files that no target claims any more

    def schedule_removal(self, paths: Iterable[str]) -> None:
        """Have files removed once nothing waits, unless a target claims them by then."""
        with self.store.writing():
            self._db.executemany("INSERT OR IGNORE INTO removal VALUES (?)", [(path,) for path in paths])

    def will_be_removed(self, path: str) -> bool:
        """Whether a file is to be removed once nothing waits."""
        return self._db.execute("SELECT 1 FROM removal WHERE path = ?", (path,)).fetchone() is not None

    def has_files(self) -> bool:
        """Whether any target claims a file."""
        return self._db.execute("SELECT 1 FROM file LIMIT 1").fetchone() is not None

    @contextmanager
    def removing(self, most: int = 500) -> Iterator[list[str]]:
        """Files to remove in the block, which are then forgotten: none while anything waits to be baked, for it may still
        refer to them. Other processes cannot begin to bake meanwhile, so none writes what is being removed."""
        with self.store.writing():
            if self.queue.waits():
                yield []
                return
            self._db.execute("DELETE FROM removal WHERE EXISTS (SELECT 1 FROM file WHERE file.path = removal.path)")
            rows = self._db.execute("SELECT path FROM removal LIMIT ?", (most,)).fetchall()
            yield [row[0] for row in rows]
            self._db.executemany("DELETE FROM removal WHERE path = ?", rows)

    def drop_older(self) -> None:
        """After everything was baked: targets that nothing names any more lose their files."""
        with self.store.writing():
            rows = self._db.execute("SELECT id, keys FROM target WHERE generation < ?", (self.state.generation,))
            for target, keys in rows.fetchall():
                paths = [(row[0],) for row in self._db.execute("SELECT path FROM file WHERE target = ?", (target,))]
                self._db.executemany("INSERT OR IGNORE INTO removal VALUES (?)", paths)
                pairs = [(key, target) for key in _unpacked(keys)]
                self._db.executemany("DELETE FROM dependency WHERE key = ? AND target = ?", pairs)
                for table, column in (
                    ("file", "target"),
                    ("target", "id"),
                    ("failure", "target"),
                    ("refused", "target"),
                ):
                    self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (target,))
                self._freed({path for (path,) in paths})


def _packed(numbers: set[int]) -> bytes:
    return struct.pack(f">{len(numbers)}q", *sorted(numbers))


def _unpacked(packed: bytes) -> set[int]:
    return set(struct.unpack(f">{len(packed) // 8}q", packed))
