"""The full bake: every target of every product, by several processes."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice

from django.utils import timezone

from tamizdat.bake import locks
from tamizdat.bake.baker import Baker, Progress
from tamizdat.bake.graph import Graph
from tamizdat.bake.outbox import due, forget
from tamizdat.bake.processes import BakingProcess, wait_for_any
from tamizdat.bake.products import Counts
from tamizdat.bake.queue import Stale
from tamizdat.bake.tree import TreeError
from tamizdat.bake.urgency import EVERY, MASS

logger = logging.getLogger(__name__)

AT_ONCE = 5000
"""Targets put into the queue together."""
MOST_KILLED = 5
"""Processes killed one after another, without a slice baked in between, after which a full bake gives up."""
ENDED_EARLY = "A process of the bake ended before its time. Run the bake again."
INTERVAL = 0.25
"""Seconds between two calls of what must not wait until everything is baked."""


def alone(baker: Baker, *, wait: bool = False) -> AbstractContextManager[bool]:
    """Around a full bake, which one process begins and ends while any number share its work. False, if not `wait`:
    another process is at it."""
    return locks.exclusive(baker.state_folder / "full.lock", wait=wait)


def unfinished(baker: Baker) -> bool:
    """Whether everything is to be baked: for the first time, or because a full bake was broken off, a power cut took what was
    not on the disk yet, or somebody removed the public folder."""
    return baker.graph.state.full_bake or _begin_anew(baker)


def _begin_anew(baker: Baker) -> bool:
    state = baker.graph.state
    if not state.generation or state.marking or state.lost_files():
        return True
    return not state.full_bake and baker.tree.is_lost() and baker.graph.has_files()


def resume(
    baker: Baker, count: int, progress: Progress | None = None, meanwhile: Callable[[], object] | None = None
) -> Counts:
    """Do what is `unfinished`."""
    if _begin_anew(baker):
        return bake_all(baker, count, progress, meanwhile)
    baker.notice_fingerprints()
    return _finish(baker, count, baker.graph.queue.length(), progress, meanwhile)


def bake_all(
    baker: Baker, count: int, progress: Progress | None = None, meanwhile: Callable[[], object] | None = None
) -> Counts:
    """The full bake, with `count` processes. Killed, it goes on at the next bake. Call it `alone`.

    `meanwhile` is called a few times a second, for changes that must not wait until everything is baked.
    """
    baker.fingerprint.check(baker.graph.store)
    baker.tree.open()
    is_empty = next(baker.tree.paths(), None) is None
    # Kills and stories are not among them: they go ahead of the mass.
    covered = list(due(timezone.now()).filter(urgency__gte=MASS).values_list("pk", flat=True))
    total = mark_all(baker)
    forget(covered)  # everything waits now, and so does what these would have touched
    return _finish(baker, count, total, progress, meanwhile, search_tree=not is_empty)


def mark_all(baker: Baker) -> int:
    """Begin a full bake: every target of every product waits now. Returns how many."""
    graph, policy = baker.graph, baker.policy
    graph.state.begin_marking()
    fingerprints = policy.fingerprints()
    baker.fingerprint.claim(graph.store, fingerprints)
    fingerprints = {**fingerprints, **policy.kept()}
    graph.drop_values()
    total = 0
    for product in policy.products.values():
        targets = (Stale(name=target, urgency=MASS, phase=product.phase) for target in product.all())
        while some := list(islice(targets, AT_ONCE)):
            graph.queue.put(some, forced=True)
            total += len(some)
    graph.state.keep_fingerprints(fingerprints)
    graph.state.end_marking()
    return total


def _finish(
    baker: Baker,
    count: int,
    total: int,
    progress: Progress | None,
    meanwhile: Callable[[], object] | None,
    *,
    search_tree: bool = True,
) -> Counts:
    """Bake all that waits with `count` processes, then drop what nothing names any more. An empty tree need not be searched
    for files that no target claims."""
    baker.graph.close()
    gc.freeze()  # the collector would touch, and so copy, every page of memory that the children share
    running = [BakingProcess(baker, EVERY) for _ in range(max(1, count))]
    baker.graph = Graph(baker.graph.store.path)
    counts = Counts()
    killed_in_a_row = 0
    looked = time.monotonic()
    try:
        while running:
            wait_for_any(running, INTERVAL)
            if meanwhile and time.monotonic() - looked >= INTERVAL:
                meanwhile()
                looked = time.monotonic()
            for process in list(running):
                has_ended = process.has_ended()  # asked first: what it reported before its end is read below
                for made in process.reports():
                    killed_in_a_row = 0
                    counts.add(made)
                    if progress:
                        progress(min(counts.targets, total), max(total, counts.targets))
                if not has_ended:
                    continue
                running.remove(process)
                if process.failed:
                    baker.graph.store.check()
                    raise TreeError(baker.graph.state.trouble or ENDED_EARLY)
                if name := process.killed_by:
                    killed_in_a_row += 1
                    counts.killed += 1
                    if killed_in_a_row >= MOST_KILLED:
                        raise TreeError(
                            f"The processes of the bake are killed by {name}, one after another. If the machine lacks memory "
                            "(the kernel's log says so), set bake_processes in newsroom.toml to a smaller number; nothing "
                            "is lost, the bake goes on at the next start."
                        )
                    logger.warning("A process of the bake was killed (%s). Another one takes over its work.", name)
                    running.append(BakingProcess(baker, EVERY))
    finally:
        for process in running:
            process.terminate()
    baker.graph.drop_older()
    if search_tree:
        baker.graph.schedule_removal(list(baker.unclaimed()))
    counts.removed += baker.finish()
    counts.failures = baker.lasting(counts.failures)
    baker.graph.state.end_full_bake()
    return counts
