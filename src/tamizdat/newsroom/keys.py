"""Names of what a public file can depend on.

The reader records these and the writers note them; both use these functions, so the two cannot drift apart.
"""

from __future__ import annotations

PAGE_SIZE = 30
"""Stories on one numbered page of a list."""
SITEMAP_SIZE = 500
"""Stories in one sitemap file."""
LEDGER_SIZE = 500
"""Addresses in one file of the map."""

SITE = "site"
"""The newsroom's name, menus and languages: what stands on every page."""
NEWS = "news"
"""The stories of the last two days."""


ALIASES = "aliases"
"""The spellings of names that no rule brings together."""


def words(language: str) -> str:
    """Which words stand in which stories of a language."""
    return f"words:{language}"


def draft(pk: int) -> str:
    """The story as it stands at the desk."""
    return f"draft:{pk}"


def article(pk: int) -> str:
    """The story's own page."""
    return f"article:{pk}"


def card(pk: int) -> str:
    """The story as a list shows it."""
    return f"card:{pk}"


def siblings(translation_key: object) -> str:
    """Which languages a story is in, with their addresses and headlines. The key may be as a database writes it, with dashes or
    without."""
    return f"siblings:{str(translation_key).replace('-', '')}"


def noun(kind: str, pk: int) -> str:
    """A region, topic, series, author, page or menu: its names and words."""
    return f"{kind}:{pk}"


def neighbours(pk: int) -> str:
    """Which stories stand right before and after a story in its series."""
    return f"neighbours:{pk}"


def picture(pk: int) -> str:
    return f"picture:{pk}"


def attachment(pk: int) -> str:
    return f"attachment:{pk}"


def newest(story_list: str) -> str:
    """The newest stories of a list, and how many numbered pages it has."""
    return f"newest:{story_list}"


def numbered(story_list: str, number: int) -> str:
    """One numbered page of a list; numbers start at 1 with the oldest stories."""
    return f"numbered:{story_list}:{number}"


def sitemap(language: str, number: int) -> str:
    return f"sitemap:{language}:{number}"


def sitemaps() -> str:
    """How many sitemap files there are."""
    return "sitemaps"


def months(language: str) -> str:
    """Which months have stories."""
    return f"months:{language}"


def corrections(language: str) -> str:
    """What was corrected in the stories of a language."""
    return f"corrections:{language}"


def most_read(language: str) -> str:
    """Which stories of a language are read most."""
    return f"most_read:{language}"


def directory(kind: str, language: str) -> str:
    """Which regions, topics, series or authors there are."""
    return f"directory:{kind}:{language}"


def ledger(number: int) -> str:
    """One file of the map of addresses that moved or are gone."""
    return f"ledger:{number}"


def latest_list(language: str) -> str:
    return f"{language}:latest"


def noun_list(language: str, kind: str, pk: int) -> str:
    return f"{language}:{kind}:{pk}"


def month_list(language: str, month: str) -> str:
    """`month` is such as 2026-11."""
    return f"{language}:month:{month}"
