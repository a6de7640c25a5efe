"""Pictures beside the import: into the library once, and never from outside the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from wagtail.models import ReferenceIndex

from tamizdat.importers.report import Report
from tamizdat.newsroom.models import Article, Picture

Import = Callable[..., Report]
Line = Callable[..., dict[str, Any]]


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    (tmp_path / "set").mkdir()
    for name, colour in (("lead.jpg", "red"), ("set/1.png", "green"), ("set/2.png", "blue")):
        Image.new("RGB", (640, 420), colour).save(tmp_path / name)
    (tmp_path / "set" / "notes.txt").write_text("no picture")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing of the kind")
    return tmp_path


def test_the_first_leads_and_the_others_stand_at_the_end(import_lines: Import, line: Line, drawn: Path) -> None:
    words = {"file": "lead.jpg", "caption": "The bridge", "alt_text": "A bridge", "creator": "Ana", "credit_line": "T"}
    story_line = line(pictures=[words, "set"])
    report = import_lines(story_line)

    assert (report.pictures, report.warned) == (3, 0)
    story = Article.objects.get()
    assert story.lead_picture is not None
    lead = story.lead_picture
    assert (lead.caption, lead.alt_text, lead.creator, lead.credit_line) == ("The bridge", "A bridge", "Ana", "T")
    assert lead.sizes
    titles = [block.value["picture"].title for block in story.body if block.block_type == "picture"]
    assert titles == ["1", "2"]
    assert ReferenceIndex.get_references_to(lead).count() == 1

    again = import_lines(story_line, line(id="two", pictures="lead.jpg"))
    assert (again.pictures, again.unchanged, again.created) == (0, 1, 1)
    assert Picture.objects.count() == 3
    assert Article.objects.get(external_id="two").lead_picture == lead


def test_what_cannot_be_taken_in_is_named_and_the_story_comes(import_lines: Import, line: Line, drawn: Path) -> None:
    (drawn.parent / "outside.jpg").write_bytes((drawn / "lead.jpg").read_bytes())
    (drawn / "link.jpg").symlink_to(drawn.parent / "outside.jpg")
    given = ["absent.jpg", "../outside.jpg", str(drawn.parent / "outside.jpg"), "link.jpg", "broken.jpg", 5, {}, "\0"]
    report = import_lines(line(pictures=given))

    assert (report.created, report.pictures, report.warned) == (1, 0, len(given))
    whys = " ".join(warning.why for warning in report.warnings)
    assert whys.count("outside the import's folder") == 3
    assert "'absent.jpg' is not there" in whys
    assert "broken.jpg: The file" in whys
    assert Article.objects.get().lead_picture is None


def test_a_picture_that_comes_later_changes_the_story(import_lines: Import, line: Line, drawn: Path) -> None:
    import_lines(line(pictures=["later.jpg"]))
    Image.new("RGB", (640, 420), "white").save(drawn / "later.jpg")

    assert import_lines(line(pictures=["later.jpg"])).updated == 1
    assert Article.objects.get().lead_picture is not None
