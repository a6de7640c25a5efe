"""A letter in one language: its rows become the shape that its page and the mail show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tamizdat.edition import stories
from tamizdat.edition.shapes import Alternate, Letter, LetterPart, Link
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.letters import LetterItemRow, LetterRow
from tamizdat.edition.values.newsletter import PATH
from tamizdat.kit.keys import Key

Whole = Callable[[int], str]
"""The whole text of a story, as HTML."""


def list_link(uses: Uses, list: int, language: str) -> Link:
    """A letter list by name, with the address of its archive."""
    label = uses.label("letter_list", list, language)
    if not label:
        return Link(name="", url="")
    return Link(name=label.name, url=f"{PATH.format(language=language)}{label.slug}/")


def letter(uses: Uses, row: LetterRow, whole: Whole | None = None) -> Letter:
    """With `whole`, stories that were chosen so have their whole text."""
    language = row.language
    of = list_link(uses, row.list, language)
    return Letter(
        list=of,
        number=row.number,
        language=language,
        url=f"{of.url}{row.number}/",
        subject=row.subject or of.name,
        preheader=row.preheader,
        introduction=stories.prose(uses, row.introduction, language),
        parts=tuple(_parts(uses, row, whole)),
        elsewhere=tuple(_elsewhere(uses, row)),
        closing=stories.prose(uses, row.closing, language),
        note=stories.prose(uses, row.note, language),
        sent_at=row.sent_at,
        with_pictures=row.with_pictures,
    )


def story_in(uses: Uses, family: str, language: str) -> int | None:
    """The number of the public story of a family in a language."""
    return next((pk for pk, other in versions(uses, family) if other.language == language), None)


def versions(uses: Uses, family: str) -> tuple[tuple[int, Alternate], ...]:
    """(number, alternate) of the public stories of a family, in the order of the newsroom's languages."""
    found: tuple[tuple[int, Alternate], ...] = uses.value(Key.of("versions", family)) if family else ()
    return found


def _parts(uses: Uses, row: LetterRow, whole: Whole | None) -> Iterator[LetterPart]:
    for item in row.items:
        if item.kind == "text":
            if html := stories.prose(uses, item.text, row.language):
                yield LetterPart(kind="text", html=html)
        elif item.kind == "picture":
            if row.with_pictures and (picture := uses.picture(item.picture, row.language)):
                yield LetterPart(kind="picture", picture=picture)
        elif part := _story(uses, row, item, whole):
            yield part


def _story(uses: Uses, row: LetterRow, item: LetterItemRow, whole: Whole | None) -> LetterPart | None:
    pk = story_in(uses, item.family, row.language)
    card = uses.card(pk) if pk else None
    if pk is None or card is None:
        return None
    return LetterPart(kind="story", card=card, html=whole(pk) if whole and item.full_text else "")


def _elsewhere(uses: Uses, row: LetterRow) -> Iterator[Alternate]:
    """One for each story that this language has not: in the first of the newsroom's languages that has it."""
    for item in row.items:
        others = [other for _, other in versions(uses, item.family)] if item.kind == "story" else []
        if others and not any(other.language == row.language for other in others):
            yield others[0]


def images(row: LetterRow) -> list[int]:
    """The pictures that the letter shows of itself."""
    return [item.picture for item in row.items if item.kind == "picture" and item.picture and row.with_pictures]
