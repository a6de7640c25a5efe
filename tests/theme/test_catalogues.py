"""The interface speaks the languages that we say it speaks."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tamizdat.render.messages import messages, placeholders
from tamizdat.render.sources import Sources
from tamizdat.theme import FOLDER

LANGUAGES = sorted(path.name for path in (FOLDER / "locale").iterdir())
TRANSLATED = [language for language in LANGUAGES if language != "en"]
DRAFT = "# Draft: to be checked by a speaker."


def file_of(language: str) -> Path:
    return FOLDER / "locale" / language / "LC_MESSAGES" / "tamizdat.po"


def catalogue(language: str) -> Catalog:
    return read_po(file_of(language).read_bytes().splitlines(), locale=language, abort_invalid=True)


def translations(language: str) -> Iterator[tuple[str, str, list[str]]]:
    """Message, plural (the message itself where it has none), and the texts for them."""
    for message in catalogue(language):
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id, message.id)
            yield ids[0], ids[1], list(message.string if isinstance(message.string, tuple) else (message.string,))


def test_the_languages_of_our_readers_are_there() -> None:
    assert set(LANGUAGES) >= {"en", "ru", "kk", "ky", "uz", "tg", "ka", "hy", "az", "be", "uk", "fa", "ar", "tr"}


def test_every_catalogue_has_every_text_and_no_other() -> None:
    asked = messages(Sources([FOLDER]))
    wrong = []
    for language in TRANSLATED:
        known = {message: (plural, texts) for message, plural, texts in translations(language)}
        forms = catalogue(language).num_plurals
        for message, plural in asked.items():
            said = known.get(message)
            if said is None or not all(said[1]):
                wrong.append(f'{language}: lacks "{message}"')
            elif said[0] != (plural or message) or len(said[1]) != (forms if plural else 1):
                wrong.append(f'{language}: has not {forms if plural else 1} form(s) of "{message}"')
        wrong += [f'{language}: no template says "{message}"' for message in known if message not in asked]
    told = "\n".join(wrong)
    assert not wrong, f"in src/tamizdat/theme/locale/<language>/LC_MESSAGES/tamizdat.po:\n{told}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_of_values(language: str) -> None:
    for message, plural, texts in translations(language):
        for text in texts:
            assert placeholders(text) == placeholders(plural), f"{language}: {message}"
            assert not re.search(r"%(?!\(\w+\)s)", text), f"{language}: a stray % in {text}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_part_numbers_as_the_language_does(language: str) -> None:
    form = gettext.c2py(catalogue(language).plural_expr)
    theirs = Locale.parse(language).plural_form
    pairs = {(form(n), theirs(n) if theirs.rules else "one" if n == 1 else "other") for n in range(1001)}
    assert len({ours for ours, _ in pairs}) == len(pairs) == catalogue(language).num_plurals, pairs


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_typewriter_quotes_and_hyphens_stand_for_the_languages_own(language: str) -> None:
    for _, _, texts in translations(language):
        for text in texts:
            assert '"' not in text
            assert "'" not in text
            assert " - " not in text
            assert "..." not in text


def test_the_docs_tell_which_languages_are_drafts() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| [^|]+ \| (draft|checked) \|$",
        (Path(__file__).parents[2] / "docs/languages.md").read_text(),
        re.M,
    )
    said = {language: state == "draft" for language, state in rows}
    assert said == {language: DRAFT in file_of(language).read_text() for language in LANGUAGES}
