"""Whose session it is, for a form that is open while sessions end: it asks before it sends what somebody wrote."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET

from tamizdat.desk.security import rule
from tamizdat.newsroom.models import Article


@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """JSON: `token` against forged requests; and of whoever is signed in `user`, `owner` and `key`. `made` says whether the
    story that a form was going to make, by its ?story=, is there.

    With `key`, AES of 256 bits in base64, the browser encrypts what is typed before it keeps it on the device: without a session
    of the same person nobody reads it there. It is another key after a change of the password. `owner` tells people apart.
    """
    answer = {"token": get_token(request), "user": "", "owner": "", "key": "", "made": False}
    user = request.user
    if user.is_authenticated and user.has_perm("wagtailadmin.access_admin") and not rule.must_add(request):
        answer |= {
            "user": user.get_username(),
            "owner": _secret("owner", user.pk).hex()[:16],
            "key": base64.b64encode(_secret("key", user.pk, user.password)).decode(),
            "made": _is_made(request.GET.get("story", "")),
        }
    return JsonResponse(answer)


def _secret(purpose: str, *parts: object) -> bytes:
    text = "\n".join(("tamizdat.desk.session", purpose, *map(str, parts)))
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)


def _is_made(key: str) -> bool:
    try:
        return Article.objects.filter(translation_key=uuid.UUID(key)).exists()
    except ValueError:
        return False
