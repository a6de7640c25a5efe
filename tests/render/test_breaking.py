"""Where long strings may be broken."""

from __future__ import annotations

import pytest

from tamizdat.render.breaking import HEADING, breakable
from tamizdat.render.markup import Markup


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Representatives of the municipality", "Representatives of the municipality"),
        ("a" * 60, "<wbr>".join(["a" * 19, "a" * 19, "a" * 19, "aaa"])),
        ("W" * 30, "<wbr>".join(["W" * 12, "W" * 12, "W" * 6])),
        ("<" * 30, "<wbr>".join(["&lt;" * 19, "&lt;" * 11])),
        ("и\u0306" * 30, "<wbr>".join(["и\u0306" * 19, "и\u0306" * 11])),
        (Markup(f'<p><a href="/{"x" * 40}">{"b" * 30}</a></p>'),
         f'<p><a href="/{"x" * 40}">{"b" * 19}<wbr>{"b" * 11}</a></p>'),
        (Markup(f"<h2>{'c' * 20}</h2><hr>{'c' * 20}"), f"<h2>{'c' * 13}<wbr>{'c' * 7}</h2><hr>{'c' * 19}<wbr>c"),
    ],
)  # fmt: skip
def test_what_does_not_fit_into_a_line_may_be_broken_and_nothing_else(text: str, broken: str) -> None:
    assert breakable(text) == broken


def test_a_heading_has_room_for_less() -> None:
    assert breakable("Municipality", HEADING) == "Municipality"
    assert "<wbr>" in breakable("Internationalization", HEADING)
