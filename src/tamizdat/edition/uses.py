"""Recording by use: a product gets shapes from here only, and whatever is handed out is recorded.

One `Uses` belongs to one target, or to one derived value. Nothing else gives shapes to a product, so no key can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from tamizdat.edition.shapes import Alternate, AuthorLine, Card, Link, Picture, Site
from tamizdat.kit.keys import Key
from tamizdat.newsroom.keys import ListName

if TYPE_CHECKING:
    from tamizdat.edition.tables import Noun, Tables
    from tamizdat.edition.values import Values
    from tamizdat.edition.values.images import AttachedFile, Image
    from tamizdat.edition.values.nouns import Label
    from tamizdat.edition.values.stories import ListedStory, Standing

Row = TypeVar("Row")


class Uses:
    """What one target or value used: the keys in `keys`."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.keys: set[str] = set()

    def record(self, key: Key) -> None:
        self.keys.add(key)

    def include(self, other: Uses) -> None:
        """What the other used is used here too."""
        self.keys |= other.keys

    # Source rows

    def row(self, key: Key, rows: Mapping[int, Row]) -> Row | None:
        """The row that a source key names, of those that were read together."""
        self.record(key)
        return rows.get(key.number)

    def noun(self, kind: str, pk: int | None) -> Noun | None:
        """A row of a small table."""
        if pk is None:
            return None
        self.record(Key.of(kind, pk))
        return self._values.tables.nouns(kind).get(pk)

    def table(self, kind: str) -> Mapping[int, Noun]:
        """A small table whole, in the newsroom's order: touched by every write of one of its rows."""
        self.record(Key.of(kind))
        return self._values.tables.nouns(kind)

    def tables(self, *kinds: str) -> Tables:
        """The small tables, of which these kinds are read."""
        for kind in kinds:
            self.record(Key.of(kind))
        return self._values.tables

    # Derived values

    def value(self, key: Key) -> Any:
        self.record(key)
        return self._values.get(key)

    def label(self, kind: str, pk: int | None, language: str) -> Label | None:
        """What other pages say of a noun; None when it does not exist."""
        return self.value(Key.of("label", kind, pk, language)) if pk else None

    def link(self, kind: str, pk: int, language: str) -> Link:
        label = self.label(kind, pk, language)
        return label.link if label else Link(name="", url="")

    def order(self, kind: str) -> tuple[int, ...]:
        """All nouns of a kind, in the newsroom's order."""
        found: tuple[int, ...] = self.value(Key.of("order", kind))
        return found

    def labels(self, kind: str, language: str) -> list[Label]:
        """The labels of all nouns of a kind, in the newsroom's order."""
        return [label for pk in self.order(kind) if (label := self.label(kind, pk, language))]

    def person(self, pk: int, language: str) -> tuple[AuthorLine, Image | None] | None:
        """An author as pages name them, without a role, with the portrait; None when there is no such author."""
        found: tuple[AuthorLine, Image | None] | None = self.value(Key.of("person", pk, language))
        return found

    def people(self, pks: Iterable[int], language: str) -> list[tuple[AuthorLine, Image | None]]:
        """Those of the authors that there are, in their order."""
        wanted = list(pks)
        self.expect(Key.of("person", pk, language) for pk in wanted)
        return [found for pk in wanted if (found := self.person(pk, language))]

    def series_people(self, pk: int, language: str) -> list[tuple[AuthorLine, Image | None]]:
        """The authors of a series, without their roles."""
        people = self.people(self.value(Key.of("series_authors", pk)), language)
        return [(replace(line, role=""), image) for line, image in people]

    def text(self, kind: str, pk: int, field: str, language: str) -> str:
        """A text of a noun for its own page, in the language or in the next best."""
        found: str = self.value(Key.of("noun_text", kind, pk, field, language))
        return found

    def image(self, pk: int | None) -> Image | None:
        """A picture that has public sizes."""
        return self.value(Key.of("image", pk)) if pk else None

    def picture(self, pk: int | None, language: str, **words: str) -> Picture | None:
        image = self.image(pk)
        return image.shape(language, **words) if image else None

    def file(self, pk: int | None) -> AttachedFile | None:
        return self.value(Key.of("file", pk)) if pk else None

    def site(self, language: str) -> Site:
        """The frame of a language's pages: name, menus, languages."""
        found: Site = self.value(Key.of("frame", language))
        return found

    def site_text(self, language: str, field: str) -> str:
        """A text of the newsroom about itself, in the language or in the next best."""
        found: str = self.value(Key.of("site_text", field, language))
        return found

    def standing(self, pk: int) -> Standing:
        """What is at a story's addresses, and what the tables say of it for its own page."""
        found: Standing = self.value(Key.of("copy", pk))
        return found

    def card(self, pk: int) -> Card | None:
        """A story as lists show it; None when it is not public."""
        listed = self.listed(pk)
        return listed.card if listed else None

    def listed(self, pk: int) -> ListedStory | None:
        """A story's card, with what decides where it stands."""
        return self.value(Key.of("card", pk))

    def listed_of(self, pks: Iterable[int]) -> list[ListedStory]:
        """Those of the stories that are public, in their order."""
        wanted = list(pks)
        self.expect(Key.of("card", pk) for pk in wanted)
        return [one for pk in wanted if (one := self.listed(pk))]

    def family(self, key: str) -> tuple[tuple[int, Alternate], ...]:
        """(number, alternate) of the public stories that translate each other, in the order of the newsroom's languages."""
        found: tuple[tuple[int, Alternate], ...] = self.value(Key.of("family", key))
        return found

    def newest(self, name: ListName, count: int) -> list[ListedStory]:
        """The newest public stories of a list, newest first."""
        return self.listed_of(self.value(Key.of("newest", name, count)))

    def pinned(self, page: ListName) -> dict[int, ListedStory]:
        """The public stories that an editor put into places of a page, by place."""
        chosen: tuple[tuple[int, int], ...] = self.value(Key.of("pinned", page))
        self.expect(Key.of("card", pk) for _, pk in chosen)
        return {slot: one for slot, pk in chosen if (one := self.listed(pk))}

    def last_page(self, name: ListName) -> int:
        """The number of a list's last numbered page; 0 for a list that no story ever entered."""
        found: int = self.value(Key.of("last_page", name))
        return found

    def expect(self, keys: Iterable[Key]) -> None:
        """Compute at once what will be asked for one by one. Nothing is recorded."""
        self._values.expect(keys)
