"""Reads the contact form: a message that is safe to store, or the status of the refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tamizdat.door.form_fields import TRAP
from tamizdat.kit.text import clean

MOST_TEXT, MOST_NAME, MOST_ADDRESS = 5_000, 100, 254
"""Characters; the form's own bounds are the same (parts/contact.html)."""
_ADDRESS = re.compile(r"[^\s@<>\"',;:()\[\]\\]{1,64}@[^\s@<>\"',;:()\[\]\\]{1,190}")
_LINES = re.compile(r"\r\n?|\n|\u2028|\u2029")
_MANY_EMPTY = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True)
class ContactMessage:
    name: str
    address: str
    text: str


def parse_contact_form(fields: dict[str, str]) -> ContactMessage | int:
    """The message, or the status 400 or 413. An invalid mail address is no reason to refuse: it is added to the name."""
    if fields.get(TRAP):
        return 400
    text = _MANY_EMPTY.sub("\n\n", "\n".join(clean(line) for line in _LINES.split(fields.get("text", "")))).strip()
    name, address = clean(fields.get("name", "")), clean(fields.get("email", ""))
    if not text:
        return 400
    if len(text) > MOST_TEXT or len(name) > MOST_NAME or len(address) > MOST_ADDRESS:
        return 413
    if address and not _ADDRESS.fullmatch(address):
        # Whatever was meant (a telephone, a nickname): the newsroom should see it, as words.
        name, address = f"{name} ({address})".strip(), ""
    return ContactMessage(name=name, address=address, text=text)
