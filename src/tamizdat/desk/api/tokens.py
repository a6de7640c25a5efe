"""Whose token a request carries. Administrators make and revoke tokens at the desk; only their hashes are stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import APIToken

NOTED_EVERY = timedelta(hours=1)
"""How exactly a token says when it was last used: a row is not written for each request."""


def token_of(request: HttpRequest) -> APIToken | None:
    """The token that the request carries, when it is good and its account may enter the desk."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not APIToken.validate_token_format(key.strip()):
        return None
    hashes = APIToken.candidate_key_hashes(key.strip())
    token = APIToken.objects.select_related("user").filter(key_hash__in=hashes, revoked_at=None).first()
    if token is None or not token.user.is_active or not token.user.has_perm("wagtailadmin.access_admin"):
        return None
    return token


def owner(request: HttpRequest) -> Any:
    """The account that a request with a token acts for, or None."""
    token = token_of(request)
    return token.user if token else None


def note_use(token: APIToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
        APIToken.objects.filter(pk=token.pk).update(last_used_at=now)
