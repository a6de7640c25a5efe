"""Remove words everywhere: a name, a phrase, in every form in which it stands.

One transaction for the newsroom's database, noted with the urgency of a kill: the edition is baked anew without the words,
ahead of everything. The databases of letters and of what readers send, and the files of media/, come right before it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import Signal

from tamizdat.bake.outbox import KILL
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.actions.removals import finding, ledger, originals, records
from tamizdat.newsroom.actions.removals.finding import Found, Place
from tamizdat.newsroom.actions.removals.tables import Column, Database, Kind, Table
from tamizdat.newsroom.actions.removals.wording import Wording
from tamizdat.newsroom.models import Address, Article, Attachment, Picture, PictureRendition, Removal
from tamizdat.search import index, rebuild
from tamizdat.search.passages import Finder

removed = Signal()
"""In the transaction of a removal, with `removal`, `wording`, `places`, `user`: rooms that keep words otherwise than as text in a
column, or hashes of them, follow."""
FILES: dict[str, Any] = {Picture._meta.db_table: Picture, Attachment._meta.db_table: Attachment}


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be removed. `left` are ids of places that stay as they are, `taken` of places that otherwise would."""

    wording: Wording
    left: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

    def concerns(self, place: Place) -> bool:
        return place.id in self.taken if place.stays else place.id not in self.left


def remove(order: Order, *, reason: str = "", user: Any = None, stories: Iterable[int] = ()) -> Removal:
    """Find the words anew and remove them. The record holds a salted hash and numbers; `reason` is cleaned too."""
    folder = settings.NEWSROOM.keys
    folder.mkdir(mode=0o700, exist_ok=True, parents=True)
    found = finding.find(order.wording, stories)
    ledger.add(folder, _entry(order, found))
    return _carry_out(order, found, reason=reason, user=user)


def again() -> int:
    """Carry out every removal that keys/removals knows, on a newsroom that was brought back from a backup; how many."""
    entries = ledger.entries(settings.NEWSROOM.keys)
    for entry in entries:
        languages = [code for code, _ in settings.LANGUAGES]
        wording = Wording(
            finder=Finder(entry["spellings"], languages),
            replacements=entry["replacements"],
            kept=frozenset(entry["kept"]),
            cut=entry["cut"],
        )
        order = Order(wording=wording, left=frozenset(entry["left"]), taken=frozenset(entry["taken"]))
        _carry_out(order, finding.find(wording))
    return len(entries)


def _entry(order: Order, found: Found) -> dict[str, Any]:
    """What is needed to find the words again, with every form that was found."""
    wording = order.wording
    return {
        "spellings": [*dict.fromkeys((*wording.finder.spellings, *sorted(found.spellings.keys() - wording.kept)))],
        "replacements": dict(wording.replacements),
        "kept": sorted(wording.kept),
        "cut": wording.cut,
        "left": sorted(order.left),
        "taken": sorted(order.taken),
    }


def _carry_out(order: Order, found: Found, *, reason: str = "", user: Any = None) -> Removal:
    places = [place for place in found.places if order.concerns(place)]
    for database in finding.databases():
        with closing(database):
            if database.name:
                _clean_beside(order.wording, database, places)
    _clean_files(found, places)
    with noting.writes(urgency=KILL):
        removal = records.begin(
            Removal.Kind.WORDS, reason=order.wording.without(reason, settings.LANGUAGE_CODE), user=user
        )
        removal.mark = ledger.mark(settings.NEWSROOM.keys, order.wording.finder.spellings)
        removal.counts = dict(Counter(_counted(place) for place in places))
        removal.save()
        database = Database("")
        _Cleaning(order.wording, database).run(places)
        removed.send(None, removal=removal, wording=order.wording, places=places, user=user)
        database.forget_deleted()
        transaction.on_commit(_drop_indexes)
    return removal


def _counted(place: Place) -> str:
    return f"{place.database}.{place.table}" if place.database else place.table


