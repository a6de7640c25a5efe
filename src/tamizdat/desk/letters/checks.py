"""What is missing in a letter, or wrong with it, before it is sent: what, in which language, and what to do.

Nothing here forbids anything. Nothing is asked of other hosts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.utils.text import text_from_html

from tamizdat.desk.languages import autonyms
from tamizdat.desk.letters import wired
from tamizdat.desk.letters.said import in_words_of_the_desk
from tamizdat.desk.stories import checks
from tamizdat.newsroom.models import Article, Letter, LetterItem
from tamizdat.newsroom.public import is_public

CLIP = 102 * 1024
"""Bytes after which Gmail cuts a letter off and hides the link to leave."""
LONGEST_SUBJECT = 60
"""Characters that lists of mail show on a wide screen; a phone shows about 40."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`where` names the language or the part; `place` is the field of the form, or ''."""

    text: str
    where: str = ""
    place: str = ""


def findings(letter: Letter) -> list[Finding]:
    """Of the letter as it was saved last."""
    texts = {text.language: text for text in letter.texts.all()}
    items = list(letter.items.all())
    found: list[Finding] = []
    if not items:
        found.append(Finding(text=_("There is nothing in the letter yet. Add stories or a text."), place="items"))
    found += _stories(items)
    for language, name in autonyms():
        if language in texts:
            found += _texts(texts[language], name)
            found += _composed(letter, language, name)
        else:
            told = _("There is no subject: readers of this language get no letter. Add the language or leave them out.")
            found.append(Finding(text=told, where=name, place="texts"))
    return [*found, *_parts(items)]


def _stories(items: list[LetterItem]) -> Iterator[Finding]:
    keys = [item.article for item in items if item.kind == LetterItem.Kind.STORY and item.article]
    rows = Article.objects.filter(translation_key__in=keys)
    headlines = {row.translation_key: row.headline for row in rows.defer_streamfields()}
    killed = set(rows.exclude(killed_at=None).values_list("translation_key", flat=True))
    public = set(rows.filter(is_public(timezone.now())).values_list("translation_key", flat=True))
    for number, key in enumerate(keys, 1):
        if key in public:
            continue
        values = {"headline": headlines.get(key, "")}
        if key not in headlines:
            told = _("A story was deleted. Remove it from the letter.")
        elif key in killed:
            told = _("“%(headline)s” was killed. Remove it from the letter.")
        else:
            told = _("“%(headline)s” is not published: readers will not get it. Publish it or remove it.")
        yield Finding(text=told % values, where=_("Story %(number)d") % {"number": number}, place="items")


def _texts(text: Any, name: str) -> Iterator[Finding]:
    subject = text.subject.strip()
    if not subject:
        yield Finding(
            text=_("There is no subject. Write one: without it, readers of this language get no letter."),
            where=name,
            place="texts",
        )
    elif len(subject) > LONGEST_SUBJECT:
        told = _("The subject has %(number)d characters; lists of mail cut it off after about %(most)d. Shorten it.")
        values = {"number": len(subject), "most": LONGEST_SUBJECT}
        yield Finding(text=told % values, where=name, place="texts")
    if not text.preheader.strip():
        told = _("There is no preheader: lists of mail show the letter's first words after the subject.")
        yield Finding(text=told, where=name, place="texts")
    for field in (text.introduction, text.closing):
        yield from _links(field, name, "texts")


def _composed(letter: Letter, language: str, name: str) -> Iterator[Finding]:
    try:
        draft = wired.compose(letter, language)
    except wired.NotPossible as error:
        yield Finding(text=in_words_of_the_desk(error), where=name)
        return
    if draft is None:
        return
    if draft.shortened:
        told = _("These stories are too long to be in full, so only their dek is in the letter: %(headlines)s.")
        headlines = ", ".join(f"“{one}”" for one in draft.shortened)
        yield Finding(text=told % {"headlines": headlines}, where=name, place="items")
    if draft.size > CLIP:
        told = _("The letter has %(size)d KB; Gmail cuts letters off after %(most)d KB. Let fewer stories be in full.")
        values = {"size": -(-draft.size // 1024), "most": CLIP // 1024}
        yield Finding(text=told % values, where=name, place="items")
    if not draft.text.strip():
        told = _("The text part is empty: some programs show nothing else. Add a story or a text in this language.")
        yield Finding(text=told, where=name, place="items")


def _parts(items: list[LetterItem]) -> Iterator[Finding]:
    languages = dict(autonyms())
    for number, item in enumerate(items, 1):
        where = _("Part %(number)d") % {"number": number}
        if not (item.article or item.picture_id or text_from_html(item.text).strip()):
            told = _("This part is empty: readers do not see it. Fill it or remove it.")
            yield Finding(text=told, where=where, place="items")
        elif item.kind == LetterItem.Kind.TEXT:
            yield from _links(item.text, where, "items")
        elif item.kind == LetterItem.Kind.PICTURE:
            for language in [item.language] if item.language else languages:
                for one in checks.alt_text(item.picture, "", language, "items"):
                    yield Finding(text=one.text, where=f"{where}, {languages.get(language, language)}", place="items")


def _links(text: str, where: str, place: str) -> Iterator[Finding]:
    for one in checks.links_in([(place, text)]):
        yield Finding(text=one.text, where=where, place=place)
