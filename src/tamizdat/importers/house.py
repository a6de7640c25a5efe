"""What an importer must know of the newsroom that it imports into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class House:
    """`zone` is for dates without one; `folder` is where the pictures lie, beside the file."""

    languages: tuple[str, ...]
    zone: tzinfo
    folder: Path

    def language(self, tag: str) -> str | None:
        """The newsroom's own spelling of a language tag: en_US is en-US; None when it does not have that language."""
        wanted = tag.replace("_", "-").casefold()
        return next((one for one in self.languages if one.casefold() == wanted), None)
