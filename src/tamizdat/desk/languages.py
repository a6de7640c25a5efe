"""The newsroom's languages, each by its own name, which its readers and writers know in any interface."""

from __future__ import annotations

from babel import Locale
from django.conf import settings

from tamizdat.kit.text import capitalised


def autonyms() -> list[tuple[str, str]]:
    """Code and name, such as ("ru", "Русский"), in the newsroom's order."""
    return [(code, autonym(code)) for code, _name in settings.LANGUAGES]


def autonym(code: str) -> str:
    name = Locale.parse(code, sep="-").get_display_name() or code
    return capitalised(name)
