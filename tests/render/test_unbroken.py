"""Where a line may not be broken."""

from __future__ import annotations

import pytest

from tamizdat.render.markup import Markup
from tamizdat.render.unbroken import unbroken


def whole(name: str) -> str:
    return f'<span class="nobr">{name}</span>'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("In Kara-Suu & Ростов-на-Дону", f"In {whole('Kara-Suu')} &amp; {whole('Ростов-на-Дону')}"),
        ("COVID-19, Су-24", f"{whole('COVID-19')}, {whole('Су-24')}"),
        ("A Moscow-based well-known из-за", "A Moscow-based well-known из-за"),
        ("Мост — открыт – снова", "Мост\u00a0— открыт\u00a0– снова"),
        ("— Кто это?", "— Кто это?"),
        ("Aaaaaaaaaaaaaa-Bbbbbbbbbbbbbb", "Aaaaaaaaaaaaaa-Bbbbbbbbbbbbbb"),
        (Markup('<p><a href="/en/Kara-Suu/">Kara-Suu</a> — there</p>'),
         f'<p><a href="/en/Kara-Suu/">{whole("Kara-Suu")}</a>\u00a0— there</p>'),
        ("<b>Abc-Def</b>", f"&lt;b&gt;{whole('Abc-Def')}&lt;/b&gt;"),
    ],
)  # fmt: skip
def test_names_stay_in_one_line_and_no_line_begins_with_a_dash(text: str, kept: str) -> None:
    assert unbroken(text) == kept
