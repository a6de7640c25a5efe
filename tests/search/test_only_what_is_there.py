"""A search finds what is there, and nothing else: what is merely similar is listed apart and counted nowhere."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from tamizdat.search.documents import Document
from tamizdat.search.query import Query
from tamizdat.search.results import Results
from tamizdat.search.searcher import Searcher
from tamizdat.search.term_vectors import index_stems
from tamizdat.search.text import word
from tests.search.stories import STORIES, indexed

LEAST = {"uk": 0.95, "ru": 0.95, "be": 0.95}
OTHERS_LEAST, MOST_SHARED = 0.9, 0.01
SYLLABLES = (("bdfgklmnprstvz", "aeiou"), ("бдзклмнпрстфш", "аеиоу"), ("ბგდვზკლმნპრსტ", "აეიოუ"))
MORE_FORMS = {
    "uk": "нога ноги нозі ногу ніг\nХарків Харкова Харкові\nкінець кінця кінці\nсестра сестри сестрі сестер",
    "ru": "отец отца отцы\nчеловек человека люди людей\nрынок рынка рынки\nокно окна окон",
    "be": "горад горада гарады гарадоў горадзе\nрынак рынку рынкі\nкніга кнігі кніг\nдзень дня дні\nвёска вёскі вёсак",
    "kk": "соғыс соғысы соғыста\nхалық халқы халықтың\nҚазақстан Қазақстанда Qazaqstan\nдос досы\nкүн күні күндер\nкітап кітабы",
    "uz": "shahar shahri shaharlar\nqishloq qishlog'i qishloqda\nvatan vatani vatanning\nkun kuni kunlar",
    "az": "qanun qanunu qanunlar\nfikir fikri fikirlər\nölkə ölkəsi ölkədə\ngün günü gündə\nçörək çörəyi",
    "ka": "კანონი კანონის კანონები\nქვეყანა ქვეყნის ქვეყნები\nწელი წლის",
    "hy": "ընտրություն ընտրություններ ընտրությունների\nերկիր երկրի երկրներ\nգիրք գրքի գրքեր",
    "fa": "معلم معلمان معلم‌ها\nزندان زندان‌ها\nدولت دولت‌ها دولت‌های",
    "ar": "مدينة المدينة مدن\nوزير الوزير وزراء\nخبر الخبر أخبار",
}


def story(number: int, text: str, language: str = "en", **more: object) -> Document:
    return Document(id=number, url=f"/{number}", language=language, headline=text, text=text, **more)  # type: ignore[arg-type]


def ids(found: Results) -> list[int]:
    return [one.id for one in found.results]


def find(folder: Path, stories: list[Document], text: str) -> Results:
    return Searcher(indexed(folder, stories)).search(Query(text=text))


def stems(form: str, language: str) -> frozenset[str]:
    return frozenset(index_stems(word(form, language), language))


@pytest.mark.parametrize("text", ["zzzqqq", "plogh", "sluice", "кжыщ", "prutin"])
def test_a_word_that_no_story_has_finds_nothing(tmp_path: Path, text: str) -> None:
    texts = ["She went a long way to Bulak.", "The source of it was not named.", "Biden and Putin met in Poznan."]
    found = find(tmp_path, [story(number, text) for number, text in enumerate(texts, 1)], text)
    assert (found.total, found.results) == (0, ())
    assert not any(values for values in found.facets.values())


def test_made_up_words_find_nothing(tmp_path: Path) -> None:
    chance = random.Random(3)
    searcher = Searcher(indexed(tmp_path))
    shown = 0
    for number in range(300):
        consonants, vowels = SYLLABLES[number % 3]
        made_up = "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(3))
        shown += bool(searcher.search(Query(text=made_up)).total)
    assert shown <= 3


def test_what_two_names_vouch_for_is_found_only_where_none_has_both(tmp_path: Path) -> None:
    texts = ["South Korea held a vote.", "New South Wales drew a line under Gary Moir.", "Сауц Кориэ голосовала."]
    languages = ["en", "en", "ru"]
    stories = [story(number, *of) for number, of in enumerate(zip(texts, languages, strict=True), 1)]
    assert ids(find(tmp_path, stories, "South Korea")) == [1]


def test_a_name_finds_no_name_that_only_resembles_it(tmp_path: Path) -> None:
    names = ["Putin", "Biden", "Powassan", "Poznan", "Путин"]
    stories = [
        story(number, f"We saw {name} there.", "ru" if name == "Путин" else "en")
        for number, name in enumerate(names, 1)
    ]
    assert set(ids(find(tmp_path, stories, "putin"))) == {1, 5}


@pytest.mark.parametrize("text", ["Lukashenko", "Лукашенко", "ლუკაშენკო", "لوکاشنکو", "Łukaszenka"])
def test_a_long_name_is_found_whatever_its_vowels(tmp_path: Path, text: str) -> None:
    stories = [story(1, "Lukashenko spoke."), story(2, "لوکاشنکو آمد", "fa"), story(3, "Лукашенко приехал.", "ru")]
    assert set(ids(find(tmp_path, stories, text))) == {1, 2, 3}


def test_two_names_vouch_for_each_other(tmp_path: Path) -> None:
    stories = [
        story(1, "Mikheil Saakashvili returned."),
        story(2, "Mikhail Gorbachev wrote."),
        story(3, "Saakadze stayed."),
    ]
    found = find(tmp_path, stories, "Mikhail Saakashvily")
    assert ids(found) == [1]


def test_similar_stories_are_apart_and_not_counted(tmp_path: Path) -> None:
    found = find(tmp_path, [story(1, "Nobody has seen Dimitriades."), story(2, "The budget.")], "dimitriadis budget")
    assert found.total == 0
    assert {one.id for one in found.similar} == {1, 2}


@pytest.mark.parametrize(
    "text", ["vote", "budget", "georgia teachers strike", "Lukaschenko", "government vote budget", "minsk"]
)
def test_a_facet_counts_what_its_click_gives(tmp_path: Path, text: str) -> None:
    searcher = Searcher(indexed(tmp_path))
    found = searcher.search(Query(text=text))
    names = {"region": "regions", "topic": "topics", "author": "authors", "series": "series", "genre": "genres"}
    for facet, values in found.facets.items():
        for value, count in values:
            narrowed = {"language": value} if facet == "language" else {names[facet]: (value,)}
            assert searcher.search(replace(Query(text=text), **narrowed)).total == count  # type: ignore[arg-type]


@pytest.mark.parametrize("language", sorted(MORE_FORMS))
def test_one_form_finds_the_others(language: str, shared_data: Path) -> None:
    given = json.loads((shared_data / "found" / "paradigms.json").read_text(encoding="utf-8"))
    for paradigms in (given[language], MORE_FORMS[language].split("\n")):
        read = [[stems(form, language) for form in paradigm.split()] for paradigm in paradigms]
        whole = [all(one & other for other in of) for of in read for one in of]
        assert sum(whole) / len(whole) >= LEAST.get(language, OTHERS_LEAST)
        pairs = list(combinations([frozenset[str]().union(*of) for of in read], 2))
        assert sum(bool(one & other) for one, other in pairs) <= MOST_SHARED * len(pairs)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("az", "Bu şəhər böyükdür.", "şəhər"),
        ("az", "Bu şəhərlər böyükdür.", "şəhərin"),
        ("az", "Qarabağda", "qarabağ"),
        ("uk", "Біля об'єкта нікого не було.", "обʼєкта"),
        ("ar", "قالت أمريكا", "أمريكا"),
        ("ru", "Поезд пришёл в Ростов-на-Дону.", "Ростов-на-Дону"),
    ],
)
def test_nothing_is_put_right_of_what_stories_have(tmp_path: Path, language: str, text: str, query: str) -> None:
    near = {"az": "səhər qarabaği", "uk": "обекта", "ar": "امريكي", "ru": "Ростов на Дому"}[language]
    found = find(
        tmp_path, [story(1, text, language), *(story(number, near, language) for number in range(2, 30))], query
    )
    assert found.meant == ""
    assert found.total >= 1


def test_what_is_put_right_is_written_as_stories_have_it(tmp_path: Path) -> None:
    found = find(tmp_path, [story(1, "Şəhərlilər danışdı", "az")], "şəhərlilək")
    assert (found.meant, found.total) == ("Şəhərlilər", 0)
    assert [one.id for one in found.similar] == [1]


@pytest.mark.parametrize("text", ['Кам"янець', "Кам*янець", "Кам′янець", "Кам'янець", "Камʼянець", "камянець"])
def test_whatever_stands_for_an_apostrophe_is_one(tmp_path: Path, text: str) -> None:
    stories = [story(1, "Кам'янець стоїть.", "uk"), story(2, 'Кам"янець живе.', "uk"), story(3, "Янець пішов.", "uk")]
    assert set(ids(find(tmp_path, stories, text))) == {1, 2}


def test_a_compound_is_found_with_a_space_and_with_a_joiner(tmp_path: Path) -> None:
    stories = [story(1, "رئیس‌جمهور آمد", "fa"), story(2, "رئیس جمهور آمد", "fa"), story(3, "رئیس بانک", "fa")]
    for query in ("رئیس جمهور", "رئیس‌جمهور"):
        assert set(ids(find(tmp_path, stories, query))) == {1, 2}


def test_capitals_of_a_language_with_two_i_complete(tmp_path: Path) -> None:
    searcher = Searcher(indexed(tmp_path, [story(1, "INSTAGRAM bağlandı", "az")]))
    assert [one.value for one in searcher.complete("inst", "az")] == ["/1"]
    assert ids(searcher.search(Query(text="instagram", language="az"))) == [1]


def test_stems_of_different_languages_are_different(tmp_path: Path) -> None:
    """Uzbek takes -lar off; an English word that ends so is no form of what is left."""
    stories = [story(1, "The dol fell.", "en"), story(2, "Bu dollar emas.", "uz")]
    assert ids(find(tmp_path, stories, "dollar")) == [2]


def test_one_of_several_words_may_be_missing_of_three_only(tmp_path: Path) -> None:
    stories = [story(1, "teachers strike"), story(2, "teachers in georgia"), story(3, "budget")]
    searcher = Searcher(indexed(tmp_path, stories))
    assert ids(searcher.search(Query(text="georgia strike"))) == []
    assert set(ids(searcher.search(Query(text="georgia teachers strike")))) == {1, 2}


def test_short_words_are_found_as_they_are(tmp_path: Path) -> None:
    found = find(tmp_path, [*STORIES, story(50, "Xi spoke in Ho."), story(51, "She is so.")], "xi")
    assert ids(found) == [50]
