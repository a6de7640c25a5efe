"""The indexes follow the newsroom: what is public is found by readers, drafts by the desk alone."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tamizdat.bake import full
from tamizdat.bake.baker import Baker
from tamizdat.bake.tree import TreeError
from tamizdat.newsroom.actions import articles, schedule
from tamizdat.newsroom.models import ArticleNote, RegionText, SearchAlias
from tamizdat.search import fields, rebuild
from tamizdat.search.errors import IndexRebuilding, SearchError
from tamizdat.search.index import Writer, read
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tamizdat.search.stems import lemmas
from tests.edition.test_incremental import edit

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db
WORD = "Unrepeatable"


@dataclass
class Found:
    """What the two indexes beside a tree answer."""

    folder: Path

    def by(self, index: str, text: str) -> list[int]:
        return [one.id for one in Searcher(self.folder / "search" / index).search(Query(text=text, limit=50)).results]

    def public(self, text: str) -> list[int]:
        return self.by("public", text)

    def desk(self, text: str) -> list[int]:
        return self.by("desk", text)


@pytest.fixture
def found(room: SmallNewsroom) -> Found:
    return Found(room.folder / "one")


def documents(baker: Baker, index: str) -> dict[int, fields.Stored]:
    """All that an index holds, by story."""
    folder = baker.tree.root.parent / "search" / index
    reading = read(folder)
    numbers = rebuild.story_ids(folder)
    held = {}
    for number in numbers:
        query = fields.tantivy.Query.term_query(reading.schema, "id", number)
        hits = reading.searcher.search(query, 2).hits
        assert len(hits) == 1, f"{number} is in the index {len(hits)} times"
        held[number] = fields.unpack(reading.searcher.doc(hits[0][1])["stored"][0])
    return held


def test_a_published_story_is_found_by_all_that_readers_see_of_it(room: SmallNewsroom, found: Found) -> None:
    story = room.story(
        "A bridge opened",
        dek="Deksummary stands here",
        kicker="Kickerword",
        editors_note="Editorialword",
        regions=[room.regions[0]],
        topics=[room.event],
        authors=[room.authors[0]],
        body=[
            ("text", "<p>One <b>para</b>graph.</p><p>Another.</p>"),
            ("heading", "Headingword"),
            ("quote", {"text": "Quotedword", "attribution": "Attributedname"}),
            (
                "table",
                {"data": [["Cellword", "2"]], "table_caption": "Tablecaption", "first_row_is_table_header": False},
            ),
            ("box", {"title": "Boxtitle", "text": "<p>Boxword</p>"}),
        ],
        internal_note="INTERNALWORD",
        slugline="SLUGLINEWORD",
    )
    story.notes.add(ArticleNote(kind="correction", text="<p>Correctedword</p>"))
    articles.publish(story)
    room.bake()
    seen = (
        "bridge", "Deksummary", "Kickerword", "Editorialword", "paragraph", "Headingword", "Quotedword", "Attributedname",
        "Cellword", "Tablecaption", "Boxtitle", "Boxword", "Correctedword", "North", "Ana", "vote",
    )  # fmt: skip
    assert [word for word in seen if found.public(word) != [story.pk]] == []
    assert [word for word in ("INTERNALWORD", "SLUGLINEWORD", "Realname") if found.public(word)] == []
    answer = Searcher(found.folder / "search" / "public").search(
        Query(text="bridge", regions=("north",), topics=("politics",), authors=("ana",))
    )
    assert [one.url for one in answer.results] == [story.get_url_parts()[2]]


def test_what_leaves_the_site_leaves_the_public_index_and_stays_at_the_desk(room: SmallNewsroom, found: Found) -> None:
    stories = {name: room.story(f"{WORD} {name}") for name in ("unpublished", "killed", "embargoed", "deleted")}
    room.bake()
    assert sorted(found.public(WORD)) == sorted(story.pk for story in stories.values())
    articles.unpublish(stories["unpublished"])
    articles.kill(stories["killed"])
    stories["embargoed"].embargoed_until = timezone.now() + timedelta(days=1)
    articles.publish(stories["embargoed"])
    gone = stories.pop("deleted")
    gone.delete()
    room.bake()
    assert found.public(WORD) == []
    assert sorted(found.desk(WORD)) == sorted(story.pk for story in stories.values())
    articles.publish(stories["unpublished"])
    room.bake()
    assert found.public(WORD) == [stories["unpublished"].pk]


def test_a_kill_leaves_the_index_ahead_of_everything_that_waits(room: SmallNewsroom, found: Found) -> None:
    stories = [room.story(f"{WORD} {number}") for number in range(3)]
    room.bake()
    full.mark_all(room.baker)
    articles.kill(stories[1])
    room.baker.drain(timezone.now())
    waiting = room.baker.graph.counts()["stale"]
    while stories[1].pk in found.public(WORD):
        assert room.baker.step(10)
    assert room.baker.graph.counts()["stale"] > waiting / 2


def test_time_itself_lets_in_and_out(room: SmallNewsroom, found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    coming = room.story("Embargoedword", embargoed_until=now + timedelta(hours=1))
    room.story("Passingword", expire_at=now + timedelta(hours=2))
    room.bake()
    assert (found.public("Embargoedword"), len(found.public("Passingword"))) == ([], 1)
    later = now + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    room.bake()
    assert found.public("Embargoedword") == [coming.pk]
    end = now + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: end)
    schedule.carry_out(end)
    room.bake()
    assert found.public("Passingword") == []


def test_drafts_and_changes_are_found_at_the_desk_alone(room: SmallNewsroom, found: Found) -> None:
    draft = room.story(f"{WORD} draft", publish=False)
    public = room.story("Plain words")
    room.bake()
    public.headline = f"{WORD} change"
    public.save_revision()
    room.bake()
    assert sorted(found.desk(WORD)) == sorted([draft.pk, public.pk])
    assert found.public(WORD) == []
    assert found.public("Plain words") == [public.pk]
    files = (found.folder / "search" / "public").iterdir()
    assert [path.name for path in files if path.is_file() and WORD.lower().encode() in path.read_bytes().lower()] == []
    assert (found.folder / "search" / "desk").stat().st_mode & 0o077 == 0


def test_a_renamed_place_is_found_by_its_new_name(room: SmallNewsroom, found: Found) -> None:
    story = room.story(regions=[room.regions[0]])
    room.bake()
    assert found.public("north") == [story.pk]
    row = room.regions[0]
    row.texts.set([RegionText(pk=row.texts.get().pk, language="en", name="Meridian")])
    row.save()
    room.bake()
    assert found.public("Meridian") == [story.pk]
    labels = json.loads((found.folder / "search" / "public" / "labels.json").read_text())
    assert labels["en"]["region"]["north"] == "Meridian"
    assert "Secret Realname" not in json.dumps(labels)


def test_a_spelling_added_at_the_desk_is_found_without_baking_a_story(room: SmallNewsroom, found: Found) -> None:
    story = room.story("The council of Oldtown met")
    room.bake()
    assert found.public("Newburg") == []
    SearchAlias(spellings="Oldtown\nNewburg").save()
    counts = room.bake()
    assert set(counts.seconds) == {"searchnames", "words"}
    assert found.public("Newburg") == [story.pk]


@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_the_indexes_hold_what_a_full_bake_puts_into_them(room: SmallNewsroom, seed: int) -> None:
    rnd = random.Random(seed)
    room.bake()
    for _ in range(8):
        for _ in range(rnd.randint(1, 3)):
            edit(room, rnd)
        if rnd.random() < 0.3:
            room.story(f"Draft {rnd.random():.6f}", publish=False)
        assert not room.bake().failures
    whole = room.another("whole")
    room.bake_whole(whole)
    for index in ("public", "desk"):
        assert documents(room.baker, index) == documents(whole, index)


def damage_cut(folder: Path) -> None:
    for path in folder.glob("*.term"):
        path.write_bytes(path.read_bytes()[:10])


def damage_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def damage_gone(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def damage_older(folder: Path) -> None:
    (folder / "version.json").write_text('{"version": "older", "made": "then"}')


@pytest.mark.parametrize("damage", [damage_cut, damage_meta, damage_gone, damage_older])
@pytest.mark.parametrize("index", ["public", "desk"])
def test_an_index_of_no_use_is_made_anew_and_says_so_meanwhile(
    room: SmallNewsroom, found: Found, index: str, damage
) -> None:
    story, draft = room.story(f"{WORD} words"), room.story(f"{WORD} draft", publish=False)
    room.bake()
    before = {name: documents(room.baker, name) for name in ("public", "desk")}
    pages = {path: path.read_bytes() for path in room.baker.tree.root.rglob("*") if path.is_file()}
    damage(found.folder / "search" / index)
    with pytest.raises(SearchError):
        found.by(index, WORD)
    room.baker.notice_losses()
    with pytest.raises(IndexRebuilding):
        found.by(index, WORD)
    room.baker.drain(timezone.now())
    room.baker.step(1)
    with pytest.raises(IndexRebuilding):
        found.by(index, WORD)
    room.bake()
    assert {name: documents(room.baker, name) for name in ("public", "desk")} == before
    assert found.public(WORD) == [story.pk]
    assert draft.pk in found.desk(WORD)
    assert pages == {path: path.read_bytes() for path in room.baker.tree.root.rglob("*") if path.is_file()}


def test_an_index_that_cannot_be_written_fails_no_story_and_is_told(
    room: SmallNewsroom, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.bake()
    story = room.story(f"{WORD} words")
    monkeypatch.setattr(rebuild, "PATIENCE", 0.1)
    with (
        Writer(found.folder / "search" / "public"),
        pytest.raises(TreeError, match=r"search index in .* cannot be written"),
    ):
        room.bake()
    room.bake()
    assert found.public(WORD) == [story.pk]
    assert room.baker.graph.queue.failures() == []


def test_a_full_bake_reads_the_dictionaries_before_it_has_processes(
    room: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would read them for itself otherwise."""
    known: set[str] = set()
    monkeypatch.setattr(lemmas, "read", known.update)
    full.mark_all(room.baker)
    assert known == set(room.baker.policy.reader.languages)
