"""The interface's messages, as the templates hold them."""

from __future__ import annotations

import re
from pathlib import Path

_ONE = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"')
_MANY = re.compile(r'\bngettext\(\s*"((?:[^"\\]|\\.)*)"\s*,\s*"((?:[^"\\]|\\.)*)"')
_CALL = re.compile(r"\b(?:_|ngettext)\(")


def messages(templates: Path) -> dict[str, str | None]:
    """Plural by message; None where a message has none. Every call must begin with a quoted message."""
    found: dict[str, str | None] = {}
    for path in sorted(templates.rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        one, many = _ONE.findall(text), _MANY.findall(text)
        assert len(one) + len(many) == len(_CALL.findall(text)), f"{path.name}: a message is not a quoted literal"
        found.update(dict.fromkeys(one))
        found.update(dict(many))
    return found
