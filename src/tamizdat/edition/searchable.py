"""What of a story can be found: the words that readers see of it, and what it is filed under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from tamizdat.edition.bodies import NOTHING, from_raw, shape
from tamizdat.edition.portable import plain_text
from tamizdat.edition.shapes import Article, Block, blocks
from tamizdat.edition.stories import Story
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.nouns import Label
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.search.documents import Document


def document(story: Story, uses: Uses, *, live: bool = True) -> Document:
    """A story as the search's room wants it. `live` is false for one that readers do not have so."""
    article = story.article
    language = article.language
    above = [label for topic in story.topics if (label := uses.label("topic", topic.parent, language))]
    series = [story.series] if story.series else []
    links = (*article.regions, *article.topics, *([article.series] if article.series else []))
    people = [author.name for author in article.authors]
    names = dict.fromkeys([article.byline, article.dateline, *people, *(link.name for link in links)])
    return Document(
        id=story.pk,
        url=article.url,
        language=language,
        headline=article.headline,
        dek=article.dek,
        text="\n".join(filter(None, _texts(article))),
        names=tuple(filter(None, names)),
        published=int(article.published_at.timestamp()),
        genre=article.genre,
        regions=_slugs(story.regions),
        topics=_slugs((*story.topics, *above)),
        authors=_slugs(story.authors),
        series=_slugs(series),
        live=live,
    )


def desk_document(article: ArticleRow, published: datetime) -> Document:
    """A story as it is being published, to find others about the same: its words without those around it."""
    language = article.locale.language_code
    body = shape(from_raw(article.body.raw_data if article.body else ()), replace(NOTHING, language=language))
    return Document(
        id=article.pk,
        url="",
        language=language,
        headline=article.headline,
        dek=article.dek,
        text="\n".join(filter(None, (words for block in body for words in _words(block)))),
        published=int(published.timestamp()),
        regions=tuple(region.slug for region in article.regions.all()),
        topics=tuple(topic.slug for topic in article.topics.all()),
    )


def _slugs(nouns: Iterable[Label]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(noun.slug for noun in nouns))


def _texts(article: Article) -> Iterator[str]:
    """The text, paragraph by paragraph, with captions, recordings' words and the notes for readers."""
    yield article.kicker
    if article.picture:
        yield article.picture.caption
    for block in article.body:
        yield from _words(block)
    yield article.editors_note
    for note in article.notes:
        yield plain_text(note.html)


def _words(block: Block) -> Iterator[str]:
    """What a block says. A related story's words are that story's."""
    match block:
        case blocks.TextBlock():
            yield plain_text(block.html)
        case blocks.HeadingBlock() | blocks.PullQuoteBlock():
            yield block.text
        case blocks.QuoteBlock():
            yield from (block.text, block.attribution)
        case blocks.PictureBlock():
            yield block.picture.caption
        case blocks.GalleryBlock():
            yield from (picture.caption for picture in block.pictures)
        case blocks.TableBlock():
            yield block.caption
            yield from (" ".join(row) for row in (block.head, *block.rows))
        case blocks.BoxBlock():
            yield from (block.title, plain_text(block.html))
        case blocks.RecordingBlock():
            yield from (block.title, plain_text(block.transcript))
        case blocks.DocumentBlock() | blocks.EmbedBlock():
            yield block.title
