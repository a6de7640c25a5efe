"""A story as the API shows it."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags

from tamizdat.desk.stories.state import state
from tamizdat.newsroom.actions import writing
from tamizdat.newsroom.models import Article

COLUMNS = (
    *("headline", "kicker", "dek", "slug", "slugline", "byline", "dateline", "genre", "urgency", "embargoed_until"),
    *("editors_note", "internal_note", "credit", "licence", "source_url"),
)


def in_list(story: Article) -> dict[str, Any]:
    """What a list has of a story: asks nothing of the body."""
    return {
        "number": story.pk,
        "uri": story.uri,
        "language": story.language,
        "headline": story.draft_title,
        "state": state(story),
        "updated": story.latest_revision_created_at,
        "first_published": story.first_published_at,
    }


def whole(story: Article) -> dict[str, Any]:
    """Its newest revision, published or not. `blocks` is the body as the desk stores it."""
    newest = story.get_latest_revision_as_object()
    parts = story.get_url_parts()
    siblings = Article.objects.filter(translation_key=story.translation_key).exclude(pk=story.pk)
    return {
        **in_list(story),
        **{name: getattr(newest, name) for name in COLUMNS},
        "revision": writing.mark_of(story),
        "address": "".join(parts[1:]) if parts else None,
        "authors": [str(entry.author) for entry in newest.authors.all()],
        "regions": [region.slug for region in newest.regions.all()],
        "topics": [topic.slug for topic in newest.topics.all()],
        "lead_picture": newest.lead_picture_id,
        "blocks": newest.body.get_prep_value(),
        "notes": [{"kind": note.kind, "date": note.date, "text": strip_tags(note.text)} for note in newest.notes.all()],
        "translations": dict(siblings.values_list("locale__language_code", "pk")),
    }
