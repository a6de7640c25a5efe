"""`tamizdat search` finds what readers find, and says when it cannot."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

from tests.cli.command import one_line, tamizdat


def test_a_name_is_found_in_any_script_once_it_is_baked(newsroom: Path, tmp_path: Path) -> None:
    assert "There is no search index" in one_line(tamizdat("-C", newsroom, "search", "bridge", status=1))
    body = ["Президент Александр Лукашенко открыл мост."]
    stories = [
        {"id": "one", "lang": "ru", "title": "Новый мост", "body": body, "licence": "CC0"},
        {"id": "two", "lang": "en", "title": "Another story", "body": ["Of a road."], "licence": "CC0"},
    ]
    lines = tmp_path / "two.jsonl"
    lines.write_text("".join(json.dumps(story) + "\n" for story in stories))
    tamizdat("-C", newsroom, "import", "jsonl", lines)
    tamizdat("-C", newsroom, "bake")
    found = json.loads(tamizdat("-C", newsroom, "search", "Lukashenko", "--json").stdout)
    assert [one["headline"] for one in found["results"]] == ["Новый мост"]
    assert found["results"][0].keys() == {"url", "headline", "language", "published", "fragment", "score"}
    assert "<mark>Лукашенко</mark>" in found["results"][0]["fragment"]
    assert found["facets"]["language"][0]["value"] == "ru"
    said = tamizdat("-C", newsroom, "search", "Lukashenko").stdout
    assert "Новый мост" in said
    assert "1 found." in said
    assert "0 found." in tamizdat("-C", newsroom, "search", "Lukashenko", "--language", "en").stdout

    tamizdat("-C", newsroom, "check")
    tamizdat("-C", newsroom, "backup", tmp_path / "backup")
    with tarfile.open(tmp_path / "backup") as backup:
        assert [name for name in backup.getnames() if name.startswith("search")] == []
    tamizdat("restore", tmp_path / "backup", tmp_path / "back")
    tamizdat("-C", tmp_path / "back", "bake")
    assert "1 found." in tamizdat("-C", tmp_path / "back", "search", "Łukaszenka").stdout
