"""Pictures beside the import: into the library once, and never from outside the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from PIL import Image
from pillow_heif import register_heif_opener
from wagtail.models import ReferenceIndex

from tamizdat.importers import jsonl
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


def test_each_story_has_its_own_words_for_a_picture_that_is_known(
    import_lines: Import, line: Line, drawn: Path
) -> None:
    first = {"caption": "The bridge in May", "alt_text": "A bridge", "creator": "A. Photographer"}
    russian = {"caption": "Мост в мае", "alt_text": "Мост", "creator": "А. Фотограф"}
    later = {"caption": "Archive: the bridge before the flood", "alt_text": "A bridge", "credit_line": "The Archive"}
    report = import_lines(
        line(pictures=[{"file": "lead.jpg", **first}, {"file": "set/1.png", **first}]),
        line(id="ru", lang="ru", pictures=[{"file": "lead.jpg", **russian}, {"file": "set/1.png", **russian}]),
        line(id="later", pictures=[{"file": "lead.jpg", **later}, {"file": "set/1.png", **later}, "set/2.png"]),
        line(id="silent", pictures=["lead.jpg"]),
    )
    assert (report.pictures, report.warned) == (3, 0)
    assert Picture.objects.count() == 3
    own = {story.external_id: words_of(story) for story in Article.objects.all()}
    assert own["one"] == own["silent"] == ("", "", ""), "the library says it already"
    assert own["ru"] == ("Мост в мае", "Мост", "А. Фотограф")
    assert own["later"] == ("Archive: the bridge before the flood", "", "The Archive")
    for name in ("ru", "later"):
        block = Article.objects.get(external_id=name).body[-1 if name == "ru" else -2].value
        assert (block["caption"], block["alt_text"], block["credit_line"]) == own[name]


def words_of(story: Article) -> tuple[str, str, str]:
    return story.lead_caption, story.lead_alt_text, story.lead_credit_line


def test_a_picture_that_comes_with_a_translation_has_its_words_in_that_language(
    import_lines: Import, line: Line, drawn: Path
) -> None:
    import_lines(line(id="ru", lang="ru", pictures=[{"file": "lead.jpg", "caption": "Мост", "alt_text": "Вид"}]))
    picture = Picture.objects.get()
    assert (picture.caption, picture.texts) == ("", {"ru": {"caption": "Мост", "alt_text": "Вид"}})
    assert words_of(Article.objects.get()) == ("", "", "")
    import_lines(line(pictures=[{"file": "lead.jpg", "caption": "Мост"}]))
    assert Article.objects.get(external_id="one").lead_caption == "Мост", "the library says nothing in this language"


def test_changed_words_change_their_story_alone(import_lines: Import, line: Line, drawn: Path) -> None:
    lines = [line(id=name, pictures=[{"file": "lead.jpg", "caption": "The bridge"}]) for name in ("one", "two")]
    import_lines(*lines)
    lines[0]["pictures"][0] |= {"caption": "The bridge in May", "credit_line": "Ana / T"}
    assert import_lines(*lines).updated == 1
    assert words_of(Article.objects.get(external_id="one")) == ("The bridge in May", "", "Ana / T")
    assert words_of(Article.objects.get(external_id="two")) == ("", "", "")
    assert Picture.objects.get().caption == "The bridge"


def test_words_that_cannot_be_kept_whole_are_told(import_lines: Import, line: Line, drawn: Path) -> None:
    long = {"file": "lead.jpg", "caption": "word " * 500, "alt": "A bridge", "alt_text": 5}
    report = import_lines(line(pictures=[long]))
    whys = " ".join(warning.why for warning in report.warnings)
    assert report.warned == 3
    assert "`caption` is longer than 2000 letters and was cut" in whys
    assert "`alt` is not one of caption, alt_text" in whys
    assert "`alt_text` is no text" in whys
    assert Picture.objects.get().caption.endswith("word…")


@pytest.mark.parametrize("disk", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["NFC", "NFD"])
def test_a_name_is_one_name_however_its_accents_are_written(
    import_lines: Import, line: Line, tmp_path: Path, disk: str, named: str
) -> None:
    name = "фото й/мост é.jpg"
    path = tmp_path / normalize(disk, name)
    path.parent.mkdir()
    Image.new("RGB", (64, 42), "red").save(path)
    story_line = line(pictures=[normalize(named, name)])
    report = import_lines(story_line)
    assert (report.pictures, report.warned) == (1, 0)
    picture = Picture.objects.get()
    assert picture.title == normalize("NFC", "мост é")
    assert picture.file.name == normalize("NFC", picture.file.name)
    for other in ("NFC", "NFD"):
        path = path.rename(path.with_name(normalize(other, path.name)))
        story_line["pictures"] = [normalize(other, name)]
        again = import_lines(story_line)
        assert (again.unchanged, again.warned) == (1, 0)
    assert import_lines(line(id="folder", pictures=[normalize(named, "фото й")])).warned == 0


def test_every_kind_of_picture_comes_in_whatever_it_is_called(import_lines: Import, line: Line, tmp_path: Path) -> None:
    register_heif_opener()
    Image.new("RGB", (64, 42), "red").save(tmp_path / "IMG_1.heic")
    Image.new("RGB", (64, 42), "green").save(tmp_path / "wrong.jpg", "PNG")
    Image.new("RGB", (64, 42), "blue").save(tmp_path / "cut.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "cut.jpg").read_bytes().removesuffix(b"\xff\xd9"))
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0h3v2"/></svg>'
    (tmp_path / "logo.svg").write_text(logo)
    names = ["IMG_1.heic", "wrong.jpg", "cut.jpg", "logo.svg"]
    report = import_lines(line(pictures=names))
    assert (report.pictures, report.warned) == (4, 0)
    stored = [Path(name).name for name in Picture.objects.order_by("pk").values_list("file", flat=True)]
    assert stored == ["IMG_1.heic", "wrong.png", "cut.jpg", "logo.png"]
    assert import_lines(line(id="two", pictures=names)).pictures == 0, "each is known again"


def test_found_captions_stay_with_their_stories(import_lines: Import, shared_data: Path) -> None:
    path = shared_data / "found" / "captions.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}: real input is not tested here")
    jsonl.run(path)
    assert Picture.objects.count() == 1
    assert words_of(Article.objects.get(external_id="cap-ru")) == ("Мост в мае", "Мост", "А. Фотограф")
    assert Article.objects.get(external_id="cap-en2").lead_caption.startswith("Archive picture")
