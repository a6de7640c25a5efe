"""How a story stands: everything about it that the public could see, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from tamizdat.newsroom import keys

if TYPE_CHECKING:
    from tamizdat.newsroom.models.articles import Article

FACE = (
    "headline",
    "dek",
    "kicker",
    "byline",
    "dateline",
    "genre",
    "urgency",
    "lead_picture_id",
    "display_date",
    "updated_at",
    "slug",
)
COPY = (
    "body",
    "editors_note",
    "credit",
    "licence",
    "source_url",
    "lead_caption",
    "lead_alt_text",
    "series_id",
    "season",
    "episode",
    "may_be_republished",
    "translation_key",
)
STATE = ("live", "killed_at", "expire_at", "embargoed_until", "first_published_at")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`face` is what lists show, `copy` what only its page shows, `notes` what the page of corrections does; `lists` are
    those in which it belongs."""

    article: int
    language: str
    translation_key: object
    slug: str
    published: bool
    killed: bool
    public_since: datetime | None
    expire_at: datetime | None
    lead_picture: int | None
    face: tuple[object, ...]
    copy: tuple[object, ...]
    notes: tuple[object, ...]
    lists: frozenset[str]


def standing(model: type[Article], pk: int | None) -> Standing | None:
    """How the table has the story now, or None when it is not there."""
    row = model.objects.filter(pk=pk).values("locale__language_code", *FACE, *COPY, *STATE).first() if pk else None
    if not row or pk is None:
        return None
    authors = tuple(
        model.objects.get_queryset()
        .filter(pk=pk)
        .values_list("authors__author", "authors__role")
        .order_by("authors__sort_order")
    )
    regions = tuple(
        model.regions.through.objects.filter(article=pk).order_by("region").values_list("region", flat=True)
    )
    topics = tuple(
        model.topics.through.objects.filter(article=pk).order_by("topic").values_list("topic", "topic__parent")
    )
    notes = tuple(model.notes.rel.related_model.objects.filter(article=pk).values_list("kind", "date", "text"))
    since = public_since(row["first_published_at"], row["embargoed_until"])
    return Standing(
        article=pk,
        language=row["locale__language_code"],
        translation_key=row["translation_key"],
        slug=row["slug"],
        published=row["live"] and row["killed_at"] is None and since is not None,
        killed=row["killed_at"] is not None,
        public_since=since,
        expire_at=row["expire_at"],
        lead_picture=row["lead_picture_id"],
        face=(*(row[name] for name in FACE), authors, topics, regions),
        copy=(*(str(row[name]) for name in COPY), notes),
        notes=notes,
        lists=lists_of(
            row["locale__language_code"],
            since,
            regions=regions,
            topics=[pk for pair in topics for pk in pair if pk],
            series=row["series_id"],
            authors=[author for author, _ in authors if author],
        ),
    )


def public_since(first_published_at: datetime | None, embargoed_until: datetime | None) -> datetime | None:
    """When a published story becomes, or became, public: first publication or the end of its embargo, the later one."""
    if first_published_at is None or embargoed_until is None:
        return first_published_at
    return max(first_published_at, embargoed_until)


def lists_of(
    language: str,
    since: datetime | None,
    *,
    regions: Iterable[int] = (),
    topics: Iterable[int] = (),
    series: int | None = None,
    authors: Iterable[int] = (),
) -> frozenset[str]:
    """The lists in which a story of `language`, public since `since`, belongs."""
    if since is None:
        return frozenset()
    month = f"{timezone.localtime(since):%Y-%m}"
    found = {keys.latest_list(language), keys.month_list(language, month)}
    found |= {keys.noun_list(language, "region", pk) for pk in regions}
    found |= {keys.noun_list(language, "topic", pk) for pk in topics}
    found |= {keys.noun_list(language, "author", pk) for pk in authors}
    if series:
        found.add(keys.noun_list(language, "series", series))
    return frozenset(found)
