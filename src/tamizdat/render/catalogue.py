"""Texts of the interface in a language: gettext catalogues, read directly from their .po files.

A text is looked up first among those that the newsroom corrected at the desk, then in the newsroom's own
locale/<language>/LC_MESSAGES/tamizdat.po, then in ours, then in those of the wider language ("pt" for "pt-BR"); else it is
the English of the template.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources


class Catalogue:
    """The messages of one language. `digest` are the bytes of the files that they were read from.

    `corrected` has texts by message; a text with plurals has one plural form on each line, in the order of the language's
    plural forms. Raises RenderError for a file that is no catalogue.
    """

    def __init__(self, sources: Sources, language: str, corrected: Mapping[str, str] | None = None) -> None:
        self.digest = b""
        self._corrected = corrected or {}
        self._messages: gettext.NullTranslations = gettext.NullTranslations()
        self._plural_form = _english_plural_form
        for path in reversed(_files(sources, language)):
            data = path.read_bytes()
            messages = _read(path, data, language)
            self._plural_form = messages.plural  # type: ignore[attr-defined]  # set when a catalogue is read
            messages.add_fallback(self._messages)
            self._messages = messages
            self.digest += data

    def text(self, message: str) -> str:
        """gettext: the translation, or the message itself."""
        return self._corrected.get(message) or self._messages.gettext(message)

    def plural(self, singular: str, plural: str, count: int) -> str:
        """ngettext: the translation in the plural form for `count`."""
        if forms := self._corrected.get(singular, "").splitlines():
            return forms[min(self._plural_form(count), len(forms) - 1)]
        return self._messages.ngettext(singular, plural, count)

    def counts(self) -> list[int]:
        """For each plural form the first number that takes it: [1, 2, 5] in Russian."""
        first: dict[int, int] = {}
        for count in range(1, 200):
            first.setdefault(self._plural_form(count), count)
        return [first[form] for form in sorted(first)]


def without_texts(folders: Sequence[Path], languages: Iterable[str]) -> list[str]:
    """Those of the languages in which the interface has no texts, so that it speaks English among theirs."""
    sources = Sources(folders)
    return [language for language in languages if not _files(sources, language)]


def _english_plural_form(count: int) -> int:
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
