"""What the interface says in a language: gettext catalogues, read straight from their .po files.

What a newsroom corrected at the desk stands before all; then its own locale/<language>/LC_MESSAGES/tamizdat.po, ours, a
wider language ("pt" for "pt-BR"), and the English of the templates.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources


class Catalogue:
    """The messages of one language; `digest` holds the bytes they were read from.

    `corrected` has texts by message; a text that counts has a form a line, in the order of the language's plurals.
    """

    def __init__(self, sources: Sources, language: str, corrected: Mapping[str, str] | None = None) -> None:
        self.digest = b""
        self._corrected = corrected or {}
        self._messages: gettext.NullTranslations = gettext.NullTranslations()
        self._form = _english
        for path in reversed(_files(sources, language)):
            data = path.read_bytes()
            messages = _read(path, data, language)
            self._form = messages.plural  # type: ignore[attr-defined]  # set when a catalogue is read
            messages.add_fallback(self._messages)
            self._messages = messages
            self.digest += data

    def text(self, message: str) -> str:
        return self._corrected.get(message) or self._messages.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        if forms := self._corrected.get(one, "").splitlines():
            return forms[min(self._form(count), len(forms) - 1)]
        return self._messages.ngettext(one, many, count)

    def counts(self) -> list[int]:
        """For each plural form a number that takes it: [1, 2, 5] in Russian."""
        first: dict[int, int] = {}
        for count in range(1, 200):
            first.setdefault(self._form(count), count)
        return [first[form] for form in sorted(first)]


def _english(count: int) -> int:
    return int(count != 1)


def _files(sources: Sources, language: str) -> list[Path]:
    found = []
    code = language
    while code:
        for folder in sources.folders:
            path = folder / "locale" / code.replace("-", "_") / "LC_MESSAGES" / "tamizdat.po"
            if path.is_file():
                found.append(path)
        code = code.rpartition("-")[0]
    return found


def _read(path: Path, data: bytes, language: str) -> gettext.GNUTranslations:
    compiled = BytesIO()
    try:
        write_mo(compiled, read_po(BytesIO(data), locale=language.replace("-", "_"), abort_invalid=True))
    except (PoFileError, UnicodeDecodeError) as error:
        raise RenderError(str(path), getattr(error, "lineno", None) or 0, f"is not a catalogue: {error}") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
