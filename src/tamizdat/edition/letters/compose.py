"""The text of a letter in one language: what the mail carries, the same for all readers of that language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from tamizdat.edition import portable
from tamizdat.edition.letters import mail_html, parts
from tamizdat.edition.letters.placeholders import BASE, PLACEHOLDERS
from tamizdat.edition.letters.plain import PlainText
from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Letter, LetterPart, Site
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.letters import LetterRow, row_of
from tamizdat.newsroom.models import Letter as LetterModel
from tamizdat.render import Renderer
from tamizdat.render.filters import links_absolute

HTML, TEXT, DISCREET, TEST = "letters/letter.html", "letters/letter.txt", "letters/discreet.txt", "letters/test.txt"
MOST_BYTES = 100_000
"""Of the HTML: Gmail shows the first 102 KB of a letter and hides the rest, the way to leave among it."""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter in one language. `text` goes with the HTML, and is the whole letter for readers who chose text without
    pictures. `stories` are the numbers of those that it carries, `missing` the translation keys of those that are public in no
    language, `shortened` the headlines of those whose text was left out, so that the letter is not too large. `bytes` is the
    size of the HTML."""

    language: str
    subject: str
    discreet_subject: str
    from_name: str
    discreet_from_name: str
    html: str
    text: str
    stories: tuple[int, ...]
    missing: tuple[str, ...]
    shortened: tuple[str, ...]

    @property
    def bytes(self) -> int:
        return len(self.html.encode())


class Composer:
    """Over what is public at the moment it is made. `is_test`: its letters say that they are tests."""

    def __init__(self, reader: Reader, renderer: Renderer, *, is_test: bool = False) -> None:
        self._reader, self._renderer, self._is_test = reader, renderer, is_test

    def compose(self, letter: LetterModel, language: str, at: datetime | None = None) -> Composed | None:
        """The letter as it stands in memory, stored or not; None where it has no text in this language. `at` is when it is
        sent, where that is now and not when it was to be."""
        row = row_of(letter, language)
        if row is None:
            return None
        uses = self._reader.values.uses()
        site = replace(uses.site(language), canonical=BASE)
        row = replace(row, sent_at=self._reader.setting.local(at or letter.sent_at or letter.send_at or timezone.now()))
        families = [item.family for item in row.items if item.kind == "story"]
        found = {family: parts.versions(uses, family) for family in families}
        made, html, shortened = self._fitted(uses, site, row)
        plain = PlainText()
        words = self._words(made, plain)
        discreet_name, discreet_subject = self._discreet(uses, row, words)
        return Composed(
            language=language,
            subject=self._subject(row),
            discreet_subject=discreet_subject,
            from_name=site.name,
            discreet_from_name=discreet_name,
            html=html,
            text=self._text(site, words, plain),
            stories=tuple(
                dict.fromkeys(
                    parts.story_in(uses, family, language) or versions[0][0]
                    for family, versions in found.items()
                    if versions
                )
            ),
            missing=tuple(family for family in families if not found[family]),
            shortened=shortened,
        )

    def _fitted(self, uses: Uses, site: Site, row: LetterRow) -> tuple[Letter, str, tuple[str, ...]]:
        """The letter with as many whole texts as fit (those that stand last are left out first), its HTML, and the headlines of
        the stories whose texts were left out."""

        def whole(pk: int) -> str:
            story = self._reader.story(uses, pk)
            if story is None:
                return ""
            pictures = portable.pictures(story.article) if row.with_pictures else ()
            return portable.clean_html(self._renderer, site, story.article, {one.src: one.src for one in pictures})

        letter = _absolute(parts.letter(uses, row, whole))
        shortened: list[str] = []
        while len((html := self._html(site, letter)).encode()) > MOST_BYTES:
            at = next((at for at in reversed(range(len(letter.parts))) if letter.parts[at].is_whole), None)
            if at is None:
                break
            part = letter.parts[at]
            shortened.insert(0, part.card.headline if part.card else "")
            letter = replace(letter, parts=(*letter.parts[:at], replace(part, html=""), *letter.parts[at + 1 :]))
        return letter, html, tuple(shortened)

    def _words(self, letter: Letter, plain: PlainText) -> Letter:
        """The letter with plain text where it has HTML."""

        def part_of(part: LetterPart) -> LetterPart:
            return replace(part, html=plain.of(part.html))

        return replace(
            letter,
            introduction=plain.of(letter.introduction),
            parts=tuple(part_of(part) for part in letter.parts),
            closing=plain.of(letter.closing),
        )

    def _html(self, site: Site, letter: Letter) -> str:
        page = self._renderer.page(
            HTML, letter.language, site=site, letter=letter, is_test=self._is_test, **PLACEHOLDERS
        )
        return mail_html.finish(page.decode())

    def _text(self, site: Site, words: Letter, plain: PlainText) -> str:
        values: Mapping[str, object] = {
            "site": site,
            "letter": words,
            "links": plain.links,
            "is_test": self._is_test,
            **PLACEHOLDERS,
        }
        return portable.without_gaps(self._renderer.page(TEXT, words.language, **values).decode())

    def _subject(self, row: LetterRow) -> str:
        if not self._is_test:
            return row.subject
        return self._renderer.page(TEST, row.language, subject=row.subject).decode().strip()

    def _discreet(self, uses: Uses, row: LetterRow, letter: Letter) -> tuple[str, str]:
        """The sender's name and the subject for readers who chose that nobody sees from whom the letter is."""
        noun = uses.noun("letter_list", row.list)
        own = noun.texts.get(row.language, {}) if noun else {}
        lines = self._renderer.page(DISCREET, row.language, letter=letter).decode().splitlines()
        return own.get("discreet_name") or lines[0], own.get("discreet_subject") or lines[1]


def _absolute(letter: Letter) -> Letter:
    """With whole addresses in all that an editor wrote."""
    return replace(
        letter,
        introduction=links_absolute(letter.introduction, BASE),
        parts=tuple(replace(part, html=links_absolute(part.html, BASE)) for part in letter.parts),
        closing=links_absolute(letter.closing, BASE),
    )
