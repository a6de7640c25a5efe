"""Bring subscribers in from a file. Running it again doubles nobody, and nobody who left comes back by it.

A line may add a reader, or put one who is there on one more list. It never changes what a reader chose here, and an
address on the suppression list stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tamizdat.letters.errors import BadAddress, LettersError
from tamizdat.letters.moving import ghost, mailchimp, own, plain, table
from tamizdat.letters.moving.entries import Entry, UnusableLine
from tamizdat.letters.moving.report import Report
from tamizdat.letters.store import consents, lists, readers, shown, suppressed
from tamizdat.letters.store.consents import Consent
from tamizdat.letters.store.database import Connection, Store
from tamizdat.letters.store.readers import Known, Reader

BATCH = 1_000
"""Lines of one transaction."""
_FORMATS = (own, mailchimp, ghost, plain)
"""The first that recognises the columns."""
_STOPPED = {readers.BOUNCED: suppressed.BOUNCED, readers.COMPLAINED: suppressed.COMPLAINED}


def run(
    store: Store,
    key: bytes,
    path: Path,
    *,
    slugs: Sequence[str],
    languages: Sequence[str],
    language: str,
    now: int,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Import the subscribers in `path`, those of another system to the lists that `slugs` names.

    `language` is for lines that name none of `languages`. `progress` is told (bytes read, bytes in all). Raises
    LettersError or OSError when the file cannot be read at all.
    """
    read = table.read(path)
    form = next((one for one in _FORMATS if one.recognises(read.columns)), None)
    if form is None:
        raise LettersError(f"{path} has no column of addresses. Name it email in the first line.")
    known_lists = {one.slug: one.id for one in lists.every(store)}
    _check_lists(slugs, known_lists, names_its_own=form is own)
    report = Report()
    if form is own:
        named = {name.removeprefix(own.LIST) for name in read.columns if name.startswith(own.LIST)}
        report.unknown_lists = {slug for slug in named if slug.lower() not in known_lists}
    targets = tuple(known_lists[slug] for slug in slugs)
    size = path.stat().st_size
    for batch in _batches(_entries(read, form, path, report)):
        localised = [replace(one, language=_language(one.language, languages, language)) for one in batch]
        _Batch(store, key, known_lists, targets, now, report).bring_in(localised)
        if progress:
            progress(read.position(), size)
    report.named.sort()
    return report


def _check_lists(slugs: Sequence[str], known: dict[str, int], *, names_its_own: bool) -> None:
    there = ", ".join(sorted(known)) or "none yet: make one at the desk, and start tamizdat serve once"
    if names_its_own and slugs:
        raise LettersError("This file says who is on which list. Leave out --list.")
    if not names_its_own and not slugs:
        raise LettersError(f"Name the list that they are for with --list. Lists: {there}.")
    for slug in slugs:
        if slug not in known:
            raise LettersError(f"There is no list {slug!r}. Lists: {there}.")


def _entries(read: table.Table, form: table.Format, path: Path, report: Report) -> Iterator[Entry]:
    for line in read.lines:
        if isinstance(line, table.BadLine):
            report.refuse(line.number, line.why)
            continue
        try:
            yield form.entry(line, read.columns, path.name)
        except UnusableLine as error:
            report.refuse(line.number, str(error))


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for one in entries:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _language(tag: str, languages: Sequence[str], default: str) -> str:
    """The one of `languages` that a tag means; those of other systems write ru, RU, ru-RU and ru_RU."""
    written = tag.strip().replace("_", "-").lower()
    by_tag = {one.lower(): one for one in languages}
    return by_tag.get(written) or by_tag.get(written.partition("-")[0]) or default


