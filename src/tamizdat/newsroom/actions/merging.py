"""Merge a region, topic, series or author into another: the other gets its stories, its places in menus and its addresses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Revision

from tamizdat.newsroom import addresses, holders, keys, noting
from tamizdat.newsroom.models import Article, ArticleAuthor, Author, Region, Scope, Series, SeriesAuthor, Topic

MERGED: tuple[type[Any], ...] = (Author, Region, Series, Topic)
"""What can be merged."""


def refuse(row: Any, into: Any) -> None:
    """Raises ValidationError where the two cannot be one."""
    if type(row) is not type(into) or type(row) not in MERGED or row.pk == into.pk:
        raise ValidationError("Choose another of the same kind.")
    if isinstance(row, Topic) and into.parent_id and (into.parent_id == row.pk or row.events.exists()):
        raise ValidationError(
            "This topic has events under it, so it can be merged only into a topic, not into an event."
        )


def merge(row: Any, into: Any, *, user: Any = None) -> int:
    """Put `into` in the place of `row`, in rows and in revisions, and delete `row` for good. Answers how many stories
    that changed. Raises ValidationError where the two cannot be one."""
    refuse(row, into)
    stories = set(holders.of(row).stories)
    revisions = _revisions_of(row)  # before the transaction: all revisions are read, which may take long
    with noting.writes():
        _in_revisions(revisions, row, into)
        stories |= _in_tables(row, into)
        _in_others(row, into)
        noting.note(keys.article(pk) for pk in stories)
        if not (getattr(row, "pseudonym", False) or getattr(into, "pseudonym", False)):
            # A redirect would lead from one name to the other.
            noting.note(addresses.hand_over(keys.noun(row.kind, row.pk), keys.noun(into.kind, into.pk)))
        log(instance=into, action="tamizdat.merge", user=user, data={"from": row.pk, "name": str(row)})
        noting.note({keys.noun(into.kind, into.pk)})
        row.delete()
    return len(stories)


def _in_tables(row: Any, into: Any) -> set[int]:
    """The stories' own rows; each has `into` once. Answers which stories had `row`."""
    if isinstance(row, Series):
        stories = set(Article.objects.filter(series=row.pk).values_list("pk", flat=True))
        Article.objects.filter(series=row.pk).update(series=into.pk)
        return stories
    rows: Any = {
        Author: ArticleAuthor.objects,
        Region: Article.regions.through.objects,
        Topic: Article.topics.through.objects,
    }[type(row)]
    name = row.kind
    mine = rows.filter(**{name: row.pk})
    stories = set(mine.values_list("article", flat=True))
    both = rows.filter(**{name: into.pk}).order_by().values("article")
    mine.filter(article__in=both).delete()
    rows.filter(**{name: row.pk}).update(**{name: into.pk})
    return stories


def _revisions_of(row: Any) -> list[int]:
    """Drafts, what is scheduled, and every older version: one that is brought back must not lack a byline."""
    found = Revision.page_revisions.order_by("pk").iterator(chunk_size=200)
    return [revision.pk for revision in found if holders.holds(revision.content, row)]


def _in_revisions(pks: list[int], row: Any, into: Any) -> None:
    for pk in pks:
        revision = Revision.page_revisions.filter(pk=pk).first()
        if revision and holders.holds(revision.content, row):
            put(revision.content, row, into)
            Revision.page_revisions.filter(pk=pk).update(content=revision.content)
            noting.draft(int(revision.object_id))


def put(content: dict[str, Any], row: Any, into: Any) -> None:
    """Put `into` in the place of `row` in a revision's content."""
    if isinstance(row, Series):
        content["series"] = into.pk
    elif isinstance(row, Author):
        authors = content["authors"]
        has_both = any(one.get("author") == into.pk for one in authors)
        content["authors"] = [
            one if one.get("author") != row.pk else one | {"author": into.pk}
            for one in authors
            if not (has_both and one.get("author") == row.pk)
        ]
    else:
        name = f"{row.kind}s"
        content[name] = list(dict.fromkeys(into.pk if pk == row.pk else pk for pk in content[name]))


def _in_others(row: Any, into: Any) -> None:
    """Menus, series and events that point to `row`, and the people whose scope has it."""
    if isinstance(row, Region | Topic):
        _in_scopes(row, into)
    if isinstance(row, Author):
        has = SeriesAuthor.objects.filter(author=into.pk).order_by().values("of")
        SeriesAuthor.objects.filter(author=row.pk, of__in=has).delete()
    for field in holders.pointing_at(type(row)):
        for other in field.model._default_manager.filter(**{field.name: row.pk}):
            setattr(other, field.name, into)
            other.save()


def _in_scopes(row: Region | Topic, into: Region | Topic) -> None:
    name = f"{row.kind}s"
    for scope in Scope.objects.order_by("pk"):
        chosen = getattr(scope, name)
        if row.pk in chosen:
            setattr(scope, name, sorted({into.pk if pk == row.pk else pk for pk in chosen}))
            scope.save(update_fields=[name])
