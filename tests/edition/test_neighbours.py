"""Previous and next in a series: read with the story, noted when a story enters, leaves or moves between two others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, Series
from tests.edition.newsroom import contents

pytestmark = pytest.mark.database


@pytest.fixture
def blog(room) -> Series:
    return room.series[0]


@pytest.fixture
def posts(room, blog) -> list[Article]:
    now = timezone.now()
    return [
        room.story(f"Post {number}", series=blog, first_published_at=now - timedelta(days=9 - number))
        for number in range(1, 4)
    ]


def beside(room, story: Article) -> tuple[str, str]:
    """The headlines that the story's page offers as previous and next."""
    reader = room.baker.policy.reader
    reader.values.forget()
    found = reader.story(reader.values.uses(), story.pk).article
    return (found.previous.name if found.previous else "", found.next.name if found.next else "")


def assert_same_as_whole(room) -> None:
    whole = room.another("whole")
    room.bake_whole(whole)
    assert contents(room.baker) == contents(whole)


def test_each_post_leads_to_the_one_before_and_the_one_after(room, posts):
    room.bake()
    assert [beside(room, post) for post in posts] == [("", "Post 2"), ("Post 1", "Post 3"), ("Post 2", "")]
    page = room.read(posts[1].get_url_parts()[2] + "index.html")
    assert 'rel="prev"' in page
    assert "Post 3" in page


def test_a_new_post_touches_the_page_of_the_one_before_it_alone(room, blog, posts):
    room.bake()
    room.story("Post 4", series=blog)
    room.bake()
    assert "Post 4" in room.read(posts[2].get_url_parts()[2] + "index.html")
    assert_same_as_whole(room)


def test_a_post_that_is_published_between_two_others_enters_both(room, blog, posts):
    room.bake()
    late = room.story("Late", series=blog, first_published_at=posts[0].first_published_at + timedelta(hours=1))
    room.bake()
    assert beside(room, posts[0]) == ("", "Late")
    assert beside(room, late) == ("Post 1", "Post 2")
    assert_same_as_whole(room)


@pytest.mark.parametrize("leave", [articles.unpublish, articles.kill, lambda story: story.delete()])
def test_a_post_that_leaves_is_stepped_over(room, posts, leave):
    room.bake()
    leave(posts[1])
    room.bake()
    assert beside(room, posts[0]) == ("", "Post 3")
    assert_same_as_whole(room)


def test_a_post_that_comes_back_is_offered_again_across_others_that_are_off_the_site(room, blog, posts):
    """Its neighbours' pages passed it by when they were baked, so nothing but what they passed can tell them."""
    fourth = room.story("Post 4", series=blog)
    articles.unpublish(posts[1])
    articles.unpublish(posts[2])
    room.bake()
    assert beside(room, fourth) == ("Post 1", "")
    articles.publish(Article.objects.get(pk=posts[1].pk))
    room.bake()
    assert "Post 2" in room.read(fourth.get_url_parts()[2] + "index.html")
    assert_same_as_whole(room)


def test_the_end_of_an_embargo_reaches_a_post_that_came_after_it_was_set(room, blog, posts):
    embargoed = room.story("Embargoed", series=blog, embargoed_until=timezone.now() + timedelta(hours=2))
    room.bake()
    between = room.story("Between", series=blog)
    room.bake()
    assert beside(room, between) == ("Post 3", "")
    embargoed.embargoed_until = timezone.now() - timedelta(seconds=1)
    articles.publish(embargoed)
    room.bake()
    assert "Embargoed" in room.read(between.get_url_parts()[2] + "index.html")
    assert_same_as_whole(room)


def test_a_post_that_moves_to_another_series_leaves_its_old_neighbours(room, posts):
    room.bake()
    posts[1].series = room.series[1]
    articles.publish(posts[1])
    room.bake()
    assert beside(room, posts[0]) == ("", "Post 3")
    assert beside(room, posts[1]) == ("", "")
    assert_same_as_whole(room)


def test_neighbours_of_a_batch_cost_no_query_each(room, blog, posts, django_assert_max_num_queries):
    more = [room.story(f"More {number}", series=blog) for number in range(12)]
    reader = room.baker.policy.reader
    pks = [story.pk for story in (*posts, *more)]
    uses = reader.values.uses()
    reader.story(uses, room.story("For the small tables").pk)
    with django_assert_max_num_queries(30):
        reader.expect_stories(pks)
        assert all(reader.story(uses, pk) for pk in pks)
