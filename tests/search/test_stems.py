"""Forms of one word share a stem, in each language that readers of the region search in."""

from __future__ import annotations

import pytest

from tamizdat.search.text import words


def stem(word: str, language: str) -> str:
    return words(word, language)[0].stem


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", "выборы выборов выборами"),
        ("en", "election elections"),
        ("tr", "seçimler seçimlerde SEÇİMLER"),
        ("ar", "الانتخابات انتخابات"),
        ("hy", "ընտրություններ ընտրությունների"),
        ("kk", "сайлау сайлаудың сайлауда"),
        ("ky", "шайлоолор шайлоонун шайлоодо"),
        ("uz", "saylovlar saylovda сайловларда"),
        ("tg", "интихобот интихоботи"),
        ("ka", "არჩევნები არჩევნებში არჩევნების"),
        ("az", "seçkilər seçkilərdə seçkilərin"),
        ("be", "выбары выбараў выбарамі"),
        ("uk", "вибори виборів виборами"),
        ("fa", "کتابها کتابهای کتابی"),
        ("tk", "saýlawlar saýlawlarda"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("uz", "ўзбекистонда", "Oʻzbekistonda"),
        ("uz", "Ўзбекистонда", "O'zbekistonda"),
        ("uz", "ғалаба", "g‘alaba"),
        ("kk", "Қазақстан", "Qazaqstan"),
        ("kk", "Шымкент", "Şymkent"),
    ],
)
def test_two_alphabets_of_a_language_meet(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_different_words_keep_different_stems() -> None:
    assert stem("вибори", "uk") != stem("виробник", "uk")
    assert stem("сайлау", "kk") != stem("сайт", "kk")


def test_an_unknown_language_is_left_as_it_is() -> None:
    assert stem("Zürich", "rm") == "zurich"
