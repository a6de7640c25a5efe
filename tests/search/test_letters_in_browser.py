"""The browser reads a typed word as the bake read those of the stories, in node and over thousands of names."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tamizdat.search import fold, static_index
from tamizdat.search.text import words
from tamizdat.theme import FOLDER

DATA = Path(__file__).parents[3] / "shared" / "data" / "names-rigour-persons" / "cross-script.jsonl"
HERE = Path(__file__).parent
HARD = (
    ("İstanbul ISPARTA Iğdır", "tr"),
    ("Straße ΚΌΣΜΟΣ ＦＵＬＬ soft\u00adhyphen", "de"),
    ("Київ Ґданськ об'єкт об’єкт Ёлка за́мок", "uk"),
    ("O‘zbekiston Oʻzbekiston G'afur", "uz"),
    ("ياسر كردستان محمد\u200cعلی ۲۰۲۶", "fa"),
    ("ლუკაშენკო Լուկաշենկո Łukaszenka Лукашенко", ""),
    ("Đorđević Čapek Nguyễn Ông São", ""),
    ('Кам"янець Кам*янець Кам′янець «Новини»', "uk"),
    ("don't it's -- ''' 北京 𝔘𝔫𝔦", "en"),
)


def names() -> list[str]:
    """Every fifth set of the public list, all its spellings."""
    rows = DATA.read_text(encoding="utf-8").splitlines()[::5]
    return [form for row in rows for forms in json.loads(row)["forms"].values() for form in forms]


@pytest.mark.skipif(not DATA.exists(), reason="the public list of names is not here")
def test_a_word_is_read_alike_in_the_browser_and_at_the_bake(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not node:
        pytest.fail("no node here. Run: apt-get install nodejs")
    table = tmp_path / "letters.json"
    table.write_text(json.dumps(static_index.letter_table()))
    asked = [*HARD, *((name, "") for name in names())]
    told = subprocess.run(
        [node, HERE / "names.mjs", FOLDER / "js" / "alone" / "names.js", table],
        input="".join(f"{json.dumps(line)}\n" for line in asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(answers) == len(asked) > 5_000
    differing = [
        (line, theirs, ours) for line, theirs in zip(asked, answers, strict=True) if theirs != (ours := read(*line))
    ]
    assert differing == []


def read(text: str, language: str) -> list[list[object]]:
    """As names.mjs answers: without what only a word's stem gives, which the browser cannot know."""
    answers: list[list[object]] = []
    for one in words(text, language):
        wanted = fold.wanted(replace(one, stem=one.plain))
        found = [(key if key[0] in static_index.LEVELS else fold.sure(key), worth) for key, worth in wanted]
        keys = [[key, pytest.approx(worth)] for key, worth in found if key]
        answers.append([one.spelled, one.plain, keys])
    return answers
