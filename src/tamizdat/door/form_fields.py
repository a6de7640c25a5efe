"""Reads the fields of a form that a reader sends, whichever form it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from tamizdat.door.reply import Request

FORM = b"application/x-www-form-urlencoded"
TRAP = "website"
"""A hidden field: only programs fill it in."""

Fields = Mapping[str, Sequence[str]]
"""By name, the values in the order in which they were sent."""


def fields_of(request: Request, most: int) -> Fields | int:
    """The fields of a form, of which it may have `most`; or the status 400 or 415."""
    if media_type(request) != FORM:
        return 415
    try:
        return parse_qs(request.body.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=most)
    except ValueError:
        return 400


def media_type(request: Request) -> bytes:
    return request.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
