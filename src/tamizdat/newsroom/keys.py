"""Source keys: names of the rows of the newsroom that a public file can depend on; and the names of lists.

Who writes a row notes its key (noting.py); the edition records it where the row is read.
"""

from __future__ import annotations

from typing import NamedTuple

from tamizdat.kit.keys import Key

PAGE_SIZE = 30
"""Stories on one numbered page of a list."""
SITEMAP_SIZE = 500
"""Stories in one sitemap file."""
LEDGER_SIZE = 500
"""Addresses in one file of the map."""


class ListName(NamedTuple):
    """A list of stories: `en:latest`, `en:region:5`, `en:month:2026-11`; a numbered kind is a noun's."""

    language: str
    kind: str
    rest: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, self))

    @property
    def noun(self) -> int:
        """The number of the noun whose list it is."""
        return int(self.rest)


def list_name(text: str) -> ListName:
    language, _, rest = text.partition(":")
    kind, _, rest = rest.partition(":")
    return ListName(language, kind, rest)


def latest_list(language: str) -> ListName:
    return ListName(language, "latest")


def noun_list(language: str, kind: str, pk: int) -> ListName:
    return ListName(language, kind, str(pk))


def front(language: str) -> ListName:
    """The front of a language: no list, but a page whose places are chosen as those of lists are."""
    return ListName(language, "front")


def month_list(language: str, month: str) -> ListName:
    """`month` is such as 2026-11."""
    return ListName(language, "month", month)


def article(pk: int) -> Key:
    """A story, with its authors, tags and notes. Also the owner of its addresses."""
    return Key.of("article", pk)


def draft(pk: int) -> Key:
    """The story's newest revision."""
    return Key.of("draft", pk)


def noun(kind: str, pk: int) -> Key:
    """A region, topic, series, author, page, group, menu or the site's settings, with its texts. Also the owner of its
    addresses."""
    return Key.of(kind, pk)


def related(pk: int) -> Key:
    """The stories that were stored as related to a story."""
    return Key.of("related", pk)


def most_read(language: str) -> Key:
    """The stories of a language that are stored as most read."""
    return Key.of("most_read", language)


def pins(page: object) -> Key:
    """Which stories were put into places of a page: a front such as `en:front`, or a noun's page such as `en:region:5`."""
    return Key.of("pins", page)


def ledger(number: int) -> Key:
    """The addresses whose numbers begin at LEDGER_SIZE * number."""
    return Key.of("ledger", number)


def story_list(name: ListName) -> Key:
    """Which stories a list has, and in which order."""
    return Key.of("list", name)


def list_page(name: ListName, number: int) -> Key:
    """The entries of one numbered page of a list; numbers start at 1 with the oldest stories."""
    return Key.of("entries", name, number)


def list_entry(name: ListName, article: int) -> Key:
    """One story's entry in a list."""
    return Key.of("entry", name, article)


def lists(language: str, kind: str) -> Key:
    """Which lists of a kind there are in a language."""
    return Key.of("lists", language, kind)


def page_of(ordinal: int) -> int:
    """The numbered page on which an ordinal stands."""
    return ordinal // PAGE_SIZE + 1


def last_page(entered: int) -> int:
    """The number of the last page of a list that so many stories ever entered; 0 for none."""
    return -(-entered // PAGE_SIZE)
