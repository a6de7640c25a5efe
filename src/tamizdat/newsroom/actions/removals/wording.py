"""Words taken out of a value of a column: plain text, HTML, JSON with texts in it, a slug."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tamizdat.search.passages import Finder, Passage

PLACEHOLDER = "…"
"""What stands in the place of removed words where nothing else was chosen: the same in every language."""
NAMES = frozenset(["slug", "url_path"])
"""Of what a version of a story holds."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPH = re.compile(r"<(p|li|h[1-6]|blockquote)\b[^<>]*>.*?</\1>", re.DOTALL)
_SEPARATORS = re.compile(r"[-_. ]{2,}")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is removed, and by what it is replaced. `kept` are spellings, in small letters, that stay. `cut`: the whole
    paragraph goes."""

    finder: Finder
    replacements: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    cut: bool = False

    def passages(self, text: str) -> list[Passage]:
        return [one for one in self.finder.find(text) if shown(one.spelled) not in self.kept]

    def all_passages(self, value: str) -> list[Passage]:
        """Those of a value as a column has it, in all of its texts."""
        return [one for text in texts_of(value) for one in self.passages(text)]

    def without(self, value: str, language: str = "") -> str:
        """The value without the words."""
        parsed = _parsed(value)
        if parsed is None:
            return self._text(value, language)
        return json.dumps(self._leaves(parsed, language), ensure_ascii=value.isascii())

    def name_without(self, value: str, number: object) -> str:
        """A slug, an account's name or a path of such without the words, with a number that keeps it unique."""
        return "/".join(self._part(part, number) for part in value.split("/"))

    def _part(self, part: str, number: object) -> str:
        found = self.passages(part)
        if not found:
            return part
        rest = _SEPARATORS.sub("-", _replaced(part, found, "")).strip("-_. ")
        return f"{rest}-{number}" if rest else f"removed-{number}"

    def _leaves(self, value: Any, language: str) -> Any:
        if isinstance(value, str):
            return self.without(value, language)
        if isinstance(value, list):
            return [self._leaves(one, language) for one in value]
        if isinstance(value, dict):
            number = value.get("pk", "x")
            return {
                self._text(key, language): self.name_without(one, number)
                if key in NAMES and isinstance(one, str)
                else self._leaves(one, language)
                for key, one in value.items()
            }
        return value

    def _text(self, text: str, language: str) -> str:
        if self.cut and _PARAGRAPH.search(text):
            text = _PARAGRAPH.sub(lambda one: "" if self.passages(one.group()) else one.group(), text)
        found = self.passages(text)
        said = self.replacements.get(language) or self.replacements.get("") or PLACEHOLDER
        return _replaced(text, found, said) if found else text


def shown(spelled: str) -> str:
    """A spelling as it is listed: without tags, in small letters."""
    return " ".join(_TAG.sub("", spelled).lower().split())


def texts_of(value: str) -> list[str]:
    """The texts of a value; JSON's are its strings, also where one holds JSON again."""
    parsed = _parsed(value)
    if parsed is None:
        return [value]
    found: list[str] = []
    waiting = [parsed]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found += texts_of(one)
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found += one.keys()
            waiting += one.values()
    return found


def _parsed(value: str) -> Any:
    if value[:1] not in ("{", "[", '"'):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _replaced(text: str, found: list[Passage], said: str) -> str:
    """Tags within a passage stay, so that what they open is closed."""
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], said, *_TAG.findall(one.spelled)]
        at = one.end
    return "".join([*parts, text[at:]])
