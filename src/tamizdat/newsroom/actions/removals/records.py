"""The record of a removal: begun with it, filled by the bake, finished when the edition is clean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tamizdat.bake.journal import Changed
from tamizdat.newsroom.actions.removals.tables import Database
from tamizdat.newsroom.models import Removal, RemovedFile


def begin(of_kind: Removal.Kind, *, number: int | None = None, name: str = "", reason: str = "", user: Any) -> Removal:
    """Within the transaction of the removal, so that the bake that carries it out finds the record open."""
    return Removal.objects.create(
        of_kind=of_kind, number=number, name=name[:300], reason=reason, made_by=user if user and user.pk else None
    )


class RemovalJournal:
    """The bake's Journal: writes files into the records that are open. Where several are, each has them all."""

    def __init__(self) -> None:
        self._begun: list[int] = []

    def begin(self) -> bool:
        self._begun = list(_open().values_list("pk", flat=True))
        return bool(self._begun)

    def write(self, changed: Sequence[Changed]) -> None:
        with transaction.atomic():
            for removal in _open().filter(pk__in=self._begun).select_for_update():
                _write(removal, changed)

    def end(self) -> bool:
        ended = _open().filter(pk__in=self._begun)
        with_words = ended.filter(of_kind=Removal.Kind.WORDS).exists()
        ended.update(finished_at=timezone.now())
        self._begun = []
        if with_words:
            Database("").truncate_journal()
        return with_words


def _open() -> QuerySet[Removal]:
    return Removal.objects.filter(finished_at=None).order_by("pk")


def _write(removal: Removal, changed: Sequence[Changed]) -> None:
    for what, number in (
        ("files_removed", sum(one.removed for one in changed)),
        ("files_rewritten", sum(not one.removed for one in changed)),
    ):
        removal.counts[what] = removal.counts.get(what, 0) + number
    removal.save(update_fields=["counts"])
    if removal.of_kind != Removal.Kind.WORDS:  # a path may name the person
        RemovedFile.objects.bulk_create(
            RemovedFile(removal=removal, path=one.path, removed=one.removed, sha256=one.sha256) for one in changed
        )
