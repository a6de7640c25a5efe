"""Whether a translation has parts that a machine wrote and nobody has read: asked before anything is published, whoever publishes
and how."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom import parts

TOLD = _("Parts of this story were translated by a machine and nobody has read them. Open Side by side and read them.")


def digests(story: int) -> set[str]:
    rows = apps.get_model("newsroom", "MachineText").objects
    return set(rows.filter(translation=story).values_list("digest", flat=True))


def is_unread(story: Any) -> bool:
    """Of its newest draft."""
    machine = digests(story.pk)
    return bool(machine) and _has(story.get_latest_revision_as_object(), machine)


def refuse_unread(revision: Any) -> None:
    """Raises ValidationError where this version has such parts."""
    machine = digests(int(revision.object_id))
    if machine and _has(revision.as_object(), machine):
        raise ValidationError(TOLD)


def _has(story: Any, machine: set[str]) -> bool:
    return any(parts.words_digest(part) in machine for part in parts.words_of(story))
