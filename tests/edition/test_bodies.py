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
