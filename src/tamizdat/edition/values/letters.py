"""Letters that were sent: which a list has, and what each says in a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from tamizdat.edition.shapes import Alternate
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Kind, Values, one_by_one
from tamizdat.edition.values.nouns import language_of
from tamizdat.edition.values.stories import FAMILY, paths_of, plain
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Article, Letter, LetterItem, LetterText
from tamizdat.newsroom.public import is_public, is_public_letter


@dataclass(frozen=True, kw_only=True)
class LetterItemRow:
    """`family` is what a story shares with its translations."""

    kind: str
    family: str
    text: str
    picture: int | None
    full_text: bool


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter in one language, as the tables have it. `items` are those of this language and of all."""

    pk: int
    list: int
    number: int
    language: str
    subject: str
    preheader: str
    introduction: str
    closing: str
    note: str
    with_pictures: bool
    sent_at: datetime | None
    items: tuple[LetterItemRow, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """Letters on a page of the archive of a list, the newest first. `newer` and `older` are numbers of pages, 0 for none."""

    letters: tuple[int, ...] = ()
    newer: int = 0
    older: int = 0


def row_of(letter: Letter, language: str) -> LetterRow | None:
    """The letter as it stands in memory, stored or not; None where it has no text in this language."""
    text = next((text for text in letter.texts.all() if text.language == language), None)
    if text is None:
        return None
    items = sorted(letter.items.all(), key=lambda item: (item.sort_order or 0, item.pk or 0))
    return LetterRow(
        pk=letter.pk or 0,
        list=letter.list_id,
        number=letter.number or 0,
        language=language,
        subject=text.subject,
        preheader=text.preheader,
        introduction=text.introduction,
        closing=text.closing,
        note=text.note,
        with_pictures=letter.with_pictures,
        sent_at=letter.sent_at,
        items=tuple(
            LetterItemRow(
                kind=item.kind,
                family=item.article.hex if item.article else "",
                text=item.text,
                picture=item.picture_id,
                full_text=item.full_text,
            )
            for item in items
            if item.language in ("", language)
        ),
    )


def sent_letters() -> Iterator[tuple[int, str]]:
    """(letter, language) of all that are public."""
    rows = LetterText.objects.filter(is_public_letter("of__")).order_by("of", "language")
    yield from rows.values_list("of", "language")


def _letters(_: Values, key: Key, uses: Uses) -> tuple[tuple[int, int], ...]:
    """(letter, number) of the public letters of a list in a language, the newest first."""
    rows = LetterText.objects.filter(is_public_letter("of__"), of__list=int(key.head), language=key.last)
    found = tuple(rows.order_by("-of__number").values_list("of", "of__number"))
    for pk, _number in found:
        uses.record(Key.of("letter", pk))
    return found


def _letters_of(key: Key) -> Iterator[Key]:
    if key.kind == "letter" and key.is_numbered:
        rows = LetterText.objects.filter(of=key.number).values_list("of__list", "language")
        for of, language in rows:
            yield Key.of("letters", of, language)


def _page(_: Values, key: Key, uses: Uses) -> ArchivePage:
    """`letter_page:3:en:0` is the newest, `letter_page:3:en:2` a numbered page. Numbers of letters never change, so a letter
    stays on its page."""
    found = uses.value(Key.of("letters", key.head))
    pages = sorted({keys.page_of(number - 1) for _, number in found})
    if not key.number:
        newest = tuple(pk for pk, _ in found[: keys.PAGE_SIZE])
        return ArchivePage(letters=newest, older=pages[-1] if len(found) > keys.PAGE_SIZE else 0)
    return ArchivePage(
        letters=tuple(pk for pk, number in found if keys.page_of(number - 1) == key.number),
        newer=min((page for page in pages if page > key.number), default=0),
        older=max((page for page in pages if page < key.number), default=0),
    )


def _text(values: Values, key: Key, uses: Uses) -> LetterRow | None:
    """`letter_text:12:en`: None when it is not public. The subject is '' when a story of the letter was killed or deleted: a
    letter by rule has its first headline there, and whoever writes one names the first story."""
    uses.record(Key.of("letter", key.head))
    letter = Letter.objects.filter(is_public_letter(), pk=int(key.head)).first()
    row = row_of(letter, key.last) if letter else None
    if row and _lost_a_story(row, uses):
        row = replace(row, subject="", preheader="")
    return replace(row, sent_at=values.setting.local(row.sent_at)) if row and row.sent_at else row


def _lost_a_story(row: LetterRow, uses: Uses) -> bool:
    families = {item.family for item in row.items if item.family}
    rows = Article.objects.filter(translation_key__in=families).order_by("pk")
    found = list(rows.values_list("pk", FAMILY, "killed_at"))
    for pk, *_ in found:
        uses.record(keys.article(pk))
    return len({family for _, family, _ in found}) < len(families) or any(killed_at for *_, killed_at in found)


def _texts_of(key: Key) -> Iterator[Key]:
    """Of public letters that have the story."""
    if key.kind == "article" and key.is_numbered:
        for family in Article.objects.filter(pk=key.number).values_list(FAMILY, flat=True):
            rows = LetterText.objects.filter(is_public_letter("of__"), of__items__article=family)
            for of, language in rows.values_list("of", "language").distinct():
                yield Key.of("letter_text", of, language)


def _versions(values: Values, key: Key, uses: Uses) -> tuple[tuple[int, Alternate], ...]:
    """(number, alternate) of the public versions of a story, in the order of the newsroom's languages. Unlike `family`, it
    also names a story that has no translation."""
    rows = Article.objects.filter(translation_key=key.rest).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        uses.record(keys.article(pk))
    public = list(rows.filter(is_public(timezone.now())).values_list("pk", "headline", "locale__language_code"))
    paths = paths_of(pk for pk, *_ in public)
    rank = {code: index for index, code in enumerate(values.setting.languages)}
    found = [
        (pk, Alternate(language=language, name=language_of(language).name, url=paths[pk], headline=headline))
        for pk, headline, language in public
        if pk in paths and language in rank
    ]
    return tuple(sorted(found, key=lambda one: (rank[one[1].language], one[0])))


def _versions_of(key: Key) -> Iterator[Key]:
    """Of stories that a public letter has."""
    if key.kind == "article" and key.is_numbered:
        for family in Article.objects.filter(pk=key.number).values_list(FAMILY, flat=True):
            if LetterItem.objects.filter(is_public_letter("of__"), article=family).exists():
                yield Key.of("versions", plain(family))


KINDS = (
    Kind(name="letters", level=0, read=one_by_one(_letters), values_for=_letters_of),
    Kind(name="letter_text", level=0, read=one_by_one(_text), values_for=_texts_of),
    Kind(name="letter_page", level=1, read=one_by_one(_page)),
    Kind(name="versions", level=1, read=one_by_one(_versions), values_for=_versions_of),
)
