"""One process's bake: what is stale is taken in slices, baked, written and recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from tamizdat.bake.changes import UNKNOWN_PHASE, Changes
from tamizdat.bake.faults import failures, without
from tamizdat.bake.fingerprint import BuildFingerprint
from tamizdat.bake.graph import Clash, Graph, Record
from tamizdat.bake.journal import Changed, Journal, hashes
from tamizdat.bake.products import Artifact, Counts, Failure, File, Policy
from tamizdat.bake.queue import Job, Stale
from tamizdat.bake.store import is_damage, remove_damaged
from tamizdat.bake.tree import Tree, TreeError, digest
from tamizdat.bake.urgency import EVERY, KILL, LOW_PRIORITY, MASS
from tamizdat.kit.keys import Key
from tamizdat.kit.paths import can_be_file

logger = logging.getLogger(__name__)

SLICE = 400
"""Targets baked together at the most."""
NEVER = datetime.fromtimestamp(0, UTC)
Progress = Callable[[int, int], None]


class Baker:
    """One process's access to the edition. Any number of them may share a newsroom."""

    def __init__(self, *, public: Path, state: Path, policy: Policy, journal: Journal | None = None) -> None:
        self.state_folder = state
        self.policy = policy
        self._journal = journal
        self._is_recording = False
        self.tree = Tree(public, state / "tmp")
        self.graph = Graph(state / "graph.sqlite3")
        self.fingerprint = BuildFingerprint()
        self.others_busy = False
        """Whether other processes held targets when `step` had nothing left to take."""
        self._changes = Changes(state, policy)
        self._epoch = -1
        self._unsynced = False

    def reopen_graph(self, error: BaseException) -> None:
        """After an error of the graph's file: open it again; a damaged one is made anew, and then everything is baked again."""
        path = self.graph.store.path
        self.graph.close()
        if is_damage(error):
            remove_damaged(path)
        self.graph = Graph(path)
        self._epoch, self._unsynced = -1, False

    # From what was touched to what is stale

    def drain(self, now: datetime) -> bool:
        """Turn due rows of the outbox into stale targets; says whether there were any."""
        if self._journal:
            self._is_recording = self._journal.begin()
        drained = self._changes.drain(self.graph, now)
        if drained:
            self._epoch = self._changes.epoch
        return drained

    def notice_fingerprints(self) -> None:
        """Templates, assets and settings that changed since they were last looked at touch what was made with them. A
        process has read them once, when it began: raises Outdated when another has noticed newer ones since."""
        if self.fingerprint.is_known:
            self.fingerprint.check(self.graph.store)
            return
        now = self.policy.fingerprints()
        self.fingerprint.claim(self.graph.store, now)
        self._changes.touch_changed(self.graph, now)
        self.notice_losses()

    def notice_losses(self) -> None:
        """What products keep beside the tree and lost is filled again."""
        self._changes.touch_changed(self.graph, self.policy.kept())

    def retry_failures(self) -> None:
        """What could not be baked before is tried once more: the program may have been mended since."""
        names = [Key(name) for name, *_ in self.graph.queue.failures()]
        phases = {name: product.phase for name, product in self.policy.products.items()}
        self.graph.queue.put(
            Stale(name=name, urgency=MASS, phase=phases.get(name.kind, UNKNOWN_PHASE)) for name in names
        )

    # From what is stale to files

    def step(self, most: int = SLICE, urgencies: range = EVERY) -> Counts | None:
        """Bake one slice. None: nothing waits, or others hold what does (`others_busy`)."""
        jobs, epoch, self.others_busy = self.graph.queue.take(most, urgencies)
        began = time.process_time()
        try:
            if epoch != self._epoch:
                self.fingerprint.check(self.graph.store)
                self.policy.values.forget()
                self._epoch = epoch
            if not jobs:
                return None
            counts = self._bake(jobs, epoch)
        except BaseException:
            self.graph.queue.release()
            raise
        counts.seconds[Key(jobs[0].name).kind] = time.process_time() - began
        return counts

    def _bake(self, jobs: list[Job], epoch: int) -> Counts:
        counts = Counts(targets=len(jobs))
        by_name = {job.name: job for job in jobs}
        known = self.graph.files_of(by_name)
        refused_before = self.graph.refused(by_name)
        files: list[File] = []
        records = []
        for one in map(self._with_digests, self._artifacts(jobs)):
            if isinstance(one, Failure):
                self.graph.queue.fail(by_name[one.target], one)
                counts.failures.append(one)
                continue
            made, digests = one
            job = by_name[made.target]
            before, hashes, lost = known[job.name], [], set()
            for file, mark in zip(made.files, digests, strict=True):
                if file.path in refused_before.get(job.name, ()):
                    lost.add(file.path)
                    continue
                hashes.append((file.path, mark))
                same = before.get(file.path) == mark if file.link is None else True  # links are named by content
                is_as_before = (same and not job.forced) or file.link is not None
                if is_as_before and can_be_file(file.path) and self.tree.holds(file):
                    counts.unchanged += 1
                else:
                    files.append(file)
            records.append(
                Record(
                    job=job,
                    phase=self._phase(job.name),
                    files=tuple(hashes),
                    keys=made.keys,
                    scope=made.scope,
                    refused=frozenset(lost),
                )
            )
        durable = jobs[0].urgency < MASS
        if not durable and not self._unsynced:
            self.graph.state.begin_unsynced()
            self._unsynced = True
        # Should this process die with files written and not yet recorded, nobody else would know of them. A full bake looks
        # for such itself, when it ends.
        new = {file.path for file in files if can_be_file(file.path)}.difference(*known.values())
        if new and not self.graph.state.full_bake:
            self.graph.schedule_removal(new)
        old = self._hashes(one.path for one in files) if jobs[0].urgency in (KILL, LOW_PRIORITY) else {}
        refused = self.tree.write(files, durable=durable)
        self._write_down({path: mark for path, mark in old.items() if path not in refused}, removed=False)
        counts.written += len(files) - len(refused)
        clashes = self._record([without(record, refused) for record in records], epoch)
        for failure in failures(records, refused):
            self.graph.queue.fail(by_name[failure.target], failure)
            counts.failures.append(failure)
        for failure in map(self._clash, clashes):
            self.graph.queue.put_failure(failure)
            counts.failures.append(failure)
        if jobs[0].urgency == KILL:
            self._remove_at_once({path for files in known.values() for path in files if path.endswith(".html")})
        return counts

    def _record(self, records: list[Record], epoch: int) -> list[Clash]:
        """Answers which files these targets, or others, may not have because of each other."""
        used = frozenset().union(*(record.keys | record.scope for record in records))
        values = list(self.policy.values.used(self.graph.not_stored(used, epoch)))
        clashes = self.graph.record(records, values, epoch, self._phase)
        owners = self.graph.owners(path for record in records for path in record.refused)
        clashes += [
            Clash(path=path, owner=owners[path], target=record.job.name)
            for record in records
            for path in sorted(record.refused)
            if path in owners
        ]
        return clashes

    def _phase(self, target: str) -> int:
        product = self.policy.products.get(Key(target).kind)
        return product.phase if product else UNKNOWN_PHASE

    def _clash(self, clash: Clash) -> Failure:
        owner = Key(clash.owner)
        label = self.policy.products[owner.kind].label(owner) if owner.kind in self.policy.products else owner
        why = f"{clash.path} is a file of {label} ({owner}) already. Change the address of one of the two."
        return Failure(target=clash.target, page=f"/{clash.path}", why=why)

    def _with_digests(self, made: Artifact | Failure) -> tuple[Artifact, list[bytes]] | Failure:
        """With what names the content of each of its files. One that it links and that was lost fails this page and
        holds up no other."""
        if isinstance(made, Failure):
            return made
        try:
            return made, [digest(file) for file in made.files]
        except FileNotFoundError as error:
            page = self.policy.products[Key(made.target).kind].label(Key(made.target))
            why = f"{error.filename} is not there. Bring it back from a backup, or upload the file anew at the desk."
            return Failure(target=made.target, page=page, why=why)

    def _remove_at_once(self, pages: set[str]) -> None:
        """What a kill leaves without a target must not stay until nothing refers to it."""
        gone = sorted(pages - self.graph.claimed(pages))
        old = self._hashes(gone)
        for path in gone:
            self.tree.remove(path)
        self._write_down(old, removed=True)

    def _hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """The SHA-256 of files that are about to change or go, while somebody keeps a record of that."""
        return dict(hashes(self.tree.root, filter(can_be_file, paths))) if self._is_recording else {}

    def _write_down(self, old: dict[str, str], *, removed: bool) -> None:
        if self._journal and old:
            self._journal.write([Changed(path=path, removed=removed, sha256=mark) for path, mark in old.items()])

    def _artifacts(self, jobs: list[Job]) -> Iterator[Artifact | Failure]:
        product = self.policy.products.get(Key(jobs[0].name).kind)
        names = [Key(job.name) for job in jobs]
        if product is None:  # a kind of page that this version does not make any more
            yield from (Artifact(target=name, files=(), keys=frozenset()) for name in names)
            return
        try:
            yield from list(product.bake(names))
        except TreeError:
            raise
        except Exception as error:
            if len(names) > 1:
                for job in jobs:
                    yield from self._artifacts([job])
                return
            if isinstance(error, OperationalError | InterfaceError):
                raise
            logger.exception("%s could not be baked and keeps its last good file.", names[0])
            yield Failure(target=names[0], page=product.label(names[0]), why=f"{type(error).__name__}: {error}")

    def finish(self) -> int:
        """When nothing waits: bring everything to the disk and remove files that no target claims. Returns how many."""
        if marks := self.graph.state.to_sync():
            self.tree.sync()
            self.graph.state.synced(marks)
        self._unsynced = False
        removed = 0
        while True:
            with self.graph.removing() as paths:
                old = self._hashes(paths)
                removed += sum(self.tree.remove(path) for path in paths)
                self._write_down(old, removed=True)
            if not paths:
                break
        self.graph.state.last_bake = timezone.now()
        self.graph.state.trouble = ""
        self.settle()
        return removed

    def settle(self) -> None:
        """Let the products know when nothing waits."""
        if not self.graph.queue.waits():
            self.policy.settled()
            if self._journal and self._is_recording and not self.graph.queue.waits(low_priority_too=True):
                self._is_recording = False
                if self._journal.end():
                    self.graph.store.forget_deleted()

    def clock_went_back(self, seen: datetime = NEVER) -> datetime | None:
        """Up to when was baked, if the clock shows less than that now; `seen` is what the caller knows it to have shown."""
        past = max(seen, self.graph.state.last_bake or NEVER)
        return past if timezone.now() < past else None

    def bake_due(self, now: datetime, progress: Progress | None = None) -> Counts:
        """Bake all that waits, until nothing does; changes that come in between go first by their urgency."""
        counts = Counts()
        total = 0
        while True:
            self.drain(now)
            made = self.step()
            if made is None:
                if self.others_busy:
                    time.sleep(0.02)
                elif not self.drain(now):
                    break
                continue
            counts.add(made)
            if progress and made.targets:
                total = max(total, counts.targets + self.graph.queue.length())
                progress(counts.targets, total)
        counts.removed += self.finish()
        counts.failures = self.lasting(counts.failures)
        return counts

    def lasting(self, failures: list[Failure]) -> list[Failure]:
        """Those that still hold when all is baked, each target once: a path may have had another owner in between."""
        still = {target for target, *_ in self.graph.queue.failures()}
        return [failure for target, failure in {one.target: one for one in failures}.items() if target in still]

    def unclaimed(self) -> Iterator[str]:
        """Files of the tree that no target claims."""
        every = self.tree.paths()
        while paths := list(islice(every, 1000)):
            claimed = self.graph.claimed(path.removesuffix(".br") for path in paths)
            yield from (path for path in paths if path.removesuffix(".br") not in claimed)
