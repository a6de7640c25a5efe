"""The demo's stories: first drafts of all, then each is published with links to the others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tamizdat.demo.bodies import Block
from tamizdat.demo.filling.nouns import Kept
from tamizdat.demo.shapes import DemoStory
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, ArticleAuthor, ArticleNote

STORIES = uuid.UUID("6f3f3c53-5f0b-5f52-9a0e-2a4d8f0f6d11")
"""Namespace of translation keys that are made from the demo's story keys."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Keys of what a body can show: pictures and files by name, stories by (key, language)."""

    pictures: Mapping[str, int]
    files: Mapping[str, int]
    stories: Mapping[tuple[str, str], int]


def draft(story: DemoStory, kept: Kept, pictures: Mapping[str, int]) -> int:
    """The story without its body, as a draft, unless it is there; returns its key."""
    name = f"demo:{story.key}:{story.language}"
    there = Article.objects.filter(external_id=name).values_list("pk", flat=True).first()
    if there:
        return there
    article = Article(
        external_id=name,
        translation_key=uuid.uuid5(STORIES, story.key),
        headline=story.headline,
        dek=story.dek,
        kicker=story.kicker,
        slug=story.slug,
        slugline=story.slugline,
        byline=story.byline,
        dateline=story.dateline,
        lead_picture_id=pictures.get(story.picture),
        series_id=kept.series.get(story.series),
        season=story.season or None,
        episode=story.episode or None,
        genre=story.genre,
        urgency=story.urgency,
        editors_note=story.editors_note,
        internal_note=story.internal_note,
        first_published_at=story.first_published_at,
        authors=[
            ArticleAuthor(author_id=kept.authors[one.key], role=one.role, sort_order=order)
            for order, one in enumerate(story.authors)
        ],
        notes=[ArticleNote(kind=note.kind, date=note.date, text=note.text) for note in story.notes],
    )
    return int(articles.create(article, story.language).pk)


def publish(story: DemoStory, pk: int, kept: Kept, shown: Shown) -> None:
    """Write the body, tag and publish, with the demo's own date; a story that was published before is left alone."""
    article = Article.objects.get(pk=pk)
    if article.last_published_at is None:
        article.regions.set([kept.regions[key] for key in story.regions])
        article.topics.set([kept.topics[key] for key in story.topics])
        article.body = [part for block in story.body for part in _block(block, story.language, shown)]
        articles.publish(article)


def _block(block: Block, language: str, shown: Shown) -> list[dict[str, Any]]:
    """The block as BodyBlock stores it; none for a link to a story that is not told in this language."""
    kind, value = block
    made: Any = value
    if kind == "paragraph":
        kind = "text"
    elif kind == "pull_quote":
        made = value["text"]
    elif kind == "box":
        made = {"title": value["title"], "text": value["html"]}
    elif kind == "picture":
        made = _picture(value, shown)
    elif kind == "gallery":
        made = [_picture(file, shown) for file in value]
    elif kind == "table":
        made = {"data": value["rows"], "table_caption": value["caption"], "table_header_choice": "row"}
        made |= {"first_row_is_table_header": True, "first_col_is_header": False, "cell": [], "mergeCells": []}
    elif kind == "audio":
        made = {"file": shown.files[value["file"]], "title": value["title"], "transcript": value["transcript"]}
        made["chapters"] = [{"start": start, "title": title} for start, title in value["chapters"]]
    elif kind == "related":
        made = shown.stories.get((value, language))
        if made is None:
            return []
    return [{"type": kind, "value": made, "id": str(uuid.uuid4())}]


def _picture(file: str, shown: Shown) -> dict[str, Any]:
    return {"picture": shown.pictures[file], "caption": "", "alt_text": ""}
