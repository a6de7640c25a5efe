"""What docs/search.md shows of the analysis is what it does."""

from __future__ import annotations

import re
from pathlib import Path

from tamizdat.search.fold import WEIGHTS, fold
from tamizdat.search.text import words

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    table = PAGE.partition(head)[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_the_examples_of_words_hold() -> None:
    examples = rows("| language | text | normal form | stem |")
    assert len(examples) >= 10
    for language, text, plains, stems in examples:
        read = words(text, language)
        assert (" ".join(word.plain for word in read), " ".join(word.stem for word in read)) == (plains, stems)


def test_the_examples_of_keys_hold() -> None:
    levels = rows("| key's level |")
    assert [float(worth) for _, _, _, worth in levels] == list(WEIGHTS.values())
    for level, polish, belarusian, _ in levels:
        for name, shown in (("łukaszenka", polish), ("лукашэнка", belarusian)):
            assert {level[0] + key for key in re.findall(r"[^\s,…]+", shown)} <= set(fold(name))
