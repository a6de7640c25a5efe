"""Mail by a provider's own API, where SMTP is blocked or the provider has none. django-anymail knows the providers.

It stands here and not in the room of letters because anymail is made of Django. It is loaded when mail.server names a provider.
The provider makes its own message of ours, and signs it: our headers but those that it must write itself are passed on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from anymail import exceptions
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from tamizdat.letters.messages import Message
from tamizdat.letters.transport.port import Fate, LetterRefused, Outcome, RouteDown, RouteRefused

TIMEOUT = 60.0
"""Seconds to wait for a connection and for an answer."""
_LONGEST_ANSWER = 200
_BY_THE_PROVIDER = frozenset(
    {"from", "to", "subject", "reply-to", "date", "mime-version", "dkim-signature"}
    | {"content-type", "content-transfer-encoding"}
)
"""Headers that it writes, from what it is given in other places."""
_UNTRACKED = ("track_opens", "track_clicks")
_FATES = {
    "sent": Fate.HANDED_OVER,
    "queued": Fate.HANDED_OVER,
    "invalid": Fate.BOUNCED,
    "rejected": Fate.BOUNCED,  # on the provider's own list, because mail to it came back or was called spam
    "failed": Fate.REFUSED,
}
"""By anymail's word for a recipient; any other says nothing about what became of the message."""
_KEY_REFUSED, _TOO_LARGE, _TOO_MANY, _GATEWAY_TIMEOUT = (401, 403), 413, 429, 504
_OF_THE_MESSAGE = (400, 406, 409, 422)


class ProviderTransport:
    """`address` is anymail:PROVIDER?OPTION=VALUE&…: a provider of anymail's, with the options that anymail documents for it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._provider, self._options = parts.path, dict(parse_qsl(parts.query))
        if not settings.configured:
            settings.configure(USE_TZ=True)  # a sender by itself has no Django; anymail asks for its settings

    async def connect(self) -> ProviderConnection:
        try:
            module = import_module(f"anymail.backends.{self._provider}")
            backend = module.EmailBackend(ignore_recipient_status=True, timeout=TIMEOUT, **self._options)
            backend.open()
        except ImportError as error:
            raise RouteRefused(f"anymail cannot send by “{self._provider}”: {error}. Check mail.server.") from error
        except exceptions.AnymailConfigurationError as error:
            # It names a setting of Django's, such as 'POSTMARK_SERVER_TOKEN'.
            option = str(error).partition("'")[2].partition("'")[0].lower().removeprefix(f"{self._provider}_")
            wanted = f"the option {option}" if option else f"another option: {error}"
            raise RouteRefused(f"mail.server needs {wanted}, as in anymail:{self._provider}?option=value.") from error
        return ProviderConnection(backend)


class ProviderConnection:
    """Hands over one message at a time."""

    is_open = True

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self._name: str = backend.esp_name
        self._flags: tuple[str, ...] | None = None

    async def send(self, message: Message, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        mail: Any = _mail_of(message)  # anymail puts its status there
        try:
            self._set_untracked(mail)
            self._backend.build_message_payload(mail, {})
        except exceptions.AnymailUnsupportedFeature as error:
            if message.needs_smtputf8:
                return Outcome(Fate.GIVEN_UP, f"{self._name} takes no addresses in letters other than Latin ones.")
            raise RouteRefused(f"{self._name} cannot carry our letters: {error.args[0]}.") from error
        except exceptions.AnymailInvalidAddress as error:
            return Outcome(Fate.BOUNCED, str(error.args[0]))
        if not await may_go():
            return Outcome(Fate.STOPPED)
        try:
            await asyncio.to_thread(self._backend.send_messages, [mail])
        except exceptions.AnymailAPIError as error:
            if error.response is None:
                return self._not_answered(error)
            return self._not_taken(error.response)
        status = next(iter(mail.anymail_status.status or {"unknown"}))  # there is one recipient
        fate = _FATES.get(status, Fate.UNCERTAIN)
        why = "" if fate is Fate.HANDED_OVER else _one_line(mail.anymail_status.esp_response)
        return Outcome(fate, f"{self._name}: {status} {why}".strip())

    async def close(self) -> None:
        with suppress(requests.RequestException):
            self._backend.close()

    def _set_untracked(self, mail: EmailMultiAlternatives) -> None:
        """Forbid the provider to track readers, in as far as it can be told so."""
        if self._flags is None:
            self._flags = tuple(flag for flag in _UNTRACKED if self._knows(mail, flag))
        for flag in self._flags:
            setattr(mail, flag, False)

    def _knows(self, mail: EmailMultiAlternatives, flag: str) -> bool:
        setattr(mail, flag, False)
        try:
            self._backend.build_message_payload(mail, {})
        except exceptions.AnymailUnsupportedFeature:
            return False
        finally:
            delattr(mail, flag)
        return True

    def _not_answered(self, error: Exception) -> Outcome:
        """Nothing was sent where no connection came about; after that only an answer would tell."""
        cause = error.__cause__
        if "CERTIFICATE_VERIFY_FAILED" in str(cause):
            raise RouteRefused(
                f"The certificate of {self._name} cannot be trusted. Check the API's address."
            ) from error
        if isinstance(cause, requests.exceptions.ConnectTimeout) or _is_unconnected(cause):
            raise RouteDown(f"{self._name} cannot be reached.") from error
        return Outcome(
            Fate.UNCERTAIN,
            f"{self._name} did not answer. Whether it took the message is not known ({type(cause).__name__}).",
        )

    def _not_taken(self, answer: requests.Response) -> Outcome:
        code = answer.status_code
        if code in _KEY_REFUSED:
            # Not the provider's words: they could repeat the key.
            raise RouteRefused(f"{self._name} does not accept the key (code {code}). Check mail.server.")
        said = f"{self._name} answers {code} {_one_line(answer)}".strip()
        if code == _TOO_LARGE:
            raise LetterRefused(f"{said}. Shorten the letter.")
        if code == _GATEWAY_TIMEOUT:
            return Outcome(Fate.UNCERTAIN, said)
        if code == _TOO_MANY or code >= 500:
            raise RouteDown(said)
        if code in _OF_THE_MESSAGE or 200 <= code < 300:
            return Outcome(Fate.REFUSED if code >= 400 else Fate.UNCERTAIN, said)
        raise RouteRefused(said)


def _is_unconnected(cause: BaseException | None) -> bool:
    reason = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError | ConnectTimeoutError)


def _mail_of(message: Message) -> EmailMultiAlternatives:
    parsed = message_from_bytes(message.data, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    mail = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=_part(parsed, "plain"),
        from_email=str(parsed["From"]),
        to=[message.address],
        reply_to=[str(parsed["Reply-To"])],
        headers=dict(_passed_on(parsed)),
    )
    if html := _part(parsed, "html"):
        mail.attach_alternative(html, "text/html")
    return mail


def _passed_on(parsed: EmailMessage) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, value in parsed.items() if name.lower() not in _BY_THE_PROVIDER)


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part else ""


def _one_line(answer: requests.Response | None) -> str:
    return " ".join(answer.text.split())[:_LONGEST_ANSWER] if answer is not None else ""
