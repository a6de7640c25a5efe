"""Reads what readers send: the form to subscribe, the choices of a reader, and leaving with one click from a mail program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import parse_qs

from tamizdat.door.form_fields import TRAP, Fields, fields_of, media_type
from tamizdat.door.reply import Request
from tamizdat.kit.text import clean
from tamizdat.letters import addresses
from tamizdat.letters.errors import BadAddress

MOST_FIELDS = 80
LONGEST_NUMBER = 9
LONGEST_PAUSE = timedelta(days=366)
_DIGEST = re.compile(r"[0-9a-f]{32}")
_ONE_CLICK = re.compile(rb'name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n', re.IGNORECASE)
"""In a body of parts (multipart/form-data), which RFC 8058 allows mail programs to send."""

Refusal = Literal["no-newsletter", "wrong-address", "wrong-link", "not-possible"]
"""The page below /LANG/newsletter/ that says why something was not done."""


@dataclass(frozen=True, kw_only=True)
class JoinForm:
    """`shown` names the text about data that the form showed, or is ''."""

    address: str
    language: str
    lists: tuple[int, ...]
    shown: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """`language` is '' where it is to stay as it is; `paused_until` is None for letters without a pause."""

    lists: tuple[int, ...]
    language: str
    wants_text: bool
    discreet: bool
    paused_until: date | None


def query_of(query: bytes) -> Fields:
    """The fields of an address; none where it has more than any address of ours."""
    try:
        return parse_qs(query.decode("latin-1"), errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def join_form(fields: Fields, languages: Sequence[str]) -> JoinForm | Refusal:
    """The form to subscribe, or why it cannot be taken."""
    lists, shown, language = _numbers(fields), first(fields, "shown"), first(fields, "language")
    if first(fields, TRAP) or not languages:
        return "not-possible"
    if not lists:
        return "no-newsletter"
    try:
        address = addresses.normal(clean(first(fields, "email")))
    except BadAddress:
        return "wrong-address"
    return JoinForm(
        address=address,
        language=language if language in languages else languages[0],
        lists=lists,
        shown=shown if _DIGEST.fullmatch(shown) else "",
    )


def choices(fields: Fields, languages: Sequence[str], today: date) -> Choices:
    """What the page of choices sends; a pause that is over, or too long, is none."""
    language = first(fields, "language")
    try:
        until = date.fromisoformat(first(fields, "paused_until"))
    except ValueError:
        until = today
    return Choices(
        lists=_numbers(fields),
        language=language if language in languages else "",
        wants_text="wants_text" in fields,
        discreet="discreet" in fields,
        paused_until=until if today < until <= today + LONGEST_PAUSE else None,
    )


def is_one_click(request: Request) -> bool:
    """Whether a mail program sends it for a reader who pressed its button to unsubscribe (RFC 8058)."""
    if media_type(request) == b"multipart/form-data":
        return _ONE_CLICK.search(request.body) is not None
    fields = fields_of(request, MOST_FIELDS)
    return not isinstance(fields, int) and first(fields, "List-Unsubscribe").lower() == "one-click"


def _numbers(fields: Fields) -> tuple[int, ...]:
    given = dict.fromkeys(fields.get("list", ()))
    return tuple(int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= LONGEST_NUMBER)
