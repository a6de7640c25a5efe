from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.newsroom.imaging.iptc import read_iptc
from tests.newsroom.imaging.conftest import iim

UTF8 = (1, 90, b"\x1b%G")


@pytest.mark.parametrize(
    ("datasets", "caption"),
    [
        ([UTF8, (2, 120, "Бишкек".encode())], "Бишкек"),
        ([(2, 120, "Бишкек".encode())], "Бишкек"),
        ([(2, 120, "Łódź – café".encode("cp1252", "replace"))], "?ód? – café"),
        ([UTF8, (2, 120, b"caf\xe9")], "caf\ufffd"),
    ],
)
def test_character_sets(datasets: list[tuple[int, int, bytes]], caption: str) -> None:
    assert read_iptc(iim(*datasets))["caption"] == caption


def test_fields_and_several_creators() -> None:
    block = iim(
        (2, 0, b"\0\2"), (2, 80, b"A. One"), (2, 80, b"B. Two"), (2, 110, b"Desk"), (2, 116, b"(c)"), (2, 105, b"Head")
    )
    assert read_iptc(block) == {
        "creator": "A. One, B. Two",
        "credit_line": "Desk",
        "copyright_notice": "(c)",
        "headline": "Head",
    }


def test_an_extended_length_is_read() -> None:
    long = b"x" * 40000
    block = b"\x1c\x02\x78\x80\x04" + len(long).to_bytes(4, "big") + long + iim((2, 105, b"after"))
    assert read_iptc(block) == {"caption": long.decode(), "headline": "after"}


def test_a_length_beyond_the_block_ends_the_reading() -> None:
    assert read_iptc(iim((2, 105, b"Head")) + b"\x1c\x02\x78\x7f\xffshort") == {"headline": "Head"}


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"\x1c\x02\x78\x80\x04" + data))
def test_no_block_breaks_it(block: bytes) -> None:
    assert all(isinstance(text, str) for text in read_iptc(block).values())
