"""Every write of the newsroom's rows is noted here, in the transaction of the write: which row it was, nothing else.

Models open `writes` around their save, publish and delete; the framework's signals tell which rows that wrote, children and
relations included, so that a new model or column needs nothing here. What another row's deletion changes is noted too.
Bulk statements send no signals: whoever uses one calls `note` with the keys of its rows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from modelcluster.fields import ParentalKey

from tamizdat.bake import outbox
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys


@dataclass(kw_only=True)
class _Written:
    """What the open `writes` has seen so far."""

    urgency: int | None
    keys: set[Key] = field(default_factory=set)
    deleted: dict[Key, models.Model] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What a filer wrote itself: `keys` of its rows. At the `moments` time itself changes what readers see of the row."""

    keys: set[Key]
    moments: set[datetime] = field(default_factory=set)
    killed: bool = False


Filer = Callable[[Key, models.Model | None], Filed]
"""Brings lists and addresses in line with a row that was written; it is given the row itself when that was deleted."""
filers: dict[str, Filer] = {}
"""By kind of key. Registered by filing.py, which knows the tables."""

_local = threading.local()


@contextmanager
def writes(urgency: int | None = None) -> Iterator[None]:
    """Around any write of the newsroom's rows: one transaction with its note. An inner one is part of the outer one.

    At its end places in lists and addresses are brought in line with the rows as they are then. Without an `urgency` a story
    goes ahead of everything else, and a kill ahead of all.
    """
    if getattr(_local, "written", None) is not None:
        yield
        return
    with transaction.atomic():
        written = _local.written = _Written(urgency=urgency)
        try:
            yield
            _end(written)
        finally:
            _local.written = None


def note(touched: Iterable[Key]) -> None:
    """Note keys of rows that were written by a bulk statement. Raises OutboxError outside a transaction."""
    written: _Written | None = getattr(_local, "written", None)
    if written is not None:
        written.keys |= set(touched)
        return
    if not transaction.get_connection().in_atomic_block:
        raise outbox.OutboxError("A row was written outside a transaction. Wrap the write in noting.writes().")
    with writes():
        note(touched)


def note_at(moment: datetime, touched: Iterable[Key]) -> None:
    """At this moment time itself changes what readers see of these rows. Inside `writes`."""
    outbox.note(touched, due_at=moment)


def keys_of(row: models.Model) -> set[Key]:
    """The source keys of a row: its own, or those of the row that it is a part of."""
    if own := getattr(row, "source_keys", None):
        return set(own())
    parents = [one for one in row._meta.get_fields() if isinstance(one, ParentalKey)]
    if parents:
        return {Key.of(parent.related_model.kind, getattr(row, parent.attname)) for parent in parents}
    return {Key.of(row.kind, row.pk)} if hasattr(row, "kind") and row.pk else set()


def _end(written: _Written) -> None:
    """Bring lists and addresses in line, then put everything into the outbox."""
    is_story = is_kill = False
    moments: set[tuple[Key, datetime]] = set()
    for key in sorted(written.keys):
        if (file := filers.get(key.kind)) and key.is_numbered:
            filed = file(key, written.deleted.get(key))
            written.keys |= filed.keys
            moments |= {(key, moment) for moment in filed.moments}
            is_kill |= filed.killed
        is_story |= key.kind == "article"
    usual = outbox.KILL if is_kill else outbox.STORY if is_story else outbox.MASS
    outbox.note(written.keys, urgency=usual if written.urgency is None else written.urgency)
    for key, moment in sorted(moments):
        outbox.note({key}, due_at=moment)


# Signals


def watch() -> None:
    """Listen to every model of the newsroom. Called once, when the models are loaded."""
    for model in apps.get_app_config("newsroom").get_models(include_auto_created=True):
        if model._meta.auto_created:
            m2m_changed.connect(_relation_changed, sender=model)
        else:
            post_save.connect(_saved, sender=model)
            pre_delete.connect(_before_delete, sender=model)
            post_delete.connect(_deleted, sender=model)


def _saved(instance: models.Model, raw: bool, **_: Any) -> None:
    if not raw and (touched := keys_of(instance)):
        note(touched)


def _before_delete(instance: models.Model, **_: Any) -> None:
    """Rows that point to one that goes lose that column, and nobody tells them."""
    touched: set[Key] = set()
    for relation in instance._meta.related_objects:
        if relation.on_delete is models.SET_NULL and relation.related_model._meta.app_label == "newsroom":
            rows = relation.related_model._default_manager.filter(**{relation.field.name: instance.pk})
            touched |= {key for row in rows for key in keys_of(row)}
    if touched:
        note(touched)


def _deleted(instance: models.Model, **_: Any) -> None:
    touched = keys_of(instance)
    if not touched:
        return
    with writes():
        note(touched)
        _local.written.deleted |= dict.fromkeys(touched, instance)


def _relation_changed(instance: models.Model, action: str, reverse: bool, pk_set: Any, **given: Any) -> None:
    if action.startswith("post_"):
        touched = keys_of(instance)
        if reverse:
            kind = getattr(given["model"], "kind", None)
            touched |= {Key.of(kind, pk) for pk in pk_set or ()} if kind else set()
        note(touched)


def draft(pk: int) -> None:
    """The newest revision of a story was written."""
    note({keys.draft(pk)})
