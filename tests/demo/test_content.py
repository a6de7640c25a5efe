"""The demo newsroom as it stands in the repository: what the first page of the docs promises of it is there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tamizdat.demo.reading import load
from tamizdat.demo.shapes import DemoNewsroom, DemoStory

CYRILLIC = re.compile(r"[А-Яа-яЁё]")


@pytest.fixture(scope="module")
def newsroom() -> DemoNewsroom:
    return load()


def words(story: DemoStory) -> list[str]:
    """Everything a reader can read in a story, each block as one text."""
    out = [story.headline, story.dek, story.kicker, story.editors_note, *(note.text for note in story.notes)]
    for kind, value in story.body:
        if kind in ("paragraph", "heading"):
            out.append(value)
        elif isinstance(value, dict):
            out += [cell for row in value.get("rows", []) for cell in row]
            out += [title for _, title in value.get("chapters", ())]
            out += [text for name, text in value.items() if name not in ("rows", "file", "url", "chapters")]
    return out


def in_language(newsroom: DemoNewsroom, language: str) -> list[DemoStory]:
    return [story for story in newsroom.stories if story.language == language]


def test_two_languages_of_stories(newsroom: DemoNewsroom) -> None:
    english = {story.key for story in in_language(newsroom, "en")}
    russian = {story.key for story in in_language(newsroom, "ru")}
    assert len(english) >= 24
    assert len(english & russian) >= 14


def test_siblings_tell_the_same_story(newsroom: DemoNewsroom) -> None:
    english = {story.key: story for story in in_language(newsroom, "en")}
    for story in in_language(newsroom, "ru"):
        if twin := english.get(story.key):
            same = ("authors", "regions", "topics", "series", "genre", "urgency", "picture", "slugline")
            keys = [
                ([credit.key for credit in one.authors], *(getattr(one, name) for name in same[1:]))
                for one in (story, twin)
            ]
            assert keys[0] == keys[1], story.key
            assert [kind for kind, _ in story.body] == [kind for kind, _ in twin.body], story.key


def test_russian_is_russian_and_english_is_not(newsroom: DemoNewsroom) -> None:
    for story in newsroom.stories:
        letters = re.findall(r"[^\W\d_]", re.sub(r"<[^>]+>", "", " ".join(words(story))))
        share = sum(bool(CYRILLIC.match(letter)) for letter in letters) / len(letters)
        assert share > 0.95 if story.language == "ru" else share == 0, f"{story.key}.{story.language}"


def test_every_language_has_its_quotes(newsroom: DemoNewsroom) -> None:
    for story in newsroom.stories:
        plain = re.sub(r"<[^>]+>", "", " ".join(words(story)))
        assert not re.search(r"[\"']", plain), f"{story.key}.{story.language}: straight quotes"
        assert story.language != "ru" or not re.search("[”’]", plain), f"{story.key}.ru: English quotes"


def test_the_newsroom_is_complete(newsroom: DemoNewsroom) -> None:
    assert {group.key: len(group.regions) for group in newsroom.region_groups} == {
        "caucasus": 3,
        "central-asia": 5,
        "conflict-zones": 4,
        "eastern-europe": 5,
        "eurasian-fringe": 8,
    }
    assert [topic.key for topic in newsroom.topics] == [
        "arts-and-culture",
        "economy",
        "politics",
        "security",
        "society",
    ]
    assert {topic.key: len(topic.events) for topic in newsroom.topics if topic.events} == {"politics": 2}
    kinds = Counter(one.kind for one in newsroom.series)
    assert (kinds["blog"], kinds["podcast"], kinds["feature"]) == (2, 2, 4)
    assert kinds["visual"]
    assert {page.key for page in newsroom.pages} == {
        "about", "team", "contribute", "republishing", "privacy", "corrections", "contact",
    }  # fmt: skip
    assert len(newsroom.authors) == 6
    assert [one.key for one in newsroom.authors if one.pseudonym] == ["severin"]


def test_every_shelf_has_stories(newsroom: DemoNewsroom) -> None:
    english = in_language(newsroom, "en")
    regions = {key for story in english for key in story.regions}
    assert regions == {region.key for group in newsroom.region_groups for region in group.regions}
    topics = Counter(key for story in english for key in story.topics)
    for topic in newsroom.topics:
        assert topics[topic.key], topic.key
        assert all(topics[event.key] >= 3 for event in topic.events)
    shelved = Counter(story.series for story in english)
    least = {"blog": 3, "podcast": 2, "feature": 1, "visual": 2}
    for one in newsroom.series:
        assert shelved[one.key] >= least[one.kind], one.key


def test_visual_stories_and_podcasts_are_what_they_say(newsroom: DemoNewsroom) -> None:
    for story in newsroom.stories:
        kinds = Counter(kind for kind, _ in story.body)
        assert story.genre != "visual" or kinds["picture"] >= 6, story.key
        assert (story.genre == "podcast") == bool(kinds["audio"]), story.key
        for kind, value in story.body:
            if kind == "audio":
                recording = newsroom.folder / "audio" / value["file"]
                head = recording.read_bytes()[:3]
                assert head == b"ID3" or (head[0] == 0xFF and head[1] & 0xE0 == 0xE0), recording
                assert recording.stat().st_size <= 250 * 1024, recording
                assert value["transcript"], recording


def test_the_series_use_every_block(newsroom: DemoNewsroom) -> None:
    assert {kind for story in newsroom.stories for kind, _ in story.body} == {
        "paragraph", "heading", "quote", "pull_quote", "box", "picture", "gallery", "table", "audio", "related",
        "embed", "divider",
    }  # fmt: skip


def test_the_pseudonym_keeps_its_secret(newsroom: DemoNewsroom) -> None:
    author = next(one for one in newsroom.authors if one.pseudonym)
    assert not author.links
    for story in newsroom.stories:
        if any(credit.key == author.key for credit in story.authors):
            assert story.byline == ""
            assert story.dateline in ("RUSSIA", "РОССИЯ"), "a place would point to the author"


def test_internal_notes_are_marked_and_never_in_a_text(newsroom: DemoNewsroom) -> None:
    notes = [story for story in newsroom.stories if story.internal_note]
    assert len(notes) >= 24
    for story in newsroom.stories:
        assert not story.internal_note or story.internal_note.startswith("INTERNAL-NOTE-"), story.key
        assert "INTERNAL-NOTE" not in " ".join(words(story)), story.key


def test_one_story_carries_a_correction(newsroom: DemoNewsroom) -> None:
    assert {story.key for story in newsroom.stories if story.notes and story.notes[0].kind == "correction"} == {
        "zeskari-count"
    }


def test_the_story_of_june_2015_keeps_to_what_was_said(newsroom: DemoNewsroom) -> None:
    story = next(one for one in newsroom.stories if (one.key, one.language) == ("polonez-test", "en"))
    text = " ".join(words(story))
    assert (story.first_published_at.year, story.first_published_at.month) == (2015, 6)
    assert story.series == ""
    for said in (
        "Polonez",
        "multiple-launch",
        "in China",
        "9 May",
        "Chinese origin",
        "Russia",
        "NATO",
        "Xi Jinping",
        "Minsk",
    ):
        assert said in text
    assert set(re.findall(r"\d+", text)) == {"9"}, "the facts named hold no other figure"
    assert len(text.split()) < 120


def test_dates_are_of_the_demo_and_past(newsroom: DemoNewsroom) -> None:
    recent = [story for story in newsroom.stories if story.first_published_at.year > 2015]
    assert min(story.first_published_at for story in recent).isoformat() >= "2025-09"
    assert max(story.first_published_at for story in recent).isoformat() < "2026-11-21"
    assert len({story.first_published_at for story in newsroom.stories}) == len(newsroom.stories)


def test_addresses_are_nobodys(newsroom: DemoNewsroom) -> None:
    everything = [path.read_text(encoding="utf-8") for path in newsroom.folder.rglob("*.*") if path.suffix != ".mp3"]
    hosts = {host for text in everything for host in re.findall(r"(?:https?://|mailto:[^@\s]+@)([\w.-]+)", text)}
    assert hosts
    assert all(host.endswith("example.org") for host in hosts), hosts
