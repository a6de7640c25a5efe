"""What the interface says in a language: gettext catalogues, read straight from their .po files.

A newsroom's own locale/<language>/LC_MESSAGES/tamizdat.po stands in front of ours, a wider language ("pt" for "pt-BR")
behind both, and the English of the templates behind all.
"""

from __future__ import annotations

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources


class Catalogue:
    """The messages of one language; `digest` holds the bytes they were read from."""

    def __init__(self, sources: Sources, language: str) -> None:
        self.digest = b""
        self._messages: gettext.NullTranslations = gettext.NullTranslations()
        for path in reversed(_files(sources, language)):
            data = path.read_bytes()
            messages = _read(path, data, language)
            messages.add_fallback(self._messages)
            self._messages = messages
            self.digest += data

    def text(self, message: str) -> str:
        return self._messages.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        return self._messages.ngettext(one, many, count)


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
