"""Baking: what is stale is taken in slices, baked, written and recorded."""

from __future__ import annotations

import fcntl
import gc
import logging
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.utils import timezone

from tamizdat.bake.faults import failures, without
from tamizdat.bake.graph import Graph, Record
from tamizdat.bake.imprint import Imprint, Outdated
from tamizdat.bake.outbox import KILL, MASS, due, forget
from tamizdat.bake.products import Artifact, Counts, Failure, File, Policy
from tamizdat.bake.queue import Job
from tamizdat.bake.store import this_boot
from tamizdat.bake.tree import Tree, TreeError, digest
from tamizdat.bake.trouble import in_words
from tamizdat.bake.urgency import EVERY
from tamizdat.kit.paths import can_be_file

logger = logging.getLogger(__name__)

SLICE = 400
NEVER = datetime.fromtimestamp(0, UTC)
Progress = Callable[[int, int], None]


class Baker:
    """One process's hands on the edition. Any number of them may share a newsroom."""

    def __init__(self, *, public: Path, state: Path, policy: Policy) -> None:
        self._state = state
        self.policy = policy
        self.tree = Tree(public, state / "tmp")
        self.graph = Graph(state / "graph.sqlite3")
        self._epoch = -1
        self._unsynced = False
        self._imprint = Imprint()
        self._alone: int | None = None
        self._phases = {name: product.phase for name, product in policy.products.items()}

    # From what was touched to what is stale

    def drain(self, now: datetime) -> bool:
        """Turn due rows of the outbox into stale targets. A crash in between repeats it, which harms nothing."""
        rows = list(due(now).order_by("urgency", "pk").values_list("pk", "key", "urgency")[:5000])
        if not rows:
            return False
        for urgency in sorted({row[2] for row in rows}):
            self.touch({key for _, key, urgent in rows if urgent == urgency}, urgency)
        forget([row[0] for row in rows])
        return True

    def touch(self, keys: set[str], urgency: int) -> None:
        """Make stale what depends on `keys` and what they may bring into being."""
        born = [
            (target, urgency, product.phase)
            for product in self.policy.products.values()
            for key in keys
            for target in product.born_of(key)
        ]
        self.graph.mark_dependents(keys, born, urgency, self._phases)

    def notice_fingerprints(self) -> None:
        """Templates, assets and settings that changed since they were last noticed touch what was made with them. A process
        has read them once, when it began: raises Outdated when another has noticed newer ones since."""
        if self._imprint.known:
            self._imprint.check(self.graph)
            return
        now = self.policy.fingerprints()
        self._imprint.claim(self.graph, now)
        self._notice(now)
        self.notice_losses()

    def notice_losses(self) -> None:
        """What products keep beside the tree and lost is filled again."""
        self._notice(self.policy.kept())

    def _notice(self, now: Mapping[str, str]) -> None:
        changed = {key for key, value in now.items() if self.graph.get(f"fingerprint:{key}") != value}
        if changed:
            self.touch(changed, MASS)
            self.graph.set(**{f"fingerprint:{key}": now[key] for key in changed})

    def retry_failures(self) -> None:
        """What could not be baked before is tried once more: the program may have been mended since."""
        names = [name for name, *_ in self.graph.failures()]
        self.graph.mark([(name, MASS, self._phases.get(name.partition(":")[0], 9)) for name in names])

    # From what is stale to files

    def step(self, most: int = SLICE, urgencies: range = EVERY) -> Counts | None:
        """Bake one slice. None: nothing waits (or others hold what does: see `idle`)."""
        jobs, epoch, self.others_busy = self.graph.take(most, urgencies)
        began = time.process_time()
        try:
            if epoch != self._epoch:
                self._imprint.check(self.graph)
                self.policy.forget()
                self._epoch = epoch
            if not jobs:
                return None
            counts = self._bake(jobs)
        except BaseException:
            self.graph.release()
            raise
        counts.seconds[jobs[0].name.partition(":")[0]] = time.process_time() - began
        return counts

    def _bake(self, jobs: list[Job]) -> Counts:
        counts = Counts(targets=len(jobs))
        generation = int(self.graph.get("generation", "0"))
        by_name = {job.name: job for job in jobs}
        known = self.graph.files_of(by_name)
        files: list[File] = []
        records = []
        for one in map(self._marked, self._made(jobs)):
            if isinstance(one, Failure):
                self.graph.fail(by_name[one.target], one)
                counts.failures.append(one)
                continue
            made, marks = one
            job = by_name[made.target]
            before, hashes = known[job.name], []
            for file, mark in zip(made.files, marks, strict=True):
                hashes.append((file.path, mark))
                same = before.get(file.path) == mark if file.link is None else True  # links are named by content
                if (
                    can_be_file(file.path)
                    and ((same and not job.forced) or file.link is not None)
                    and self.tree.holds(file)
                ):
                    counts.unchanged += 1
                else:
                    files.append(file)
            records.append(Record(job=job, files=tuple(hashes), keys=made.keys, scope=made.scope))
        durable = jobs[0].urgency < MASS
        if not durable and not self._unsynced:
            self.graph.begin_unsynced(this_boot())
            self._unsynced = True
        # Should this process die with files written and not yet recorded, nobody else would know of them. A full bake looks
        # for such itself, when it ends.
        new = {file.path for file in files if can_be_file(file.path)}.difference(*known.values())
        if new and not self.graph.get("full"):
            self.graph.doom(new)
        refused = self.tree.write(files, durable=durable)
        counts.written += len(files) - len(refused)
        self.graph.record([without(record, refused) for record in records], generation)
        for failure in failures(records, refused):
            self.graph.fail(by_name[failure.target], failure)
            counts.failures.append(failure)
        if jobs[0].urgency == KILL:
            self._remove_at_once({path for files in known.values() for path in files if path.endswith(".html")})
        return counts

    def _marked(self, made: Artifact | Failure) -> tuple[Artifact, list[bytes]] | Failure:
        """With what names the content of each of its files. One that it links and that was lost fails this page and
        holds up no other."""
        if isinstance(made, Failure):
            return made
        try:
            return made, [digest(file) for file in made.files]
        except FileNotFoundError as error:
            page = self.policy.products[made.target.partition(":")[0]].label(made.target)
            why = f"{error.filename} is not there. Bring it back from a backup, or upload the file anew at the desk."
            return Failure(target=made.target, page=page, why=why)

    def _remove_at_once(self, pages: set[str]) -> None:
        """What a kill leaves without a target must not stand until nothing refers to it."""
        for path in pages - self.graph.claimed(pages):
            self.tree.remove(path)

    def _made(self, jobs: list[Job]) -> Iterator[Artifact | Failure]:
        product = self.policy.products.get(jobs[0].name.partition(":")[0])
        names = [job.name for job in jobs]
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
                    yield from self._made([job])
                return
            if _is_database(error):
                raise
            logger.exception("%s could not be baked and keeps its last good file.", names[0])
            yield Failure(target=names[0], page=product.label(names[0]), why=f"{type(error).__name__}: {error}")

    def finish(self) -> int:
        """When nothing waits: bring everything to the disk and remove files that no target claims. Answers how many."""
        if marks := self.graph.to_sync():
            self.tree.sync()
            self.graph.synced(marks)
        self._unsynced = False
        removed = 0
        while True:
            with self.graph.removing() as paths:
                removed += sum(self.tree.remove(path) for path in paths)
            if not paths:
                break
        self.graph.set(last_bake=str(timezone.now().timestamp()), trouble="")
        self.settle()
        return removed

    def settle(self) -> None:
        """Let the products know when nothing waits."""
        if not self.graph.waits():
            self.policy.settled()

    def clock_went_back(self, seen: datetime = NEVER) -> datetime | None:
        """Up to when was baked, if the clock stands before that now; `seen` is what the caller knows it to have shown."""
        past = max(seen, datetime.fromtimestamp(float(self.graph.get("last_bake", "0")), UTC))
        return past if timezone.now() < past else None

    def bake_due(self, now: datetime, progress: Progress | None = None) -> Counts:
        """Bake all that waits, until nothing does; changes that come in between go first by their urgency."""
        counts = Counts()
        total = 0
        while True:
            self.drain(now)
            made = self.step()
            if made is None:
                if not self.others_busy:
                    break
                time.sleep(0.02)
                continue
            counts.add(made)
            if progress and made.targets:
                total = max(total, counts.targets + self.graph.stale())
                progress(counts.targets, total)
        counts.removed += self.finish()
        return counts

    # Everything

    def mark_all(self) -> int:
        """Begin a full bake: every target of every product waits now. Answers how many."""
        prints = self.policy.fingerprints()
        self._imprint.claim(self.graph, prints)
        now = {**prints, **self.policy.kept()}
        generation = int(self.graph.get("generation", "0")) + 1
        self.graph.set(generation=str(generation), full="1")
        total = 0
        for product in self.policy.products.values():
            batch: list[tuple[str, int, int]] = []
            for target in product.all():
                batch.append((target, MASS, product.phase))
                if len(batch) == 5000:
                    self.graph.mark(batch, forced=True)
                    total, batch = total + len(batch), []
            self.graph.mark(batch, forced=True)
            total += len(batch)
        self.graph.set(**{f"fingerprint:{key}": value for key, value in now.items()})
        return total

    @contextmanager
    def alone(self, *, wait: bool = False) -> Iterator[bool]:
        """Around a full bake, which one process begins and ends while any number share its work. False, if not `wait`:
        another process is at it."""
        handle = os.open(self._state / "full.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            self._alone = handle
            yield True
        except BlockingIOError:
            yield False
        finally:
            self._alone = None
            os.close(handle)

    def unfinished(self) -> bool:
        """Whether everything is to be baked: for the first time, or because a full bake was broken off or a power cut took
        what was not on the disk yet."""
        return not self.graph.get("generation") or bool(self.graph.get("full")) or self._begin_anew()

    def _begin_anew(self) -> bool:
        lost = any(boot != this_boot() for boot in self.graph.unsynced().values())
        return lost or not self.graph.get("generation") or bool(self.graph.get("marking"))

    def resume(
        self, processes: int, progress: Progress | None = None, meanwhile: Callable[[], object] | None = None
    ) -> Counts:
        """Do what is `unfinished`."""
        if self._begin_anew():
            return self.bake_all(processes, progress, meanwhile)
        self.notice_fingerprints()
        return self.finish_all(processes, self.graph.stale(), progress, meanwhile)

    def bake_all(
        self, processes: int, progress: Progress | None = None, meanwhile: Callable[[], object] | None = None
    ) -> Counts:
        """The full bake, with `processes` at work. Killed, it goes on at the next bake. Call it `alone`.

        `meanwhile` is called a few times a second, for changes that must not wait until everything is baked.
        """
        self._imprint.check(self.graph)
        self.tree.open()
        fresh = next(self.tree.paths(), None) is None
        self.graph.set(marking="1")
        # Kills and stories are not among them: they go ahead of the mass.
        covered = list(due(timezone.now()).filter(urgency__gte=MASS).values_list("pk", flat=True))
        total = self.mark_all()
        self.graph.set(marking="")
        forget(covered)  # everything waits now, and so does what these would have touched
        return self.finish_all(processes, total, progress, meanwhile, fresh=fresh)

    def finish_all(
        self,
        processes: int,
        total: int,
        progress: Progress | None = None,
        meanwhile: Callable[[], object] | None = None,
        *,
        fresh: bool = False,
    ) -> Counts:
        """Bake all that waits with several processes, then drop what nothing names any more.

        A `fresh` tree, empty when this bake began, is not searched for files that no target claims.
        """
        connections.close_all()
        self.graph.close()
        context = multiprocessing.get_context("fork")
        results = context.SimpleQueue()
        gc.freeze()  # the collector would touch, and so copy, every page that the children share
        children = [
            context.Process(target=_labour, args=(self, results), daemon=True) for _ in range(max(1, processes))
        ]
        for child in children:
            child.start()
        self.graph = Graph(self._state / "graph.sqlite3")
        counts = Counts()
        looked = time.monotonic()
        try:
            while any(child.is_alive() for child in children) or not results.empty():
                if meanwhile and time.monotonic() - looked >= 0.25:
                    meanwhile()
                    looked = time.monotonic()
                if results.empty():
                    time.sleep(0.05)
                    continue
                counts.add(results.get())
                if progress:
                    progress(min(counts.targets, total), max(total, counts.targets))
        finally:
            for child in children:
                child.terminate()
        if any(child.exitcode for child in children):
            raise TreeError(
                self.graph.get("trouble") or "A process of the bake ended before its time. Run the bake again."
            )
        self.graph.drop_older(int(self.graph.get("generation", "0")))
        if not fresh:
            self.graph.doom(list(self.orphans()))
        counts.removed += self.finish()
        self.graph.set(full="")
        return counts

    def orphans(self) -> Iterator[str]:
        """Files of the tree that no target claims."""
        every = self.tree.paths()
        while paths := list(islice(every, 1000)):
            claimed = self.graph.claimed(path.removesuffix(".br") for path in paths)
            yield from (path for path in paths if path.removesuffix(".br") not in claimed)


def _labour(baker: Baker, results: multiprocessing.SimpleQueue[Counts]) -> None:
    """A child of a full bake."""
    if baker._alone is not None:
        os.close(baker._alone)  # the lock is its parent's
    gc.set_threshold(500_000, 20, 20)  # a slice makes many objects, short-lived and in no cycle
    baker.graph = Graph(baker._state / "graph.sqlite3")
    baker.policy.forget()
    try:
        while True:
            made = baker.step()
            if made is not None:
                results.put(made)
            elif baker.others_busy:
                time.sleep(0.02)
            else:
                return
    except (Outdated, TreeError, DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
        with suppress(sqlite3.Error):
            baker.graph.set(trouble=in_words(error))
        os._exit(1)


def _is_database(error: Exception) -> bool:
    return isinstance(error, OperationalError | InterfaceError)
