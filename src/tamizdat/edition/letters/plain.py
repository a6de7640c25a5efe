"""HTML of a letter as plain text."""

from __future__ import annotations

import html
import re

from tamizdat.edition import portable

_FIGURE = re.compile(r"<figure>.*?</figure>", re.S)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.S)
_ROW = re.compile(r"^((?:– |[^\n]* · )[^\n]*)\n\n(?=– |[^\n]* · )", re.M)
_TAG = re.compile(r"<[^>]+>")


class PlainText:
    """Turns HTML into text, with a number in brackets after each link; `links` are the addresses by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, markup: str) -> str:
        """Without pictures, which plain text cannot show; items of a list and rows of a table are one below the other."""
        text = portable.plain_text(_LINK.sub(self._numbered, _FIGURE.sub("", markup)))
        return _ROW.sub(r"\1\n", text)

    @property
    def links(self) -> list[tuple[int, str]]:
        return [(number, address) for address, number in self._numbers.items()]

    def _numbered(self, link: re.Match[str]) -> str:
        address, words = html.unescape(link[1]), link[2]
        if html.unescape(_TAG.sub("", words)).strip() in (address, address.removeprefix("mailto:")):
            return words
        number = self._numbers.setdefault(address, len(self._numbers) + 1)
        return f"{words} [{number}]"
