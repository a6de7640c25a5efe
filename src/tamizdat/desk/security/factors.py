"""Second factors: codes of an authenticator app (TOTP, RFC 6238) and recovery codes. Passkeys are in passkeys.py.

`SecondFactor.secret` is, of an app, the key in base32, encrypted with the newsroom's secret, so that a copy of the database alone
makes no codes; of a recovery code, a keyed hash; of a passkey, its public key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
from typing import Any
from urllib.parse import quote, urlencode

import qrcode
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathImage
from wagtail.log_actions import log

from tamizdat.desk.models import SecondFactor

Kind = SecondFactor.Kind
PERIOD, DIGITS, SLACK = 30, 6, 1
"""Seconds a code is good for, its length, and how many codes before and after the present one are taken: clocks differ."""
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No signs that look alike."""
RECOVERY_LENGTH = 10


def has_one(user: Any) -> bool:
    """Whether signing in needs a second step. Recovery codes alone are no second factor."""
    return SecondFactor.objects.filter(user=user, kind__in=[Kind.APP, Kind.PASSKEY]).exists()


# The authenticator app


def new_key() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def app_code(key: str, step: int) -> str:
    """The code of the half-minute `step`, as RFC 4226 computes it."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def app_step(key: str, typed: str) -> int | None:
    """The half-minute whose code was typed, if it is one of those taken now."""
    now = int(time.time()) // PERIOD
    for step in range(now - SLACK, now + SLACK + 1):
        if hmac.compare_digest(app_code(key, step).encode(), _plain(typed).encode()):
            return step
    return None


def app_address(user: Any, key: str, issuer: str) -> str:
    """What the QR code holds."""
    label = quote(f"{issuer}:{user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': issuer}, quote_via=quote)}"


def drawn(text: str) -> str:
    """A QR code as an SVG element."""
    image = qrcode.make(text, image_factory=SvgPathImage, border=2)
    svg: str = image.to_string(encoding="unicode")
    return svg


def add_app(user: Any, key: str, typed: str) -> bool:
    """Keep the app's key, if `typed` is a code of it. It replaces an older app."""
    step = app_step(key, typed)
    if step is None:
        return False
    with transaction.atomic():
        SecondFactor.objects.filter(user=user, kind=Kind.APP).delete()
        SecondFactor.objects.create(
            user=user, kind=Kind.APP, secret=_sealer().encrypt(key.encode()).decode(), counter=step
        )
        log(instance=user, action="tamizdat.factor_added", user=user, data={"kind": Kind.APP})
    return True


# Recovery codes


def new_recovery_codes(user: Any) -> list[str]:
    """Ten new ones in place of all older. They are shown once: only their hashes are kept."""
    codes = ["".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        SecondFactor.objects.filter(user=user, kind=Kind.RECOVERY).delete()
        SecondFactor.objects.bulk_create(
            SecondFactor(user=user, kind=Kind.RECOVERY, secret=_recovery_hash(user, code)) for code in codes
        )
        log(instance=user, action="tamizdat.recovery_codes", user=user)
    half = RECOVERY_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def recovery_codes_left(user: Any) -> int:
    return SecondFactor.objects.filter(user=user, kind=Kind.RECOVERY).count()


# Both


def check_code(user: Any, typed: str) -> str:
    """The kind of factor that the typed code is one of; empty: of none. No code is taken twice."""
    plain = _plain(typed)
    now = timezone.now()
    for app in SecondFactor.objects.filter(user=user, kind=Kind.APP):
        key = _opened(app.secret)
        step = app_step(key, plain) if key else None
        newer = SecondFactor.objects.filter(pk=app.pk, counter__lt=step or 0)
        if step is not None and newer.update(counter=step, used_at=now):
            return str(Kind.APP)
    used, _by_model = SecondFactor.objects.filter(
        user=user, kind=Kind.RECOVERY, secret=_recovery_hash(user, plain)
    ).delete()
    return str(Kind.RECOVERY) if used else ""


def remove(user: Any, factor: SecondFactor) -> None:
    """Remove an app or a passkey of one's own; with the last one go the recovery codes."""
    with transaction.atomic():
        log(instance=user, action="tamizdat.factor_removed", user=user, data={"kind": factor.kind})
        factor.delete()
        if not has_one(user):
            SecondFactor.objects.filter(user=user).delete()


def reset(user: Any, *, by: Any = None) -> None:
    """Remove all of somebody who lost their device. `by` is None on the command line."""
    with transaction.atomic():
        SecondFactor.objects.filter(user=user).delete()
        log(instance=user, action="tamizdat.factors_reset", user=by)


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _recovery_hash(user: Any, code: str) -> str:
    return salted_hmac("tamizdat.desk.recovery", f"{user.pk}\n{code}", algorithm="sha256").hexdigest()


def _sealer() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"tamizdat.desk.second-factor", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))


def _opened(sealed: str) -> str:
    """Empty where the newsroom's secret is another one now: then the factor has to be reset."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""
