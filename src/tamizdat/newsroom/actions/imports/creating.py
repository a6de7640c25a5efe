"""New stories, set by set: the rows that saving and publishing each by hand would have written."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from modelsearch.backends import get_search_backends
from wagtail.models import Page, ReferenceIndex

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom.actions.imports import known_stories, ledger, notifying, siblings
from tamizdat.newsroom.actions.imports.incoming import Warned
from tamizdat.newsroom.actions.imports.names import free
from tamizdat.newsroom.actions.imports.nouns import Nouns
from tamizdat.newsroom.actions.imports.picture_library import WORDS
from tamizdat.newsroom.actions.imports.resolving import ResolvedStory
from tamizdat.newsroom.actions.imports.rows import insert
from tamizdat.newsroom.models import Article, ArticleAuthor, StoryFolder

AS_THEY_ARE = ("kicker", "dek", "byline", "dateline", "external_id", "credit", "licence", "source_url")

PAGE = (
    *("path", "depth", "url_path", "locale_id", "translation_key", "slug", "title", "draft_title", "content_type_id"),
    *("first_published_at", "last_published_at", "latest_revision_created_at"),
)
LEAD = tuple(f"lead_{name}" for name in WORDS)
ARTICLE = (
    *("page_ptr_id", "uri", "headline", "body", "lead_picture_id", "updated_at", "embargoed_until"),
    *(*LEAD, *AS_THEY_ARE),
)
"""Columns of a story's two tables that an import fills. The others keep their defaults: live, no draft, no series."""


def create(stories: Sequence[ResolvedStory], nouns: Nouns) -> list[Warned]:
    """Put `stories` in as published ones, with their places in lists, addresses, search entries and notes."""
    if not stories:
        return []
    groups = siblings.keys_for(stories)
    moments = _moments(stories)
    by_language: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(stories):
        by_language[one.story.language].append(place)
    rows: dict[int, Article] = {}
    for language, places in sorted(by_language.items()):
        made = _insert(language, [(stories[place], groups.keys[place], moments[place]) for place in places])
        rows |= dict(zip(places, made, strict=True))
    articles = [rows[place] for place in range(len(stories))]
    authors = _connect(stories, articles, nouns)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Article, articles)
    for one, article in zip(stories, articles, strict=True):
        if one.story.pictures:  # so that the library knows which pictures are in use
            ReferenceIndex.create_or_update_for_object(article)
    given = ledger.give([(article, one.story.old_paths) for one, article in zip(stories, articles, strict=True)])
    known_stories.write((article.pk, one.story, one.missing) for one, article in zip(stories, articles, strict=True))
    notifying.notify_bake(stories, articles, authors, nouns, given.keys)
    return [*groups.warnings, *given.warnings]


def _moments(stories: Sequence[ResolvedStory]) -> list[datetime]:
    """When each was published; undated ones now, each a little later than the one before it."""
    now = timezone.now()
    return [one.story.published or now + timedelta(microseconds=place) for place, one in enumerate(stories)]


def embargo(published: datetime | None) -> datetime | None:
    """A story with a date to come is under embargo until then."""
    return published if published and published > timezone.now() else None


def _insert(language: str, stories: Sequence[tuple[ResolvedStory, uuid.UUID, datetime]]) -> list[Article]:
    """Both tables of each story, at the end of the language's folder."""
    folders = StoryFolder.objects.select_for_update(of=("self",)).select_related("locale")
    folder = folders.get(locale__language_code=language)
    children = Page.objects.filter(path__startswith=folder.path, depth=folder.depth + 1)
    slugs = free(
        [slugify(one.story.slug or one.story.headline, language) for one, _, _ in stories],
        lambda slug, number: f"{slug}-{number}",
        lambda names: set(children.filter(slug__in=names).values_list("slug", flat=True)),
    )
    last = children.order_by("-path").values_list("path", flat=True).first()
    step = 1 + (Page._str2int(last[-Page.steplen :]) if last else 0)
    paths = [Page._get_path(folder.path, folder.depth + 1, step + place) for place in range(len(stories))]
    articles = [
        Article(
            path=path,
            depth=folder.depth + 1,
            url_path=f"{folder.url_path}{slug}/",
            locale=folder.locale,
            translation_key=key,
            slug=slug,
            title=one.story.headline,
            draft_title=one.story.headline,
            headline=one.story.headline,
            body=one.body,
            lead_picture_id=one.lead_picture,
            **{f"lead_{name}": words for name, words in one.lead_words.items()},
            first_published_at=moment,
            last_published_at=one.story.updated or moment,
            latest_revision_created_at=one.story.updated or moment,  # what the desk's lists are ordered by
            updated_at=one.story.updated,
            embargoed_until=embargo(one.story.published),
            **{name: getattr(one.story, name) for name in AS_THEY_ARE},
        )
        for (one, key, moment), slug, path in zip(stories, slugs, paths, strict=True)
    ]
    insert(Page, PAGE, ([getattr(article, name) for name in PAGE] for article in articles))
    pks = dict(children.filter(path__gte=paths[0]).values_list("path", "pk"))
    for article in articles:
        article.id = article.page_ptr_id = pks[article.path]
        article._state.adding = False
    insert(Article, ARTICLE, ([getattr(article, name) for name in ARTICLE] for article in articles))
    StoryFolder.objects.filter(pk=folder.pk).update(numchild=F("numchild") + len(articles))
    return articles


def _connect(stories: Sequence[ResolvedStory], articles: Sequence[Article], nouns: Nouns) -> list[list[int]]:
    """Authors, regions and topics of each; returns the authors' keys."""
    authors = [
        list(dict.fromkeys(nouns.author(name, one.story.language) for name in one.story.authors)) for one in stories
    ]
    insert(
        ArticleAuthor,
        ("article_id", "author_id", "sort_order", "role"),
        (
            (article.pk, author, order, "")
            for article, several in zip(articles, authors, strict=True)
            for order, author in enumerate(several)
        ),
    )
    both = list(zip(articles, stories, strict=True))
    insert(Article.regions.through, ("article_id", "region_id"), ((a.pk, pk) for a, one in both for pk in one.regions))
    insert(Article.topics.through, ("article_id", "topic_id"), ((a.pk, pk) for a, one in both for pk in one.topics))
    return authors
