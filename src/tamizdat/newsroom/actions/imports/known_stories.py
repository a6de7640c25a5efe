"""What an import left on record: the last source of each story, in the story's own history at the desk.

So a second run knows what did not change at its source, whatever editors did to the story since: their work stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import PageLogEntry

from tamizdat.newsroom.actions.imports.incoming import Incoming
from tamizdat.newsroom.actions.imports.names import parts
from tamizdat.newsroom.actions.imports.nouns import Nouns
from tamizdat.newsroom.actions.imports.rows import insert
from tamizdat.newsroom.models import Article

ACTION = "tamizdat.import"


@dataclass(frozen=True, kw_only=True)
class Known:
    """A story that was imported before. `missing` are the regions and topics that nobody knew then."""

    pk: int
    language: str
    fingerprint: str
    missing: tuple[str, ...]

    def still_as(self, story: Incoming, nouns: Nouns) -> bool:
        """True when another import of the story would change nothing."""
        appeared = any(word.casefold() in nouns.regions or word.casefold() in nouns.topics for word in self.missing)
        return self.fingerprint == story.fingerprint() and not appeared


def known_stories(stories: Sequence[Incoming]) -> dict[str, Known]:
    """Those of `stories` that the newsroom has, by external_id."""
    found: dict[str, Known] = {}
    for names in parts([story.external_id for story in stories]):
        rows = Article.objects.filter(external_id__in=names).values_list("pk", "external_id", "locale__language_code")
        there = {pk: (name, language) for pk, name, language in rows}
        entries = PageLogEntry.objects.filter(page__in=there, action=ACTION).order_by("timestamp", "pk")
        last = dict(entries.values_list("page", "data"))
        for pk, (name, language) in there.items():
            data = last.get(pk, {})
            found[name] = Known(
                pk=pk,
                language=language,
                fingerprint=data.get("source", ""),
                missing=tuple(data.get("missing", ())),
            )
    return found


def write(taken: Iterable[tuple[int, Incoming, Sequence[str]]]) -> None:
    """Record (story's key, source, missing regions and topics) of stories that were just taken in."""
    kind = ContentType.objects.get_for_model(Article).pk
    now = timezone.now()
    insert(
        PageLogEntry,
        ("page_id", "content_type_id", "label", "action", "timestamp", "content_changed", "data"),
        (
            (pk, kind, story.headline, ACTION, now, True, {"source": story.fingerprint(), "missing": list(missing)})
            for pk, story, missing in taken
        ),
    )
