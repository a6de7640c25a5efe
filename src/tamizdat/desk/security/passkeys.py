"""Passkeys as a second factor: WebAuthn, with the checks of python-fido2.

A passkey belongs to the host at which it was made. The challenge is kept in the session and good for one answer.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wagtail.log_actions import log

from tamizdat.desk.models import SecondFactor

MOST = 10
"""Passkeys of one person."""
_STATE = "tamizdat.passkey"


class PasskeyError(Exception):
    """What the browser sent is no answer to what it was asked."""


def begin_adding(request: HttpRequest, user: Any, site: str) -> dict[str, Any]:
    """What the browser needs to make a passkey, as JSON."""
    name = user.get_username()
    options, state = _server(request, site).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(user), name=name, display_name=name),
        credentials=_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[_STATE] = state
    return dict(options)


def add(request: HttpRequest, user: Any, answer: str, name: str) -> None:
    """Keep the passkey that the browser made. Raises PasskeyError."""
    state = request.session.pop(_STATE, None)
    if state is None or SecondFactor.objects.filter(user=user, kind=SecondFactor.Kind.PASSKEY).count() >= MOST:
        raise PasskeyError
    try:
        made = _server(request, "").register_complete(state, json.loads(answer))
        public = bytes(made.credential_data or b"")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyError from error
    if not public:
        raise PasskeyError
    with transaction.atomic():
        SecondFactor.objects.create(
            user=user, kind=SecondFactor.Kind.PASSKEY, name=name[:60], secret=base64.b64encode(public).decode()
        )
        log(instance=user, action="tamizdat.factor_added", user=user, data={"kind": SecondFactor.Kind.PASSKEY})


def begin_using(request: HttpRequest, user: Any) -> dict[str, Any] | None:
    """What the browser needs to show one of the person's passkeys, as JSON; None: they have none."""
    known = _credentials(user)
    if not known:
        return None
    options, state = _server(request, "").authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[_STATE] = state
    return dict(options)


def check(request: HttpRequest, user: Any, answer: str) -> bool:
    """Whether the browser showed one of the person's passkeys."""
    state = request.session.pop(_STATE, None)
    if state is None:
        return False
    try:
        used = _server(request, "").authenticate_complete(state, _credentials(user), json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    secret = base64.b64encode(bytes(used)).decode()
    rows = SecondFactor.objects.filter(user=user, kind=SecondFactor.Kind.PASSKEY, secret=secret)
    return bool(rows.update(used_at=timezone.now()))


def _server(request: HttpRequest, site: str) -> Fido2Server:
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=site or host))


def _credentials(user: Any) -> list[AttestedCredentialData]:
    rows = SecondFactor.objects.filter(user=user, kind=SecondFactor.Kind.PASSKEY)
    return [AttestedCredentialData(base64.b64decode(row.secret)) for row in rows]


def _handle(user: Any) -> bytes:
    """What the device keeps to tell accounts apart: no name and no number of ours."""
    return salted_hmac("tamizdat.desk.passkey", str(user.pk), algorithm="sha256").digest()
