"""Bodies: stored blocks become typed, frozen ones, and each body is parsed once."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields

import pytest

from tamizdat import theme
from tamizdat.edition import bodies
from tamizdat.edition.shapes import Block
from tamizdat.edition.shapes import blocks as kinds
from tamizdat.edition.values.images import AttachedFile
from tamizdat.newsroom.blocks import BodyBlock

pytestmark = pytest.mark.database


def _concrete(cls: type[Block]) -> set[type[Block]]:
    found = {cls} if "kind" in vars(cls) else set()
    return found.union(*(_concrete(child) for child in cls.__subclasses__()))


def test_what_the_desk_can_write_has_a_class_a_maker_and_a_template():
    written = set(BodyBlock.base_blocks)
    assert {cls.kind for cls in _concrete(Block)} == written
    assert set(bodies._MAKERS) == written
    assert {path.stem for path in (theme.FOLDER / "templates" / "blocks").glob("*.html")} == written


def test_blocks_are_typed_and_cannot_be_changed():
    block = kinds.QuoteBlock(text="said", attribution="Ana")
    with pytest.raises(FrozenInstanceError):
        block.text = "never said"
    with pytest.raises(AttributeError):
        block.html  # noqa: B018
    assert [field.name for field in fields(kinds.QuoteBlock)] == ["text", "attribution"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Monday, 3 October</p><p>The bridge over the <b>Naryn</b> opened to traffic after two years of repairs. More.</p>",
         "The bridge over the Naryn opened to traffic after two years of repairs."),
        ("<p>It opened. The bridge over the Naryn is open to traffic after two years. It is long.</p>",
         "It opened. The bridge over the Naryn is open to traffic after two years."),
        ("<p>The U.S. ambassador J. Smith came to the opening of the bridge, as did the mayor of the town! No one else.</p>",
         "The U.S. ambassador J. Smith came to the opening of the bridge, as did the mayor of the town!"),
        (f"<p>{'word ' * 100}</p>", f"{'word ' * 47}word …"),
        ("<ul><li>One</li></ul>", ""),
    ],
)  # fmt: skip
def test_the_opening_is_the_first_sentences_of_the_first_real_paragraph(html: str, said: str) -> None:
    stored = [bodies.StoredBlock(kind="heading", value="A"), bodies.StoredBlock(kind="text", value=html)]
    assert bodies.opening(stored) == said
    raw = json.dumps([{"type": block.kind, "value": block.value} for block in stored])
    assert list(bodies.one_by_one(raw)) == stored
    assert bodies.opening(bodies.one_by_one("[]")) == bodies.opening(bodies.one_by_one("")) == ""


def test_a_column_of_numbers_has_nothing_else() -> None:
    data = [
        ["Place", "Tons", "Share", "Year", "Note"],
        ["Naryn", "1,140", "12.5 %", "1936", "412 m"],
        ["Osh", "—", "−3%", "", "19"],
    ]
    stored = [bodies.StoredBlock(kind="table", value={"data": data, "table_header_choice": "row"})]
    (table,) = bodies.shape(stored, bodies.NOTHING)
    assert table.numbers == {1, 2, 3}


def test_headings_and_recordings_have_names_of_their_own():
    file = AttachedFile(pk=1, title="Talk", file="talk.mp3", file_hash="0" * 40, file_size=9, seconds=61)
    around = bodies.Context(language="en", image=lambda _: None, file=lambda _: file, card=lambda _: None)
    raw = [{"type": "heading", "value": text} for text in ("One", "Two", "One", "One 2")]
    raw += [{"type": "audio", "value": {"file": 1}}, {"type": "audio", "value": {"file": 1}}, {"type": "unknown"}, 7]
    made = bodies.shape(bodies.load(json.dumps(raw)), around)
    assert [block.id for block in made] == ["h-one", "h-two", "h-one-2", "h-one-2-2", "listen", "listen-2"]
    assert made[-1] == kinds.AudioBlock(
        id="listen-2", url=file.url, type="audio/mpeg", title="Talk", bytes=9, duration=61
    )


def test_a_body_is_parsed_once_for_what_it_refers_to_and_what_it_shows(room, monkeypatch):
    parsed = []
    load = bodies.load
    monkeypatch.setattr(bodies, "load", lambda raw: parsed.append(raw) or load(raw))
    story = room.story("One", body=[("text", "<p>Only here.</p>")])
    reader = room.baker.policy.reader
    reader.expect_stories([story.pk])
    assert reader.story(reader.values.uses(), story.pk).article.body == (kinds.TextBlock(html="<p>Only here.</p>"),)
    assert len(parsed) == 1
