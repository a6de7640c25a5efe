"""A newsroom to import into, and a way to say what is in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tamizdat.importers import jsonl
from tamizdat.importers.report import Report
from tamizdat.newsroom.actions import newsroom

Import = Callable[..., Report]


@pytest.fixture
def import_lines(db: None, tmp_path: Path) -> Import:
    """import_lines(story, story…): each a dict, or a str that stands in the file as it is."""
    newsroom.set_up("The Test")

    def run(*lines: dict[str, Any] | str) -> Report:
        path = tmp_path / "stories.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_bytes("\n".join(texts).encode("utf-8", "surrogatepass") + b"\n")
        return jsonl.run(path)

    return run


@pytest.fixture
def line() -> Callable[..., dict[str, Any]]:
    """A whole story; `line(title="…")` changes a field."""

    def make(**fields: Any) -> dict[str, Any]:
        return {
            "id": "one",
            "lang": "en",
            "title": "The bridge is open",
            "body": ["It opened on Monday.", "Nobody came."],
            "published": "2024-05-31T09:00:00+04:00",
        } | fields

    return make
