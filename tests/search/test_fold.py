"""Spellings of one name meet, those of different names don't, or lower down."""

from __future__ import annotations

import pytest

from tamizdat.search.fold import WEIGHTS, fold, keys, wanted
from tamizdat.search.text import words


def finest(one: str, other: str) -> str:
    """The finest level at which two words meet, '' where they don't."""
    shared = {key for key, _ in wanted(words(one, "")[0])} & set(keys(words(other, "")[0]))
    return min((key[0] for key in shared), default="")


@pytest.mark.parametrize(
    "other",
    [
        *("Lukashenka", "Lukaschenko", "Loukachenko", "Łukaszenka", "Lukašenko"),
        *("Лукашенко", "Лукашэнка", "ლუკაშენკო", "Լուկաշենկո", "لوكاشينكو", "لوکاشنکو"),
    ],
)
def test_every_spelling_of_a_name_is_found_by_any_other(other: str) -> None:
    assert finest("Lukashenko", other)
    assert finest(other, "Лукашенко")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chruschtschow", "Хрущёв"),
        ("Khrouchtchev", "Chruszczow"),
        ("Zelensky", "Зеленський"),
        ("Selenskyj", "Зеленський"),
        ("Cihanouskaja", "Ціханоўская"),
        ("Saakaschwili", "სააკაშვილი"),
        ("Paşinyan", "Փաշինյան"),
        ("Nazarbayev", "Назарбаев"),
        ("Джавахишвили", "Djavakhichvili"),
        ("Джонсон", "Johnson"),
        ("تهران", "Tehran"),
    ],
)
def test_names_meet_across_scripts_and_orthographies(one: str, other: str) -> None:
    assert finest(one, other)


def test_a_whole_sound_is_worth_more_than_its_consonants() -> None:
    assert finest("Petrov", "Петров") < finest("Petrov", "Патрив")
    assert WEIGHTS["2"] > WEIGHTS["3"] > WEIGHTS["5"]


@pytest.mark.parametrize(("one", "other"), [("Петров", "Иванов"), ("Minsk", "Москва"), ("Tbilisi", "Тирасполь")])
def test_different_names_do_not_meet(one: str, other: str) -> None:
    assert finest(one, other) == ""


def test_an_ending_does_not_hide_a_name() -> None:
    document = words("Встреча с Путиным", "ru")[2]
    assert set(keys(document)) & {key for key, worth in wanted(words("Putin", "")[0]) if worth >= WEIGHTS["2"]}


def test_what_has_no_sound_has_no_keys() -> None:
    assert fold("2026") == () == fold("中国")


def test_a_long_text_without_capitals_gives_fewer_keys() -> None:
    short, long = "تهران", "تهران " * 100
    assert 0 < len(keys(words(long, "fa")[0])) < len(keys(words(short, "fa")[0]))
