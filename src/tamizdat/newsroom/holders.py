"""What holds a noun or a picture: the stories that show it, and menus, series and the like.

Counted from the newsroom's own rows: the framework's index of references knows only what its forms saved, and no import.
Of a draft the newest revision decides; of a published story what is published, and its unpublished changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from tamizdat.newsroom.blocks import BodyBlock
from tamizdat.newsroom.models import Article, ArticleAuthor, Author, Picture, PictureRendition, Region, Series, Topic
from tamizdat.newsroom.models.bin import in_bin

Row = models.Model
OF_STORIES = (Article, ArticleAuthor, Article.regions.through, Article.topics.through)
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Numbers of stories, the newest first, and the rows of other kinds that a deletion would change: menus, series, authors.
    `binned` are stories in the bin, which may come back."""

    published: tuple[int, ...]
    drafts: tuple[int, ...]
    binned: tuple[int, ...]
    others: tuple[Row, ...]

    @property
    def stories(self) -> tuple[int, ...]:
        return (*self.published, *self.drafts, *self.binned)

    def __bool__(self) -> bool:
        return bool(self.stories or self.others)


def of(row: Row) -> Holders:
    """What holds a noun or a picture."""
    found = _stories(row)
    binned = found & set(in_bin(Article.kind).values_list("number", flat=True))
    live = {
        pk
        for some in _parts(found)
        for pk in Article.objects.filter(pk__in=some, live=True).values_list("pk", flat=True)
    }
    published, drafts = found & live, found - live - binned
    return Holders(
        published=tuple(sorted(published, reverse=True)),
        drafts=tuple(sorted(drafts, reverse=True)),
        binned=tuple(sorted(binned, reverse=True)),
        others=tuple(_others(row)),
    )


def holds(content: dict[str, Any], row: Row) -> bool:
    """Whether a revision's content holds the noun or picture."""
    match row:
        case Region():
            return row.pk in content.get("regions", ())
        case Topic():
            return row.pk in content.get("topics", ())
        case Series():
            return bool(content.get("series") == row.pk)
        case Author():
            return any(one.get("author") == row.pk for one in content.get("authors", ()))
        case Picture():
            return content.get("lead_picture") == row.pk or shows(content.get("body") or "[]", row.pk)
    return False


def shows(body: str, picture: int) -> bool:
    """Whether a body, as it is stored, shows the picture."""
    return str(picture) in body and picture in _pictures(json.loads(body))


def _stories(row: Row) -> set[int]:
    if not isinstance(row, Region | Topic | Series | Author | Picture):
        return set()
    found = _in_tables(row)
    changed = Article.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), latest_revision__isnull=False)
    revisions = changed.values_list("pk", "live", "latest_revision__content").order_by()
    for pk, live, content in revisions.iterator(chunk_size=AT_ONCE):
        if holds(content, row):
            found.add(pk)
        elif not live:
            found.discard(pk)  # its row is older than what its form shows
    return found


def _in_tables(row: Row) -> set[int]:
    match row:
        case Region():
            return set(Article.regions.through.objects.filter(region=row.pk).values_list("article", flat=True))
        case Topic():
            return set(Article.topics.through.objects.filter(topic=row.pk).values_list("article", flat=True))
        case Series():
            return set(Article.objects.filter(series=row.pk).values_list("pk", flat=True))
        case Author():
            return set(ArticleAuthor.objects.filter(author=row.pk).values_list("article", flat=True))
        case Picture():
            lead = set(Article.objects.filter(lead_picture=row.pk).values_list("pk", flat=True))
            texts = Article.objects.annotate(text=Cast("body", models.TextField())).filter(text__contains=str(row.pk))
            bodies = texts.order_by().values_list("pk", "text").iterator(chunk_size=AT_ONCE)
            return lead | {pk for pk, text in bodies if shows(text, row.pk)}
    return set()


def _pictures(raw: Any) -> Iterator[int]:
    """The pictures in stored blocks, whatever they are nested in."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name in _picture_fields() and isinstance(value, int):
                yield value
            else:
                yield from _pictures(value)
    elif isinstance(raw, list):
        for one in raw:
            yield from _pictures(one)


@cache
def _picture_fields() -> frozenset[str]:
    """The names under which blocks of a body keep a picture."""

    def names(block: blocks.Block) -> Iterator[str]:
        for name, child in getattr(block, "child_blocks", {}).items():
            if isinstance(child, ImageChooserBlock):
                yield name
            yield from names(child)
        if child := getattr(block, "child_block", None):
            yield from names(child)

    return frozenset(names(BodyBlock()))


def pointing_at(kind: type[Row]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Columns of other rows than stories, and than the noun's own parts, that name one of a kind."""
    for model in apps.get_app_config("newsroom").get_models():
        if model in OF_STORIES or model is PictureRendition:
            continue
        for field in model._meta.get_fields():
            is_part = isinstance(field, ParentalKey)
            if isinstance(field, models.ForeignKey) and field.related_model is kind and not is_part:
                yield field


def _others(row: Row) -> Iterator[Row]:
    """Rows of other kinds that name this one, each as what an editor opens: of an item, its menu."""
    seen: set[tuple[type[Row], Any]] = set()
    for field in pointing_at(type(row)):
        parent = next((one for one in field.model._meta.get_fields() if isinstance(one, ParentalKey)), None)
        for other in field.model._default_manager.filter(**{field.name: row.pk}).order_by("pk"):
            owner = getattr(other, parent.name) if parent else other
            if (type(owner), owner.pk) not in seen:
                seen.add((type(owner), owner.pk))
                yield owner


def _parts(pks: set[int]) -> Iterator[list[int]]:
    """So many at once as every database takes in one statement."""
    ordered = sorted(pks)
    return (ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE))
