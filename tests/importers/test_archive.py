"""The big archive of the benchmarks is one that a newsroom can import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import archive
from tamizdat.importers import jsonl
from tamizdat.newsroom.actions import newsroom
from tamizdat.newsroom.models import Article, Author


def test_the_same_count_is_the_same_archive(tmp_path: Path) -> None:
    archive.write(tmp_path / "one", 50)
    archive.write(tmp_path / "two", 50)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    sizes = [len("".join(json.loads(line)["body"]).encode()) for line in (tmp_path / "one").read_text().splitlines()]
    assert all(2900 < size < 7500 for size in sizes)


@pytest.mark.django_db
def test_it_imports_without_a_warning(tmp_path: Path) -> None:
    newsroom.set_up()
    archive.prepare()
    archive.prepare()
    archive.write(tmp_path / "archive.jsonl", 80)

    report = jsonl.run(tmp_path / "archive.jsonl")

    assert (report.created, report.refused, report.warned, report.ignored) == (80, 0, 0, ())
    assert Author.objects.count() == 8
    assert Article.objects.filter(locale__language_code="ru").count() == 40
    assert Article.objects.values("translation_key").distinct().count() == 60
