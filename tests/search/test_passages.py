"""A name is found in every form, spelling and script, and nothing else is."""

from __future__ import annotations

import pytest

from tamizdat.search.passages import Finder


def found(text: str, *spellings: str) -> list[str]:
    return [one.spelled for one in Finder(spellings, ("en", "ru", "ka")).find(text)]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("We met Ivan Petrov in May.", "Ivan Petrov"),
        ("IVAN PETROV, 40, was there", "IVAN PETROV"),
        ("Он говорил с Иваном Петровым о мосте", "Иваном Петровым"),
        ("Петрова Ивана не нашли", "Петрова Ивана"),
        ("ივან პეტროვი იქ იყო", "ივან პეტროვი"),
        ("<p>said <b>Ivan</b> Petrov.</p>", "Ivan</b> Petrov"),
        ("/en/2026/11/30/ivan-petrov-arrested/", "ivan-petrov"),
        ("ivan_petrov_house.jpg", "ivan_petrov"),
        ("write to ivan.petrov@example.org", "ivan.petrov"),
        ("ivan_petrov1985.jpg", "ivan_petrov1985"),
    ],
)
def test_a_name_is_found(text: str, spelled: str) -> None:
    assert found(text, "Ivan Petrov") == [spelled]


@pytest.mark.parametrize(
    "text",
    [
        "Ivan went home",
        "Petrov was here",
        "the petrol of Ivan",
        "Ivan. Later Maria Petrosyan",
        "Peter Ivanov wrote",
        "1van 9etr0v",
        "story-17 3f2a9c1e-77b4-4c1d-a5d3-0e2f4b6a8c9d",
        "",
    ],
)
def test_what_is_not_the_name_is_not(text: str) -> None:
    assert found(text, "Ivan Petrov") == []


def test_a_name_with_a_number_is_found_with_it() -> None:
    assert found("The soldiers of Unit 731 and of Unit 732", "Unit 731") == ["Unit 731"]


def test_one_word_and_a_phrase_are_found_where_they_stand() -> None:
    assert found("Petrov and Petrova and petrol", "Petrov")[0] == "Petrov"
    assert found("They hid in the blue house on Mira street.", "blue house on Mira") == ["blue house on Mira"]


def test_needles_are_in_every_text_that_has_the_spelling() -> None:
    finder = Finder(["Ivan Petrov"])
    needles = finder.needles(["Ivan Petrov", "Петровым"])
    assert any(one in "IVAN PETROV" for one in needles)
    assert any(one in "петров" for one in needles)
