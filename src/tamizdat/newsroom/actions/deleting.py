"""Deleting, and taking it back: what is deleted at the desk lies in the bin for 30 days.

A story or picture keeps its rows, and is hidden; a noun's rows are kept in the bin's own row. What something holds
(holders.py) is not deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log

from tamizdat.newsroom import addresses, holders, keys, noting
from tamizdat.newsroom.holders import Holders
from tamizdat.newsroom.models import (
    Article,
    Author,
    BinEntry,
    Menu,
    Picture,
    Region,
    RegionGroup,
    Series,
    StaticPage,
    Topic,
)
from tamizdat.newsroom.models.bin import is_in_bin

KEPT = timedelta(days=30)
NOUNS: dict[str, type[Any]] = {
    model.kind: model for model in (Author, Menu, Region, RegionGroup, Series, StaticPage, Topic)
}
KEEPING_ROWS: dict[str, Any] = {Article.kind: Article.objects, Picture.kind: Picture.with_bin}


class InUse(Exception):
    """Something is kept, because `held` would lose it."""

    def __init__(self, row: Any, held: Holders) -> None:
        super().__init__(f"{row} is used by {len(held.stories)} stories and {len(held.others)} others, so it is kept.")
        self.held = held


class BinError(Exception):
    """Something cannot come back. The message says why."""


def can_come_back(row: models.Model) -> bool:
    return getattr(row, "kind", "") in (*NOUNS, *KEEPING_ROWS)


def delete(row: Any, *, user: Any = None) -> None:
    """Move a story, a picture or a noun into the bin; a published story is taken off the site. What the bin does not know
    (the search's spellings) is deleted at once. Raises InUse where something holds a noun or picture."""
    if not isinstance(row, Article) and (held := holders.of(row)):  # before the transaction: it may take seconds
        raise InUse(row, held)
    kind, number = getattr(row, "kind", ""), row.pk  # a deleted row has no number any more
    with noting.writes():
        if not can_come_back(row):
            row.delete()
            return
        if is_in_bin(row.kind, row.pk):
            return
        kept = row.serializable_data() if row.kind in NOUNS else None
        BinEntry.objects.create(
            of_kind=row.kind, number=row.pk, name=str(row)[:300], rows=kept, deleted_at=timezone.now(), deleted_by=user
        )
        log(instance=row, action="tamizdat.delete", user=user, deleted=row.kind in NOUNS)
        if row.kind in NOUNS:
            row.delete()
        elif row.kind == Article.kind:
            _take_off(row, user)
        _note(kind, number)


def restore(entry: BinEntry, *, user: Any = None) -> Any:
    """Take something out of the bin; a story comes back as a draft. Raises BinError when it cannot come back."""
    with noting.writes():
        row = (
            _made_again(entry)
            if entry.of_kind in NOUNS
            else KEEPING_ROWS[entry.of_kind].filter(pk=entry.number).first()
        )
        if row is None:
            raise BinError("What it belonged to was deleted.")
        entry.delete()
        _note(row.kind, row.pk)
        log(instance=row, action="tamizdat.restore", user=user)
    return row


def erase(entry: BinEntry, *, user: Any = None) -> None:
    """Delete for good what is in the bin."""
    with noting.writes():
        if entry.of_kind in KEEPING_ROWS and (row := KEEPING_ROWS[entry.of_kind].filter(pk=entry.number).first()):
            log(instance=row, action="tamizdat.erase", user=user, deleted=True)
            row.delete()
        entry.delete()


def _take_off(story: Article, user: Any) -> None:
    if story.live:
        story.unpublish(user=user)
        story.refresh_from_db()
    story.revisions.update(approved_go_live_at=None)
    story.go_live_at = None
    story.save(clean=False, update_fields=["go_live_at"])


def _made_again(entry: BinEntry) -> Any:
    """A noun as it was. Its slug may be another's by now: then it gets a numeral."""
    model, kept = NOUNS[entry.of_kind], dict(entry.rows or {})
    protected = [
        one for one in model._meta.concrete_fields if getattr(one.remote_field, "on_delete", None) is models.PROTECT
    ]
    for field in protected:
        of = kept[field.name]
        if of and not field.related_model.objects.filter(pk=of).exists():
            return None
    slug = kept.get("slug", "")
    if slug and model.objects.filter(slug=slug).exists():
        slug = ""
    owner = keys.noun(entry.of_kind, entry.number)
    noting.note(addresses.revive(owner))
    parts = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    bare = {name: value for name, value in kept.items() if name not in parts}
    try:
        with transaction.atomic():
            # Its texts are made again only below a row that is there.
            for rows in (bare | {"slug": slug or str(owner).replace(":", "-")}, kept | {"slug": slug}):
                row = model.from_serializable_data(rows)
                row.validate_unique()
                row.save()
    except ValidationError:
        raise BinError("Another one has its place now.") from None
    if getattr(row, "pseudonym", False):
        noting.note(addresses.part_with_old(owner))
    return row


def _note(kind: str, number: int) -> None:
    noting.note({keys.noun(kind, number)})
    if kind == Article.kind:
        noting.draft(number)
