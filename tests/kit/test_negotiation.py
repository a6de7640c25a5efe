from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamizdat.kit.negotiation import LONGEST, accepted_codings, best_language

# The machine may be busy: only what comes out is judged.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("value", "order"),
    [
        (b"", ("identity",)),
        (b"gzip, deflate, br", ("br", "gzip", "identity")),
        (b"GZIP", ("gzip", "identity")),
        (b"x-gzip", ("gzip", "identity")),
        (b"br;q=0.5, gzip;q=0.8", ("gzip", "br", "identity")),
        (b"br;q=0, gzip", ("gzip", "identity")),
        (b"*", ("br", "gzip", "identity")),
        (b"*;q=0", ("identity",)),
        (b"br;q=0, *;q=0.1", ("gzip", "identity")),
        (b"identity;q=1, br;q=0.5", ("identity",)),
        (b"identity;q=0.5, br;q=1, gzip;q=0.4", ("br", "identity")),
        (b"br;q=nan, gzip;q=1e9", ("identity",)),
        (b"br; q = 0.9", ("br", "identity")),
        (b"br" + b" " * LONGEST, ("identity",)),
    ],
)
def test_codings_in_the_order_to_try_them(value: bytes, order: tuple[str, ...]) -> None:
    assert accepted_codings(value) == order


@pytest.mark.parametrize(
    ("value", "language"),
    [
        (b"ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (b"en;q=0.1, ru;q=0.9", "ru"),
        (b"zh-Hans-CN", "zh-Hans"),
        (b"de, fr", None),
        (b"*", None),
        (b"ru;q=0", None),
        (b"", None),
    ],
)
def test_the_language_that_a_reader_likes_best(value: bytes, language: str | None) -> None:
    assert best_language(value, ["en", "ru", "zh-Hans"]) == language


@UNTIMED
@given(st.binary(max_size=200))
def test_any_bytes_are_borne(value: bytes) -> None:
    assert accepted_codings(value)[-1] == "identity"
    assert best_language(value, ["en"]) in (None, "en")
