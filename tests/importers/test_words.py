"""The quick way gives what the slow one gives."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from tamizdat.importers.words import clean
from tamizdat.kit import text


def test_every_character_is_treated_alike() -> None:
    words = [f"a{chr(code)}b" for code in range(sys.maxunicode + 1)]
    assert [word for word in words if word.isprintable() and clean(word) != text.clean(word)] == []


@given(st.text(max_size=60))
def test_any_words_come_out_the_same(words: str) -> None:
    assert clean(words) == text.clean(words)
    assert clean(f" {words}  {words} ") == text.clean(f" {words}  {words} ")
