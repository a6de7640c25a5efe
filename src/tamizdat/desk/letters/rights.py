"""Who may do what with letters. Writing them is the model's own right; the two others are asked for by name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SEND = "newsroom.send_letter"
READERS = "newsroom.see_readers"
"""To see single addresses: of whoever subscribed, and in mail on this machine."""
WRITE = "newsroom.change_letter"


def may_send(user: Any) -> bool:
    return bool(user.has_perm(SEND))


def may_see_readers(user: Any) -> bool:
    return bool(user.has_perm(READERS))


def check(request: HttpRequest, right: str) -> None:
    """Raises PermissionDenied."""
    if not request.user.has_perm(right):
        raise PermissionDenied
