"""What `status` tells people and programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import tamizdat


def test_status_counts_stories_by_language_and_tells_of_the_edition(newsroom: Path, tmp_path: Path) -> None:
    stories = [
        {"id": f"t-{number}", "lang": lang, "title": f"Story {number}", "body": ["Text."], "licence": "CC0"}
        for number, lang in enumerate(["en", "en", "ru"])
    ]
    lines = tmp_path / "three.jsonl"
    lines.write_text("".join(json.dumps(story) + "\n" for story in stories))
    assert "3 new" in tamizdat("-C", newsroom, "import", "jsonl", lines).stdout

    found = json.loads(tamizdat("-C", newsroom, "status", "--json").stdout)
    assert found["name"] == "The Test"
    assert found["stories"]["en"] == {"public": 2, "scheduled": 0, "draft": 0, "off the site": 0}
    assert found["stories"]["ru"]["public"] == 1
    assert found["edition"] is None
    assert found["running"] == {"public": False, "desk": False, "worker": False, "sender": False}
    assert found["database"]["kind"] == "sqlite"

    baked = tamizdat("-C", newsroom, "bake").stdout
    assert " 0 removed. Pages that failed: 0." in baked
    edition = json.loads(tamizdat("-C", newsroom, "status", "--json").stdout)["edition"]
    assert edition["files"] > 3
    assert edition["waiting"] == 0
    assert edition["failures"] == []
    assert "files, last baked" in tamizdat("-C", newsroom, "status").stdout


def test_lines_that_give_no_story_are_named_and_make_the_status_one(newsroom: Path, tmp_path: Path) -> None:
    lines = tmp_path / "bad.jsonl"
    good = {"id": "g", "lang": "en", "title": "Good", "body": ["Text."], "licence": "CC0"}
    lines.write_text("not json\n" + json.dumps(good) + "\n" + json.dumps(good | {"id": "h", "lang": "xx"}) + "\n")
    done = tamizdat("-C", newsroom, "import", "jsonl", lines, status=1)
    assert "line 1: not JSON" in done.stderr
    assert "line 3: " in done.stderr
    assert "1 new" in done.stdout
    assert "Lines without a story: 2" in done.stdout
