"""Words of a text: their normal forms, stems and places."""

from __future__ import annotations

from tamizdat.search.text import words


def plains(text: str, language: str = "") -> list[str]:
    return [word.plain for word in words(text, language)]


def test_offsets_lead_back_to_the_text() -> None:
    text = "Don’t — «Кам'янець»,\nвы\u00adборы"
    assert [text[word.start : word.end] for word in words(text, "ru")] == ["Don’t", "Кам'янець", "вы\u00adборы"]


def test_what_a_reader_does_not_type_is_gone() -> None:
    assert plains("вы\u00adборы Ёлка за́мок ＡＢＣ Oʻzbekiston O‘zbekiston") == [
        "выборы",
        "елка",
        "замок",
        "abc",
        *["ozbekiston"] * 2,
    ]


def test_forms_of_a_word_share_a_stem() -> None:
    assert words("выборы", "ru")[0].stem == words("Выборов", "ru")[0].stem


def test_a_name_has_a_capital_and_no_small_twin() -> None:
    found = words("Выборы прошли. Все выборы видела Светлана", "ru")
    assert [word.plain for word in found if word.name] == ["все", "светлана"]


def test_where_nothing_has_a_capital_each_word_could_be_a_name() -> None:
    assert all(word.name for word in words("светлана тихановская", "ru"))
    assert all(word.name for word in words("სვეტლანა BBC", "ka"))


def test_dotted_and_dotless_i_are_two_letters_in_turkish_only() -> None:
    assert plains("IŞIK İstanbul", "tr") == ["ısık", "istanbul"]
    assert plains("ISTANBUL", "en") == ["istanbul"]


def test_arabic_and_persian_keyboards_write_one_letter() -> None:
    assert plains("علي علی كتاب کتاب", "fa") == ["علی", "علی", "کتاب", "کتاب"]
    assert plains("مُحَمَّد محمد آزادی", "ar") == ["محمد", "محمد", "ازادی"]
    assert plains("می\u200cخواهم ۲۰۲۶", "fa") == ["میخواهم", "2026"]