class _Batch:
    """The lines of one transaction: what is there is read once, and what is new is written at the end."""

    def __init__(
        self, store: Store, key: bytes, lists: dict[str, int], targets: tuple[int, ...], now: int, report: Report
    ) -> None:
        self._store, self._key, self._lists, self._targets = store, key, lists, targets
        self._now, self._report = now, report
        self._inserts: list[tuple[int, Known, Entry]] = []
        self._subscribe: list[tuple[int, int, str, int]] = []
        self._consents: list[Consent] = []
        self._sentences: set[tuple[str, str]] = set()
        self._suppress: list[tuple[str, str, int]] = []
        self._activate: list[tuple[int, int]] = []

    def bring_in(self, entries: Sequence[Entry]) -> None:
        usable: dict[str, tuple[Known, Entry]] = {}
        for entry in entries:
            try:
                who = readers.known(self._key, entry.address)
            except BadAddress as error:
                self._report.refuse(entry.line, str(error))
                continue
            if who.key in usable:
                self._report.there += 1
            else:
                usable[who.key] = who, entry
        with self._store.writing() as db:
            db.serialise()
            self._read(db, [who for who, _ in usable.values()])
            for who, entry in usable.values():
                self._one(who, entry)
            self._write(db)

    def _read(self, db: Connection, known: Sequence[Known]) -> None:
        self._readers = readers.by_keys(db, [one.key for one in known])
        self._subscribed = {
            (one.reader, one.list): one
            for one in readers.subscriptions_of(db, [one.id for one in self._readers.values()])
        }
        self._suppressed = suppressed.reasons(db, [one.address_hash for one in known])

    def _one(self, who: Known, entry: Entry) -> None:
        there = self._readers.get(who.key)
        stopped = _STOPPED.get(entry.state)
        if entry.state in (readers.ACTIVE, readers.PENDING) and who.address_hash in self._suppressed:
            self._report.suppressed += 1
        elif there:
            self._add_to(there, entry)
        elif stopped and not entry.has_history:
            # Elsewhere their mail bounced. Nothing is gained by keeping an address that must not be used.
            if who.address_hash in self._suppressed:
                self._report.there += 1
            else:
                self._suppress.append((who.address_hash, stopped, entry.ended or self._now))
                self._report.left += 1
        else:
            self._add_new(who, entry)

    def _wanted(self, entry: Entry) -> list[tuple[int, str, int]]:
        """(list, state, since) of the lists that the line puts the reader on."""
        if entry.has_history:
            return [
                (self._lists[slug], state, since) for slug, (state, since) in entry.lists.items() if slug in self._lists
            ]
        if entry.state == readers.ACTIVE:
            return [(id, "active", entry.confirmed or entry.created or self._now) for id in self._targets]
        return [(id, "left", entry.ended or self._now) for id in self._targets]

    def _add_new(self, who: Known, entry: Entry) -> None:
        reader = readers.new_id()
        self._inserts.append((reader, who, entry))
        wanted = self._wanted(entry)
        self._subscribe += [(list, reader, state, since) for list, state, since in wanted]
        if stopped := _STOPPED.get(entry.state):
            self._suppress.append((who.address_hash, stopped, entry.last_bounce or self._now))
        elif entry.state == readers.LEFT and any(
            one["action"] == consents.LEFT and one["how"] != "import" for one in entry.consents
        ):
            self._suppress.append((who.address_hash, suppressed.LEFT, self._now))
        if entry.has_history:
            self._keep_history(reader, entry)
        else:
            self._note(reader, entry, [list for list, _, _ in wanted])
        if entry.state in (readers.ACTIVE, readers.PENDING):
            self._report.taken += 1
        else:
            self._report.left += 1

    def _add_to(self, reader: Reader, entry: Entry) -> None:
        """Somebody who is there: onto lists that they were never on; off those that they left elsewhere since."""
        joined, left = [], []
        is_dated = entry.has_history or entry.ended is not None
        for list, state, since in self._wanted(entry):
            had = self._subscribed.get((reader.id, list))
            if state == "active" and (had is None or had.state == "pending"):
                joined.append((list, reader.id, state, since))
            elif state == "left" and had and had.state == "active" and is_dated and had.since < since:
                left.append((list, reader.id, state, since))
        self._subscribe += joined + left
        if joined and entry.state == readers.ACTIVE:
            self._activate.append((entry.confirmed or self._now, reader.id))
        self._note(reader.id, entry, [list for list, *_ in joined + left])
        if joined:
            self._report.taken += 1
        elif left:
            self._report.left += 1
        else:
            self._report.there += 1

    def _note(self, reader: int, entry: Entry, about: Sequence[int]) -> None:
        """The consents that the other system's dates tell of, and that they were imported."""
        dated = [(consents.ASKED, entry.created), (consents.CONFIRMED, entry.confirmed)]
        if entry.state == readers.LEFT:
            dated.append((consents.LEFT, entry.ended or self._now))
        dated.append((consents.IMPORTED, self._now))
        self._consents += [
            Consent(reader=reader, list=list, action=action, at=at, language=entry.language, how="import")
            for list in about
            for action, at in dated
            if at is not None
        ]

    def _keep_history(self, reader: int, entry: Entry) -> None:
        for one in entry.consents:
            sentence = one["shown"]
            if sentence:
                self._sentences.add(sentence)
            self._consents.append(
                Consent(
                    reader=reader,
                    list=self._lists.get(one["list"], 0),
                    action=one["action"],
                    at=one["at"],
                    language=one["language"],
                    how=one["how"],
                    shown=shown.digest(*sentence) if sentence else "",
                )
            )

    def _write(self, db: Connection) -> None:
        readers.insert(
            db,
            [
                (id, who, entry.language, entry.state, entry.created or self._now, entry.confirmed, None)
                for id, who, entry in self._inserts
            ],
        )
        db.many(
            "UPDATE letters_reader SET wants_text = ?, discreet = ?, paused_until = ?, soft_bounces = ?, last_bounce = ? "
            "WHERE id = ?",
            [
                (int(one.wants_text), int(one.discreet), one.paused_until, one.soft_bounces, one.last_bounce, id)
                for id, _, one in self._inserts
                if one.has_history
            ],
        )
        readers.subscribe(db, self._subscribe)
        db.many(
            "UPDATE letters_reader SET state = 'active', confirmed = COALESCE(confirmed, ?) WHERE id = ?",
            self._activate,
        )
        readers.leave_when_on_no_list(db, [reader for _, reader, state, _ in self._subscribe if state == "left"])
        consents.add(db, self._consents)
        shown.add(db, self._sentences)
        suppressed.add(db, self._suppress)
