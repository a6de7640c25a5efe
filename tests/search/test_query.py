"""What is typed becomes groups of words; nothing that can be typed fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.search.query import LONGEST, MOST_WORDS, parse


def shape(text: str) -> list[list[str]]:
    """Each group's clauses; a phrase in quotes."""
    return [
        [f'"{" ".join(word.plain for word in one.words)}"' if one.phrase else one.words[0].plain for one in group]
        for group in parse(text, "en").groups
    ]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("budget vote", [["budget"], ["vote"]]),
        ('"budget vote"', [['"budget vote"']]),
        ("«budget vote» now", [['"budget vote"'], ["now"]]),
        ('"budget', [['"budget"']]),
        ("budget OR vote now", [["budget", "vote"], ["now"]]),
        ('budget | "no vote" | no', [["budget", '"no vote"', "no"]]),
        ("budget or vote", [["budget"], ["or"], ["vote"]]),
        ("OR budget OR", [["budget"]]),
        ("e-mail", [["e"], ["mail"]]),
        ("vot* (budget) field:value ~2 ^3", [["vot"], ["budget"], ["field"], ["value"], ["2"], ["3"]]),
        ('- " "" \'', []),
        ("", []),
    ],
)
def test_groups(text: str, groups: list[list[str]]) -> None:
    assert shape(text) == groups


def test_what_is_not_wanted() -> None:
    parsed = parse('budget -vote -"in Minsk" well-known', "en")
    assert [[word.plain for word in one.words] for one in parsed.without] == [["vote"], ["in", "minsk"]]
    assert [one.phrase for one in parsed.without] == [False, True]
    assert len(parsed.groups) == 3


def test_a_query_has_an_end() -> None:
    assert len(parse("a" * 100_000).text) == LONGEST
    assert len(parse("a OR " * 1000).groups[0]) == MOST_WORDS
    assert len(parse("a b " * 1000).groups) == MOST_WORDS


@given(
    st.text() | st.lists(st.sampled_from(['"', "-", "OR", "|", "«", "слово", "word", " ", "\x00", "*"])).map("".join)
)
def test_whatever_is_typed_is_read(text: str) -> None:
    parsed = parse(text, "ru")
    clauses = [one for group in parsed.groups for one in group] + list(parsed.without)
    assert sum(len(one.words) for one in clauses) <= MOST_WORDS
    for one in clauses:
        assert one.words
        for word in one.words:
            assert word.plain
            assert 0 <= word.start < word.end <= len(parsed.text)
            assert " " not in parsed.text[word.start : word.end]
