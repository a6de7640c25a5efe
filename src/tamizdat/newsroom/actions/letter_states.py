"""Ask for the approval of a letter, approve it, or take it back to draft. Its sending is started by operations/letters.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tamizdat.newsroom.models import Letter

WRITTEN = (Letter.State.DRAFT, Letter.State.WAITING, Letter.State.APPROVED)
"""States in which a letter can still be changed."""


def ask_for_approval(letter: Letter, *, user: Any = None) -> None:
    _set(letter, Letter.State.WAITING, letter.send_at, user)


def approve(letter: Letter, *, send_at: datetime, user: Any = None) -> None:
    """It is sent by itself at that moment."""
    _set(letter, Letter.State.APPROVED, send_at, user)


def back_to_draft(letter: Letter, *, user: Any = None) -> None:
    """It is not sent by itself any more."""
    _set(letter, Letter.State.DRAFT, None, user)


def _set(letter: Letter, state: Letter.State, send_at: datetime | None, user: Any) -> None:
    """A letter whose sending has begun meanwhile stays as it is."""
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(pk=letter.pk, state__in=WRITTEN).first()
        if row is None:
            return
        row.state, row.send_at = state, send_at
        row.save(update_fields=["state", "send_at"])
        log(instance=row, action=f"tamizdat.letter_{state.value}", user=user)
