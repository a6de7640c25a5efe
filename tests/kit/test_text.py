from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.kit.text import capitalised, clean

MARKS = "\u200c\u200d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800\x00\x85\u2028\u00a0 \n\ufeffaб\u0301"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two\t\nwords \u2028 here ", "two words here"),
        ("e\u0301", "é"),
        ("a\x00b\x1bc\x7fd\x9f", "abcd"),
        ("a\x85b\x0bc", "a b c"),
        ("bad\ud800\udc00", "bad"),
        ("\ufeffa\u200bb\u00adc\ufffe\U0001ffff", "abc"),
        ("plain\U000e0068\U000e0069", "plain"),
        ("5\u00a0км\u202fч", "5\u00a0км\u202fч"),
        ("5 \u00a0км", "5 км"),
        ("می\u200cروم", "می\u200cروم"),
        ("می\u200c\u200c\u200cروم", "می\u200cروم"),
        ("\u200c \u200d", ""),
        ("👩\u200d👧", "👩\u200d👧"),
        ("עברית\u200f!", "עברית\u200f!"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\u202eb\u202cc", "abc"),
        ("a\u202bb\u202cc", "a\u202bb\u202cc"),
        ("a\u2067b\u2069c", "a\u2067b\u2069c"),
        ("a\u2067b", "ab"),
        ("a\u2069b\u202cc", "abc"),
        ("\u2067a\u202bb\u2069c\u202cd", "\u2067ab\u2069cd"),
        ("\u2067a\u202cb\u2069", "\u2067ab\u2069"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters(codec=None) | st.sampled_from(MARKS), max_size=60))
def test_clean_text_is_safe_and_stays(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {"\u202d", "\u202e"} & set(cleaned)
    isolates = sum(cleaned.count(sign) for sign in "\u2066\u2067\u2068")
    embeddings = sum(cleaned.count(sign) for sign in "\u202a\u202b")
    assert (isolates, embeddings) == (cleaned.count("\u2069"), cleaned.count("\u202c"))


def test_hostile_strings_come_out_clean(shared_data: Path) -> None:
    for path in (shared_data / "hostile-strings-blns").rglob("*.txt"):
        for line in path.read_text(errors="surrogateescape").splitlines():
            cleaned = clean(line)
            assert clean(cleaned) == cleaned
            cleaned.encode()


def test_a_name_begins_with_a_capital_where_its_script_has_one_for_that() -> None:
    assert capitalised("русский язык") == "Русский язык"
    assert capitalised("ქართული") == "ქართული"
    assert capitalised("") == ""
