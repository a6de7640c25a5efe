"""A story as its own page, feeds, podcasts and the search show it: put together from derived values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from tamizdat.edition import bodies
from tamizdat.edition.shapes import Article, AuthorLine, Card, Note, NotedStory
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Values
from tamizdat.edition.values.images import AttachedFile, Image
from tamizdat.edition.values.lists import MOST_NOTES
from tamizdat.edition.values.nouns import Label, ask
from tamizdat.edition.values.stories import Copy, NoteRow, card_of, in_order
from tamizdat.kit.keys import Key
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.public import public_since


@dataclass(frozen=True, kw_only=True)
class Story:
    """A public story with what it is made of. `images` and `files` are those that its page shows; `regions`, `topics`,
    `authors` and `series` are what it is filed under."""

    pk: int
    article: Article
    card: Card
    images: tuple[Image, ...]
    files: tuple[AttachedFile, ...]
    regions: tuple[Label, ...]
    topics: tuple[Label, ...]
    authors: tuple[Label, ...]
    series: Label | None


def expect(values: Values, pks: Sequence[int]) -> None:
    """Read together what the stories will be put together from, in a constant number of queries."""
    wanted = [Key.of("copy", pk) for pk in pks]
    values.expect(wanted)
    copies = [copy for key in wanted if (copy := values.get(key).copy)]
    references = bodies.References()
    for copy in copies:
        bodies.references(copy.body, references)
        for note in copy.notes:
            bodies.refer(note.text, references)
    references.pictures.update(copy.lead_picture for copy in copies if copy.lead_picture)
    values.expect(references.keys())
    values.expect(Key.of("person", pk, copy.language) for copy in copies for pk, _ in copy.people)
    values.expect(Key.of("card", copy.pk) for copy in copies)
    values.expect(Key.of("family", copy.family) for copy in copies)
    values.expect(Key.of("neighbours", copy.pk) for copy in copies if copy.series)


def story(values: Values, uses: Uses, pk: int) -> Story | None:
    """None when it is not public."""
    copy = uses.standing(pk).copy
    listed = uses.listed(pk) if copy else None
    return _story(values, uses, copy, listed.card) if copy and listed else None


def draft(values: Values, uses: Uses, article: ArticleRow) -> Story:
    """A story as it is at the desk, published or not, for those who may see it there."""
    since = public_since(article.first_published_at or timezone.now(), article.embargoed_until)
    moment = article.display_date or since
    assert moment is not None
    copy = Copy(
        pk=article.pk or 0,
        language=article.locale.language_code,
        url="",
        published_at=moment,
        people=tuple((line.author_id, line.role) for line in article.authors.all()),
        regions=tuple(region.pk for region in article.regions.all()),
        topics=tuple(topic.pk for topic in article.topics.all()),
        lead_picture=article.lead_picture_id,
        series=article.series_id,
        body=bodies.from_raw(article.body.raw_data if article.body else ()),
        family=article.translation_key.hex,
        notes=tuple(
            NoteRow(kind=note.kind, date=note.date, text=note.text)
            for note in sorted(article.notes.all(), key=lambda note: note.date)
        ),
        **{name: getattr(article, name) for name in _AS_THEY_ARE},
    )
    made = _story(values, uses, copy, card_of(values, uses, copy, "" if copy.dek else bodies.opening(copy.body)))
    return replace(made, article=replace(made.article, previous=None, next=None))


_AS_THEY_ARE = (
    "uri", "headline", "dek", "kicker", "genre", "urgency", "byline", "dateline", "updated_at", "lead_caption", "lead_alt_text",
    "lead_credit_line", "editors_note", "credit", "licence", "source_url", "season", "episode", "may_be_republished",
)  # fmt: skip


def _story(values: Values, uses: Uses, copy: Copy, card: Card) -> Story:
    language, setting = copy.language, values.setting
    around = bodies.context(uses, language)
    body = bodies.shape(copy.body, around)
    regions = in_order(uses, "region", copy.regions, language)
    topics = in_order(uses, "topic", copy.topics, language)
    series = uses.label("series", copy.series, language)
    people, portraits = _people(uses, copy)
    previous, following = uses.value(Key.of("neighbours", copy.pk)) if series and copy.url else (None, None)
    shown = bodies.references(copy.body)
    for note in copy.notes:
        bodies.refer(note.text, shown)
    lead = [image] if (image := uses.image(copy.lead_picture)) else []
    images = [image for pk in sorted(shown.pictures) if (image := uses.image(pk))]
    article = Article(
        headline=card.headline,
        dek=card.dek,
        kicker=card.kicker,
        url=card.url,
        language=language,
        genre=card.genre,
        byline=card.byline,
        authors=people,
        dateline=card.dateline,
        published_at=card.published_at,
        updated_at=card.updated_at,
        picture=card.picture,
        body=body,
        editors_note=copy.editors_note,
        regions=tuple(label.link for label in regions),
        topics=tuple(label.link for label in topics),
        series=series.link if series else None,
        series_kind=series.form if series else "",
        season=copy.season,
        episode=copy.episode,
        previous=previous,
        next=following,
        siblings=tuple(other for pk, other in uses.family(copy.family) if pk != copy.pk),
        credit=copy.credit,
        licence=copy.licence,
        source_url=copy.source_url if copy.source_url.startswith(("https://", "http://")) else "",
        word_count=bodies.words(body),
        uri=copy.uri,
        urgency=copy.urgency,
        may_be_republished=copy.may_be_republished,
        notes=tuple(
            Note(kind=note.kind, date=setting.local(note.date), html=bodies.rich(note.text, around))
            for note in copy.notes
        ),
        ask=ask(uses, language, copy.regions),
    )
    return Story(
        pk=copy.pk,
        article=article,
        card=card,
        images=(*images, *lead, *portraits),
        files=tuple(file for pk in sorted(shown.attachments) if (file := uses.file(pk))),
        regions=tuple(regions),
        topics=tuple(topics),
        authors=tuple(label for pk, _ in copy.people if (label := uses.label("author", pk, language))),
        series=series,
    )


def _people(uses: Uses, copy: Copy) -> tuple[tuple[AuthorLine, ...], list[Image]]:
    """Authors with what they did for this story, and their portraits."""
    lines, portraits = [], []
    for pk, role in copy.people:
        if found := uses.person(pk, copy.language):
            line, image = found
            lines.append(replace(line, role=role))
            if image:
                portraits.append(image)
    return tuple(lines), portraits


def prose(uses: Uses, text: str, language: str) -> str:
    """Rich text that is part of no story, as HTML: its links lead to stories that are public."""
    return bodies.rich(text, bodies.context(uses, language))


def noted_stories(values: Values, uses: Uses, language: str) -> tuple[NotedStory, ...]:
    """The newest notes on public stories of a language, the newest first."""
    rows = uses.value(Key.of("notes", language, MOST_NOTES))
    references = bodies.References(stories={pk for pk, *_ in rows})
    for *_, text in rows:
        bodies.refer(text, references)
    values.expect(references.keys())
    around = bodies.context(uses, language)
    return tuple(
        NotedStory(note=Note(kind=kind, date=values.setting.local(date), html=bodies.rich(text, around)), card=card)
        for pk, kind, date, text in rows
        if (card := uses.card(pk))
    )
