"""Notes on stories: on the story's page, and on the page of corrections."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import ArticleNote, StaticPage, StaticPageText
from tests.edition.newsroom import contents

pytestmark = pytest.mark.database
PAGE = "en/corrections/index.html"


def noted(room, kind="correction", text="<p>The bridge is <b>older</b>.</p>", **fields):
    story = room.story("A bridge opened", publish=False, slug="bridge", **fields)
    story.notes.add(ArticleNote(kind=kind, text=text))
    return articles.publish(story)


def page_of(room, story) -> str:
    return room.read(f"{story.get_url_parts()[2]}index.html")


def test_a_correction_stands_before_the_text_and_a_later_addition_after_it(room):
    story = noted(room)
    story.notes.add(ArticleNote(kind="update", text="<p>It has a name now.</p>"))
    articles.publish(story)
    room.bake()
    page = page_of(room, story)
    assert page.index("<b>older</b>") < page.index("The text of A bridge") < page.index("It has a name now")


def test_a_note_carries_nothing_that_could_run(room):
    story = noted(room, text='<p>Wrong<script>alert(1)</script><img src=x onerror="alert(1)"></p>')
    room.bake()
    page = page_of(room, story)
    assert "alert(1)" not in page
    assert "alert(1)" not in room.read(PAGE)


def test_the_page_of_corrections_lists_them_and_links_the_story(room):
    noted(room)
    room.bake()
    page = room.read(PAGE)
    assert "<b>older</b>" in page
    assert 'href="/en/' in page
    assert "Correction" in page


def test_notes_go_where_their_story_goes(room):
    story = noted(room)
    room.bake()
    articles.unpublish(story)
    room.bake()
    assert "older" not in room.read(PAGE)


def test_a_new_headline_reaches_the_page_of_corrections(room):
    story = noted(room)
    room.bake()
    story.headline = "Another headline"
    articles.publish(story)
    room.bake()
    assert "Another headline" in room.read(PAGE)


def test_a_static_page_of_that_name_introduces_the_list(room):
    noted(room)
    room.bake()
    page = StaticPage(slug="corrections")
    page.texts.add(StaticPageText(language="en", title="Our mistakes", body="<p>We are sorry.</p>"))
    page.save()
    room.bake()
    read = room.read(PAGE)
    assert read.index("We are sorry") < read.index("<b>older</b>")
    whole = room.another("whole")
    room.bake_whole(whole)
    assert contents(room.baker) == contents(whole)
    page.slug = "our-mistakes"
    page.save()
    room.bake()
    assert "<b>older</b>" in room.read(PAGE)
    page.delete()
    room.bake()
    assert "<b>older</b>" in room.read(PAGE)
    whole = room.another("without")
    room.bake_whole(whole)
    assert contents(room.baker) == contents(whole)
    assert not any(b'"/en/corrections/"' in data for path, data in contents(whole).items() if path.endswith(".conf"))


def test_a_note_links_to_a_story_only_while_that_is_public(room):
    other = room.story("The other")
    noted(room, text=f'<p>See <a linktype="page" id="{other.pk}">the other</a>.</p>')
    room.bake()
    assert other.get_url_parts()[2] in room.read(PAGE)
    articles.unpublish(other)
    room.bake()
    assert other.get_url_parts()[2] not in room.read(PAGE)


def test_the_date_is_of_the_newsrooms_zone(room):
    noted(room)
    room.bake()
    assert f"{timezone.now():%Y}" in room.read(PAGE)


def test_the_notes_of_a_story_between_those_asked_for_are_left_aside(room):
    """Many stories are read as a range of numbers, which may hold others (values.stories.among)."""
    before = [room.story(f"Before {number}").pk for number in range(11)]
    noted(room)
    after = [room.story(f"After {number}").pk for number in range(11)]
    reader = room.baker.policy.reader
    reader.expect_stories([*before, *after])
    uses = reader.values.uses()
    assert [reader.story(uses, pk).pk for pk in (*before, *after)] == [*before, *after]
