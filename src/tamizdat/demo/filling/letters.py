"""The demo's letter lists and letters. Nobody was sent any of them: they are shown as letters that were."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from uuid import UUID

from tamizdat.demo.filling.nouns import Kept
from tamizdat.demo.shapes import DemoLetter, DemoList, DemoNewsroom
from tamizdat.newsroom.models import Article, Letter, LetterItem, LetterList, LetterListText, LetterText


def keep(demo: DemoNewsroom, kept: Kept, told: Mapping[tuple[str, str], int]) -> None:
    """`told` are the numbers of the stories, by key and language."""
    keys = dict(Article.objects.filter(pk__in=told.values()).values_list("pk", "translation_key"))
    families = {key: keys[pk] for (key, _), pk in told.items()}
    for place, one in enumerate(demo.letter_lists):
        if not LetterList.objects.filter(slug=one.key).exists():
            _list(place, one, kept)
    for of in LetterList.objects.filter(letters=None):
        for letter in demo.letters:
            if letter.list == of.slug:
                _letter(of, letter, families)


def _list(place: int, one: DemoList, kept: Kept) -> None:
    texts = [
        LetterListText(
            language=code, name=one.name[code], description=one.description[code], welcome=_paragraph(one.welcome[code])
        )
        for code in one.name
    ]
    LetterList(
        slug=one.key,
        sort_order=place,
        rule=one.rule,
        weekday=LetterList.Weekday.SATURDAY,
        topic_id=kept.topics.get(one.topic),
        texts=texts,
    ).save()


def _letter(of: LetterList, one: DemoLetter, families: Mapping[str, UUID]) -> None:
    texts = [
        LetterText(
            language=code,
            subject=one.subject[code],
            preheader=one.preheader[code],
            introduction=_paragraph(one.introduction[code]),
        )
        for code in one.subject
    ]
    items = [
        LetterItem(article=families[key], full_text=key in one.whole, sort_order=place)
        for place, key in enumerate((*one.whole, *one.brief))
    ]
    state = Letter.State.SENT if one.sent_at else Letter.State.DRAFT
    Letter(list=of, state=state, sent_at=one.sent_at, texts=texts, items=items).save()


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"
