"""The newsroom's languages, each by its own name, which its readers and writers know in any interface."""

from __future__ import annotations

from django.conf import settings


def autonyms() -> list[tuple[str, str]]:
    """Code and name, such as ("ru", "Русский"), in the newsroom's order."""
    return list(settings.LANGUAGES)
