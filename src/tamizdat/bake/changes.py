"""From what was written to what is stale: the outbox is drained, derived values are computed anew, and only those that differ
touch what depends on them.

This is the scheme of build systems with early cutoff; docs/bake.md tells it step by step.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tamizdat.bake import locks
from tamizdat.bake.graph import Graph
from tamizdat.bake.outbox import due, forget
from tamizdat.bake.products import Computed, Policy
from tamizdat.bake.queue import Stale
from tamizdat.bake.store import clock, number
from tamizdat.bake.urgency import LOW_PRIORITY, MASS
from tamizdat.kit.keys import Key

AT_ONCE = 1000
"""Rows of the outbox drained together: a kill that comes meanwhile waits for no more."""
UNKNOWN_PHASE = 9


@dataclass(frozen=True, kw_only=True)
class Affected:
    """What source keys make stale: targets, and the values that were computed to know it, with the digests that were stored
    when they were looked at, by number."""

    targets: list[Key]
    computed: list[Computed]
    compared_with: dict[int, bytes]


class Changes:
    """One process's way of draining the outbox. Any number may try; one at a time does."""

    def __init__(self, state: Path, policy: Policy) -> None:
        self._lock = state / "changes.lock"
        self._policy = policy
        self.epoch = -1
        """The epoch that the last touch began: what was read for it is of that one."""

    def drain(self, graph: Graph, now: datetime) -> bool:
        """Turn due rows of the outbox into stale targets; says whether there were any. A crash in between repeats it, which
        harms nothing."""
        if not due(now).exists():
            return False
        with self._alone():
            rows = list(due(now).order_by("urgency", "pk").values_list("pk", "key", "urgency")[:AT_ONCE])
            if rows:
                most_urgent = [row for row in rows if row[2] == rows[0][2]]
                self._touch(graph, {Key(key) for _, key, _ in most_urgent}, rows[0][2])
                forget([row[0] for row in most_urgent])
        return bool(rows)

    def touch(self, graph: Graph, keys: Iterable[Key], urgency: int) -> None:
        """Make stale what depends on the source keys, and what they may bring into being."""
        with self._alone():
            self._touch(graph, set(keys), urgency)

    def touch_changed(self, graph: Graph, fingerprints: Mapping[str, str]) -> None:
        """Touch those of the keys that stood for something else when they were last looked at."""
        changed = graph.state.changed_fingerprints(fingerprints)
        if changed:
            if self._policy.settings in changed:
                graph.drop_values()
            self.touch(graph, map(Key, changed), MASS)
            graph.state.keep_fingerprints({key: fingerprints[key] for key in changed})

    def _touch(self, graph: Graph, sources: set[Key], urgency: int) -> None:
        # Whoever records from here on what it read before does so in a former epoch, and bakes it again.
        with graph.store.writing():
            graph.queue.renew_held()
            graph.store.next_epoch()
        self._policy.values.forget()
        affected = self.affected(graph, sources)
        stale = {name: self._stale(name, urgency) for name in affected.targets}
        now = clock()
        with graph.store.writing():
            graph.put_values(affected.computed, compared_with=affected.compared_with)
            graph.queue.put_rows(
                [(number(one.name), str(one.name), one.urgency, one.phase, False, now) for one in stale.values()]
            )
            graph.queue.renew_held()
            graph.store.next_epoch()
            self.epoch = graph.store.epoch

    def affected(self, graph: Graph, sources: Iterable[Key]) -> Affected:
        """What is stale when the source keys are touched. Writes nothing; whoever asks has the values forget before."""
        keys = set(sources)
        keys |= {Key(key.kind) for key in keys}
        compared_with: dict[int, bytes] = {}
        touched, computed = self._spread(graph, keys, compared_with)
        targets = dict.fromkeys(graph.targets_using(touched))
        for product in self._policy.products.values():
            found = [target for key in touched for target in product.targets_for(key)]
            # What has low priority reads too much to record it all, and is baked anew after any change that may matter.
            targets |= dict.fromkeys(found if product.low_priority else graph.unknown(found))
        return Affected(targets=list(targets), computed=computed, compared_with=compared_with)

    def _spread(
        self, graph: Graph, sources: set[Key], compared_with: dict[int, bytes]
    ) -> tuple[set[Key], list[Computed]]:
        """The keys that are touched when `sources` are, and the values that were computed to know it; `compared_with` gets
        the digests that were stored."""
        values = self._policy.values
        touched, fresh = set(sources), set(sources)
        waiting: dict[int, set[Key]] = defaultdict(set)
        computed: list[Computed] = []

        def wait(keys: Iterable[Key]) -> None:
            for key in keys:
                if (level := values.level(key)) is not None:
                    waiting[level].add(key)

        wait(value for key in sources for value in values.values_for(key))
        for level in range(values.levels):
            wait(graph.values_using(fresh))
            fresh = set()
            if not waiting[level]:
                continue
            compared_with |= (before := graph.digests(waiting[level]))
            for one in self._computed(waiting[level], touched):
                computed.append(one)
                if before.get(number(one.key)) != one.digest:
                    fresh.add(one.key)
            touched |= fresh
        return touched, computed

    def _computed(self, keys: set[Key], touched: set[Key]) -> Iterator[Computed]:
        """A value that cannot be computed counts as touched: the pages that show it fail, each by its name."""
        try:
            yield from list(self._policy.values.compute(sorted(keys)))
        except Exception:
            if len(keys) == 1:
                yield Computed(key=next(iter(keys)), digest=os.urandom(12), keys=frozenset(touched))
                return
            for key in sorted(keys):
                yield from self._computed({key}, touched)

    def _stale(self, name: Key, urgency: int) -> Stale:
        product = self._policy.products.get(name.kind)
        if product is None:
            return Stale(name=name, urgency=urgency, phase=UNKNOWN_PHASE)
        return Stale(name=name, urgency=LOW_PRIORITY if product.low_priority else urgency, phase=product.phase)

    def _alone(self) -> AbstractContextManager[bool]:
        """Two that computed values at once could store the older one last."""
        return locks.exclusive(self._lock)
