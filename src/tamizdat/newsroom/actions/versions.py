"""Versions of a story: name one, and bring one part of an older one back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from tamizdat.newsroom import parts
from tamizdat.newsroom.models import Article, NamedVersion

NAME = "tamizdat.name_version"
RESTORE_PART = "tamizdat.restore_part"
"""The names of these in the record of who did what."""


def name_version(story: Article, revision: Revision, name: str, *, user: Any = None) -> None:
    """An empty name takes the name away."""
    with transaction.atomic():
        if name:
            NamedVersion.objects.update_or_create(revision=revision, defaults={"name": name})
        else:
            NamedVersion.objects.filter(revision=revision).delete()
        log(instance=story, action=NAME, user=user, revision=revision, data={"name": name})


def restore_part(story: Article, revision: Revision, place: str, *, user: Any = None) -> bool:
    """A new draft in which one field, or one block of the text, is as in that version; a block that it did not have goes.

    False where `place` names neither.
    """
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=story.pk)
        draft: Article = locked.get_latest_revision_as_object()
        if not _restore(draft, revision.as_object(), place):
            return False
        made = draft.save_revision(user=user)
        log(instance=story, action=RESTORE_PART, user=user, revision=made, content_changed=True, data={"place": place})
    return True


def _restore(draft: Article, older: Article, place: str) -> bool:
    if place in ("topics", "regions"):
        getattr(draft, place).set(getattr(older, place).all())
    elif place == "authors":
        draft.authors.set([type(one)(author=one.author, role=one.role) for one in older.authors.all()])
    elif place in (*parts.FIELDS, *parts.AFTER):
        setattr(draft, place, getattr(older, place))
    else:
        return _restore_block(draft, older, place)
    return True


def _restore_block(draft: Article, older: Article, place: str) -> bool:
    now, then = draft.body.get_prep_value(), older.body.get_prep_value()
    ids, old_ids = [block["id"] for block in now], [block["id"] for block in then]
    if place in ids and place in old_ids:
        now[ids.index(place)] = then[old_ids.index(place)]
    elif place in ids:
        del now[ids.index(place)]
    elif place in old_ids:
        before = [one for one in old_ids[: old_ids.index(place)] if one in ids]
        now.insert(ids.index(before[-1]) + 1 if before else 0, then[old_ids.index(place)])
    else:
        return False
    draft.body = now
    return True
