"""The search: no files of the edition, but an index of what is public and one that the desk has, drafts included.

Both lie beside the tree, in search/. A story's entries are made in one go, and whatever makes its page stale makes them
stale; words are read before the index is taken, so that processes of a full bake work side by side.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from tamizdat.bake.checking import Problem
from tamizdat.bake.products import Artifact, File
from tamizdat.bake.tree import TreeError
from tamizdat.edition.products.product import Making, OneByOne, Product, Tools
from tamizdat.edition.searchable import document
from tamizdat.edition.values import SETTINGS
from tamizdat.edition.values.stories import every_article, public_articles
from tamizdat.kit.files import write_atomically
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.search import fields, rebuild
from tamizdat.search.aliases import NAME as ALIASES
from tamizdat.search.aliases import Aliases
from tamizdat.search.completion import KINDS
from tamizdat.search.completion import NAME as LABELS
from tamizdat.search.errors import IndexDamaged, SearchError
from tamizdat.search.index import META, Writer
from tamizdat.search.stems import lemmas

PUBLIC, DESK = "public", "desk"
KEPT = Key("indexes")
"""Key of the two indexes: made anew, they want every entry."""
_OTHERS = ("card:", "family:", "neighbours:", "ask:")
"""Keys of what a story's page shows of other stories; its entry holds nothing of them."""
Entries = Mapping[int, tantivy.Document]


class SearchProduct(Product):
    """`search:12`: what story 12 is found by."""

    name = "search"
    phase = 2
    files_only = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.folder = tools.search
        self._seen: dict[str, tuple[rebuild.IndexFiles, str]] = {}

    def all(self) -> Iterator[Key]:
        """The dictionaries are read here, before the processes of a full bake are forked, so that these share them."""
        lemmas.read(self.setting.languages)
        return (self.target(pk) for pk in every_article())

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind in ("article", "draft") and key.is_numbered:
            return (self.target(key.number),)
        return self.all() if key in (KEPT, SETTINGS) else ()

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        makings = {target.number: self.making() for target in targets}
        pks = list(makings)
        public, drafts = self._entries(makings)
        self._write(PUBLIC, pks, public)
        self._write(DESK, pks, {**public, **drafts}, drafts)
        for target in targets:
            making = makings[target.number]
            making.record(keys.draft(target.number))
            making.record(KEPT)
            making.keys = {key for key in making.keys if not key.startswith(_OTHERS)}
            yield making.artifact(target)

    def _entries(self, makings: Mapping[int, Making]) -> tuple[Entries, Entries]:
        """What the public index is to hold of the stories, and what the desk's holds instead."""
        self.reader.expect_stories(list(makings))
        uses = self.making()
        stories = {pk: story for pk, making in makings.items() if (story := self.reader.story(making, pk))}
        public = {pk: fields.entry(document(story, uses)) for pk, story in stories.items()}
        drafts = {}
        for pk, (story, more) in self.reader.working(list(makings)).items():
            makings[pk].include(more)
            makings[pk].record(keys.article(pk))
            drafts[pk] = fields.entry(document(story, uses, live=False))
        for making in makings.values():
            making.include(uses)
        return public, drafts

    def _write(self, name: str, pks: Sequence[int], entries: Entries, own: Entries | None = None) -> None:
        """`own` is what an index that is being made anew needs of the entries: it gets the others from the public one, when
        everything is in (`settled`)."""
        folder = self.folder / name
        with writing(folder):
            if not (folder / META).exists():
                self._begin_rebuild(name)
            try:
                writer = Writer(folder, patience=rebuild.PATIENCE)
            except IndexDamaged as error:
                if _is_of_the_disk(error):
                    raise
                self._begin_rebuild(name)
                writer = Writer(folder, patience=rebuild.PATIENCE)
            with writer:
                if own is not None and rebuild.is_running(folder):
                    if not own and not writer.stories():
                        return
                    entries = own
                writer.remove(pk for pk in pks if pk not in entries)
                writer.put_entries(entries)
                writer.commit()

    # The indexes as a whole

    def problems(self) -> Iterator[Problem]:
        """What the indexes hold beside what they should."""
        for name, wanted in ((PUBLIC, set(public_articles())), (DESK, set(every_article()))):
            folder = self.folder / name
            try:
                held = rebuild.story_ids(folder)
            except SearchError as error:
                yield Problem(path=f"search/{name}", what=f"is of no use ({error})", todo="Run `tamizdat bake`")
                continue
            for numbers, what in ((held - wanted, "finds"), (wanted - held, "does not find")):
                if numbers:
                    yield Problem(
                        path=f"search/{name}",
                        what=f"{what} {len(numbers):,} stories wrongly, such as number {min(numbers)}",
                        todo=f"Remove the folder search/{name} and run `tamizdat bake`",
                    )

    def kept(self) -> str:
        """The names of the two indexes. One that is missing, damaged or outdated is begun anew here."""
        return " ".join(self._build_id(name) for name in (PUBLIC, DESK))

    def _build_id(self, name: str) -> str:
        folder = self.folder / name
        files = rebuild.index_files(folder)
        seen = self._seen.get(name)
        if seen is None or seen[0] != files:
            with writing(folder):
                try:
                    seen = files, rebuild.build_id(folder)
                except SearchError as error:
                    if _is_of_the_disk(error):
                        raise
                    made = self._begin_rebuild(name)
                    seen = rebuild.index_files(folder), made
            self._seen[name] = seen
        return seen[1]

    def _begin_rebuild(self, name: str) -> str:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755 if name == PUBLIC else 0o700)
        return rebuild.begin(folder)

    def settled(self) -> None:
        """Nothing waits to be baked: everything is in, but for what the desk's index gets from the public one."""
        public, desk = self.folder / PUBLIC, self.folder / DESK
        rebuild.finish(public)
        if rebuild.is_running(desk):
            with writing(desk):
                rebuild.add_segments(desk, public)
        rebuild.finish(desk)


class SearchNamesProduct(OneByOne):
    """`searchnames:all`: how facets' values are called, and the spellings that no rule brings together."""

    name = "searchnames"
    phase = 2
    files_only = False

    def all(self) -> Iterator[Key]:
        yield self.target("all")

    def targets_for(self, key: Key) -> Iterable[Key]:
        return self.all() if key in (KEPT, SETTINGS) else ()

    def files(self, making: Making, target: Key) -> Iterable[File]:
        making.record(KEPT)
        labels = {
            language: {kind: {label.slug: label.name for label in making.labels(kind, language)} for kind in KINDS}
            for language in self.setting.languages
        }
        texts = {
            LABELS: json.dumps(labels, ensure_ascii=False, sort_keys=True),
            ALIASES: Aliases(making.value(Key.of("spellings"))).text(),
        }
        for index in (PUBLIC, DESK):
            for name, text in texts.items():
                path = self.tools.search / index / name
                with writing(path.parent):
                    if not path.exists() or path.read_bytes() != text.encode():
                        write_atomically(path, text.encode())
        return ()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What keeps an index from being written is no fault of one story: the bake waits and tries again."""
    try:
        yield
    except (SearchError, OSError) as error:
        raise TreeError(f"The search index in {folder} cannot be written: {error}") from error


def _is_of_the_disk(error: SearchError) -> bool:
    """Whether the disk, rather than the index, is at fault: then nothing is gained by making it anew."""
    cause = error.__cause__
    said = str(cause or error)
    return isinstance(cause, PermissionError) or any(
        what in said for what in ("os error 28", "os error 30", os.strerror(28))
    )
