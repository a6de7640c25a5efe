"""Questions and their answers, over a few stories and over many."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tamizdat.search.documents import Document
from tamizdat.search.fold import keys, wanted
from tamizdat.search.index import Writer
from tamizdat.search.query import Query
from tamizdat.search.results import Result, Results
from tamizdat.search.searcher import Searcher
from tamizdat.search.text import word
from tests.search.stories import BUDGET, LUKASHENKO, MINSK, STORIES, TEACHERS, day, indexed


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(indexed(tmp_path_factory.mktemp("index")))


def ids(results: Results) -> list[int]:
    return [one.id for one in results.results]


def marked(one: Result) -> list[str]:
    return [text for text, hit in one.fragment if hit]


def shown(one: Result) -> str:
    return "".join(text for text, _ in one.fragment)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("budget", [3, 2]),
        ("teachers government", [4, 3]),
        ("teacher", [4, 3]),
        ("выборов", [1]),
        ("ВЫБОРЫ", [1]),
        ('"budget vote"', [2]),
        ('"vote budget"', []),
        ("tbilisi -strike", [3]),
        ('tbilisi -"go on strike"', [3]),
        ("strike OR deputies", [4, 2]),
        ("Ash", [4, 3]),
    ],
)
def test_who_is_found(searcher: Searcher, text: str, found: list[int]) -> None:
    assert sorted(ids(searcher.search(Query(text=text)))) == sorted(found)


@pytest.mark.parametrize(("text", "first", "second"), [("Лукашенко", 1, 2), ("Lukashenko", 2, 1), ("лукашенко", 1, 2)])
def test_a_name_is_found_in_both_scripts_and_as_typed_first(
    searcher: Searcher, text: str, first: int, second: int
) -> None:
    found = searcher.search(Query(text=text))
    assert ids(found)[:2] == [first, second]
    assert found.results[0].score > found.results[1].score > 0


def test_all_words_come_before_some(searcher: Searcher) -> None:
    found = searcher.search(Query(text="georgia teachers strike"))
    assert ids(found)[0] == TEACHERS.id
    assert BUDGET.id in ids(found)


def test_a_hit_in_the_headline_comes_first(searcher: Searcher) -> None:
    assert ids(searcher.search(Query(text="teachers")))[0] == TEACHERS.id


def test_a_long_question_needs_not_every_word(searcher: Searcher) -> None:
    assert ids(searcher.search(Query(text="why did the schools of Georgia stay shut yesterday")))[0] == TEACHERS.id


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"language": "ru"}, [1]),
        ({"regions": ("belarus",)}, [2, 1]),
        ({"regions": ("belarus", "georgia")}, [4, 3, 2, 1]),
        ({"regions": ("belarus",), "language": "en"}, [2]),
        ({"topics": ("economy",)}, [3]),
        ({"authors": ("tom-ash",)}, [4, 3]),
        ({"series": ("money",)}, [3]),
        ({"genres": ("analysis",)}, [3]),
        ({"since": date(2024, 3, 2)}, [4, 3, 2]),
        ({"until": date(2024, 3, 2)}, [2, 1]),
        ({"since": date(2024, 3, 2), "until": date(2024, 3, 2)}, [2]),
        ({"since": date.min, "until": date.max}, [4, 3, 2, 1]),
        ({"regions": ("nowhere",)}, []),
    ],
)
def test_filters_alone_list_the_newest_first(searcher: Searcher, filters: dict[str, object], found: list[int]) -> None:
    results = searcher.search(replace(Query(), **filters))  # type: ignore[arg-type]
    assert ids(results) == found
    assert results.total == len(found)


def test_sorted_by_date_equals_by_number(searcher: Searcher) -> None:
    assert ids(searcher.search(Query(text="georgia OR belarus OR беларусь", sort="date"))) == [4, 3, 2, 1]


def test_facets_count_what_was_found_and_what_else_there_is(searcher: Searcher) -> None:
    facets = searcher.search(Query(text="budget")).facets
    assert facets["region"] == (("belarus", 1), ("georgia", 1), ("russia", 1))
    assert facets["genre"] == (("analysis", 1), ("news", 1))
    narrowed = searcher.search(Query(text="budget", regions=("georgia",)))
    assert narrowed.total == 1
    assert narrowed.facets["region"] == facets["region"]
    assert narrowed.facets["topic"] == (("economy", 1),)


def test_pages_hold_each_story_once(searcher: Searcher) -> None:
    asked = Query(text="the", sort="date", limit=1)
    pages = [ids(searcher.search(replace(asked, offset=offset))) for offset in range(4)]
    assert pages == [[4], [3], [2], []]
    assert len(searcher.search(replace(asked, limit=10**9)).results) == 3
    assert searcher.search(replace(asked, offset=-5, limit=-5)).total == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("goverment", "government"), ("teachres", "teachers"), ("ds,jhs", "выборы"), ("govermnet", "government")],
)
def test_what_was_mistyped_is_found_and_said(searcher: Searcher, typed: str, meant: str) -> None:
    found = searcher.search(Query(text=typed))
    assert found.meant == meant
    assert found.replaced
    assert found.total == 0 == len(found.results), "nothing has these words"
    assert [one.id for one in found.similar] == ids(searcher.search(Query(text=meant)))


def test_what_is_right_is_not_corrected(searcher: Searcher) -> None:
    assert searcher.search(Query(text="budget")).meant == ""
    assert searcher.search(Query(text="qqqqqqqqqq")) == replace(
        Results(), facets=searcher.search(Query(text="qq")).facets
    )


def test_fragments_mark_forms_and_other_scripts(searcher: Searcher) -> None:
    one = searcher.search(Query(text="выборы")).results[0]
    assert marked(one) == ["выборов"]
    assert "Зимой" not in shown(one)
    across = searcher.search(Query(text="Lukashenko", language="ru")).results[0]
    assert marked(across) == ["Лукашенко"]
    assert "<" not in shown(across)


def test_a_fragment_shows_the_passage_with_most_words(tmp_path: Path) -> None:
    text = "\n".join(
        ["A bridge was built.", *["Nothing happened here at all. " * 3] * 9, "The bridge and the harvest <b>."]
    )
    indexed(tmp_path, [Document(id=1, url="/", language="en", headline="", text=text)])
    one = Searcher(tmp_path).search(Query(text="harvest bridge")).results[0]
    assert marked(one) == ["bridge", "harvest"]
    assert shown(one) == "The bridge and the harvest <b>."


def test_a_long_paragraph_is_cut_at_words(tmp_path: Path) -> None:
    text = "before " * 60 + "needle " + "after " * 60
    indexed(tmp_path, [Document(id=1, url="/", language="en", headline="", text=text)])
    one = Searcher(tmp_path).search(Query(text="needle")).results[0]
    assert marked(one) == ["needle"]
    assert len(shown(one)) < 260
    assert shown(one).startswith("…before")
    assert shown(one).endswith("after…")


def test_aliases_join_spellings_that_no_rule_does(tmp_path: Path) -> None:
    stories = [
        Document(id=1, url="/1", language="ru", headline="Старый Тифлис", text="О городе."),
        Document(id=2, url="/2", language="en", headline="Tbilisi", text="A city."),
        Document(id=3, url="/3", language="en", headline="Nur-Sultan renamed", text="A city."),
        Document(id=4, url="/4", language="en", headline="Astana", text="A city."),
    ]
    folder = indexed(tmp_path, stories)
    searcher = Searcher(folder)
    assert 1 not in ids(searcher.search(Query(text="Tbilisi")))
    (folder / "aliases.json").write_text(json.dumps([["Tbilisi", "Тифлис"], ["Astana", "Nur-Sultan"]]))
    assert ids(searcher.search(Query(text="tbilisi"))) == [2, 1]
    assert ids(searcher.search(Query(text="astana"))) == [4, 3]
    assert ids(searcher.search(Query(text="nur-sultan"))) == [3, 4]


def test_a_commit_is_seen_at_once(tmp_path: Path) -> None:
    searcher = Searcher(indexed(tmp_path, [MINSK]))
    assert searcher.search(Query(text="budget")).total == 0
    with Writer(tmp_path) as writer:
        writer.put(STORIES)
        writer.commit()
        assert searcher.search(Query(text="budget")).total == 2
        writer.remove([LUKASHENKO.id])
        writer.commit()
        assert ids(searcher.search(Query(text="budget"))) == [BUDGET.id]


def test_names_and_headlines_complete_what_is_typed(tmp_path: Path) -> None:
    folder = indexed(tmp_path)
    labels = {
        "en": {"region": {"georgia": "Georgia", "south-ossetia": "South Ossetia"}, "topic": {"politics": "Politics"}},
        "ru": {"region": {"georgia": "Грузия", "south-ossetia": "Южная Осетия"}},
    }
    (folder / "labels.json").write_text(json.dumps(labels))
    searcher = Searcher(folder)

    def complete(prefix: str, language: str) -> list[tuple[str, str, str]]:
        return [(one.kind, one.value, one.label) for one in searcher.complete(prefix, language)]

    assert complete("geo", "en") == [("region", "georgia", "Georgia")]
    assert complete("груз", "en") == [("region", "georgia", "Georgia")]
    assert complete("осет", "ru") == [("region", "south-ossetia", "Южная Осетия")]
    assert complete("bud", "en") == [("headline", "/en/budget", "A budget for Tbilisi")]
    assert [value for _, value, _ in complete("tbi", "en")] == ["/en/teachers", "/en/budget"]
    assert complete("teachers in tb", "en") == [("headline", "/en/teachers", TEACHERS.headline)]
    assert complete("", "en") == complete("x", "en") == complete("qqqq", "en") == []


def test_related_stories_are_about_the_same(tmp_path: Path) -> None:
    filler = [
        Document(
            id=100 + n, url=f"/{n}", language="en", headline=f"Item {n}", text="The vote in the city was about bread."
        )
        for n in range(60)
    ]
    flood = "The dam at Karasuv broke. The hydrologist Seitkali had warned the ministry of cracks in the spillway."
    first = Document(
        id=1,
        url="/a",
        language="en",
        headline="Dam breaks",
        text=flood,
        published=day("2024-03-01"),
        regions=("kazakhstan",),
    )
    second = replace(
        first, id=2, headline="After the flood", text=f"{flood} Rescuers came.", published=day("2024-03-03")
    )
    later = replace(
        first,
        id=3,
        headline="Cracks elsewhere",
        text="The spillway of another dam has cracks, says Seitkali.",
        published=day("2026-03-03"),
    )
    russian = replace(second, id=4, language="ru")
    searcher = Searcher(indexed(tmp_path, [*filler, first, second, later, russian]))
    found = searcher.related(first, 6)
    assert [(one.id, one.why) for one in found] == [(2, "event"), (3, "place")]
    assert searcher.related(first, 1) == found[:1]
    assert searcher.related(Document(id=9, url="/", language="en", headline="")) == ()


def test_a_long_question_looks_for_names_only_where_they_could_stand(tmp_path: Path) -> None:
    name = Document(id=1, url="/en/1", language="en", headline="Sourinder", text="A man of that name.")
    with Writer(tmp_path) as writer:
        writer.put([name])
        writer.commit()
    searcher = Searcher(tmp_path)
    assert not searcher.search(Query(text="When did Mexican generals surrender here")).total
    assert searcher.search(Query(text="When did Mexican generals Surinder here")).total == 1
    assert searcher.search(Query(text="when did mexican generals surinder here")).total == 1


def test_a_word_of_most_stories_is_not_taken_for_a_name(tmp_path: Path) -> None:
    stories = [
        Document(id=at, url=f"/en/{at}", language="en", headline="Notes", text="What is said here.")
        for at in range(1, 41)
    ]
    named = Document(id=99, url="/ru/99", language="ru", headline="Уот", text="Приехал Уот.")
    with Writer(tmp_path) as writer:
        writer.put([*stories, named])
        writer.commit()
    searcher = Searcher(tmp_path)
    assert set(keys(word("Уот", "ru"))) & {key for key, _ in wanted(word("what", "en"))}, "they would meet"
    assert searcher.search(Query(text="what")).total == len(stories)


def test_rare_spellings_of_a_frequent_name_are_found_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them in a story each are in two stories, however frequent the name is."""
    monkeypatch.setattr("tamizdat.search.matching.SMALL", 5)
    many = ["Hovik"] * 30 + ["Govik", "Ovik"] + ["Another"] * 70
    stories = [
        replace(BUDGET, id=number, url=f"/en/{number}", headline=f"The mayor met {name}", dek="", text="", names=())
        for number, name in enumerate(many, 1)
    ]
    found = Searcher(indexed(tmp_path, stories)).search(Query(text="Hovik", limit=50))
    assert {31, 32} <= set(ids(found))