class _Cleaning:
    """Of the rows of one database."""

    def __init__(self, wording: Wording, database: Database) -> None:
        self._wording, self._database = wording, database
        self._languages = {} if database.name else finding.language_of_stories()
        self._stories = 0 if database.name else ContentType.objects.get_for_model(Article).pk

    def run(self, places: Iterable[Place]) -> None:
        wanted: dict[str, dict[tuple[str, ...], set[str]]] = {}
        for place in places:
            if place.database == self._database.name:
                wanted.setdefault(place.table, {}).setdefault(place.key, set()).add(place.column)
        for table in self._database.tables():
            if of_table := wanted.get(table.name):
                self._table(table, of_table)

    def _table(self, table: Table, wanted: dict[tuple[str, ...], set[str]]) -> None:
        rows = [row for key in wanted for row in self._database.rows(table, key)]
        touched: set[Key] = set()
        for key, language, values in rows:
            columns = wanted[tuple(map(str, key))]
            chosen = {
                column: value for column, value in zip(table.columns, values, strict=True) if column.name in columns
            }
            touched |= self._keys(table, key)
            if any(column.kind is Kind.ROW for column in chosen):
                self._database.delete(table, key)
                continue
            self._database.update(table, key, self._cleaned(table, key, language, chosen))
        if touched:
            noting.note(touched)

    def _cleaned(
        self, table: Table, key: tuple[Any, ...], language: str, chosen: dict[Column, str]
    ) -> dict[Column, str]:
        language = language or self._language(table, key)
        cleaned = {}
        for column, value in chosen.items():
            if column.kind is Kind.NAME:
                new = self._wording.name_without(value, key[0])
            elif column.kind is Kind.FILE:
                new = _renamed(table, key[0], value)
            else:
                new = self._wording.without(value, language)
            cleaned[column] = new[: column.longest] if column.longest and not column.is_json else new
        return cleaned

    def _language(self, table: Table, key: tuple[Any, ...]) -> str:
        if not isinstance(key[0], int):
            return settings.LANGUAGE_CODE
        if table.name in ("newsroom_article", "wagtailcore_page"):
            return self._languages.get(key[0], settings.LANGUAGE_CODE)
        return settings.LANGUAGE_CODE

    def _keys(self, table: Table, key: tuple[Any, ...]) -> set[Key]:
        """The source keys of a row, before it changes."""
        if table.model is None:
            return set()
        if table.name == "wagtailcore_page":
            return {keys.article(key[0]), keys.draft(key[0])} if key[0] in self._languages else set()
        row = getattr(table.model, "with_bin", table.model._base_manager).filter(pk=key[0]).first()
        if row is None:
            return set()
        if table.name == "wagtailcore_revision":
            of_story = row.base_content_type_id and str(row.object_id).isdecimal()
            return {keys.draft(int(row.object_id))} if of_story and int(row.object_id) in self._languages else set()
        if isinstance(row, Address):
            return {Key(row.owner), *noting.keys_of(row)}
        return noting.keys_of(row) if table.model._meta.app_label == "newsroom" else set()


def _clean_beside(wording: Wording, database: Database, places: Collection[Place]) -> None:
    own = [place for place in places if place.database == database.name]
    if not own:
        return
    with database.connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            _Cleaning(wording, database).run(own)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
    database.truncate_journal()


def _clean_files(found: Found, places: Iterable[Place]) -> None:
    root = Path(settings.MEDIA_ROOT)
    for place in places:
        if place.table == "media" and originals.blank(root / place.key[0], found.forms):
            for model in FILES.values():
                for row in getattr(model, "with_bin", model.objects).filter(file=place.key[0]):
                    with noting.writes(urgency=KILL):
                        row._set_document_file_metadata() if isinstance(row, Attachment) else row._set_file_hash()
                        model._base_manager.filter(pk=row.pk).update(file_hash=row.file_hash, file_size=row.file_size)
                        noting.note(noting.keys_of(row))


def _drop_indexes() -> None:
    """An index keeps the words of removed stories until its files are merged, so both are made anew by the worker. Until then
    the search says that it is being made."""
    for name in ("public", "desk"):
        folder = settings.NEWSROOM.search / name
        if (folder / index.META).exists():
            lock = index.locked(folder, rebuild.PATIENCE)
            try:
                index.wipe(folder)
            finally:
                os.close(lock)


def _renamed(table: Table, number: Any, name: str) -> str:
    """Give the file another name, which tells nothing; the old one goes when the row is stored."""
    root = Path(settings.MEDIA_ROOT)
    old = Path(name)
    new = old.with_name(f"{table.name.rpartition('_')[2]}-{number}{old.suffix}")
    source, target = root / old, root / new
    if source.exists() and not target.exists():
        os.link(source, target)
    transaction.on_commit(lambda: source.unlink(missing_ok=True))
    if table.model is Picture:
        for thumbnail in PictureRendition.objects.filter(image_id=number):
            transaction.on_commit(lambda path=root / thumbnail.file.name: path.unlink(missing_ok=True))  # type: ignore[misc]
            with suppress(FileNotFoundError):
                thumbnail.delete()
    return new.as_posix()
