"""Visual stories and blogs: what their pages are made of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tamizdat.edition.frames import frames
from tamizdat.edition.shapes.blocks import Block, PictureBlock, TextBlock
from tamizdat.newsroom.models import SeriesAuthor
from tests.theme.values import picture

pytestmark = pytest.mark.database


def test_a_frame_is_a_picture_with_what_is_said_until_the_next():
    def said(text: str) -> Block:
        return TextBlock(html=text)

    def shown(number: int) -> Block:
        return PictureBlock(picture=picture(number))

    found = frames((said("before"), shown(0), said("a"), said("b"), shown(1), shown(2), said("c")))
    assert [(frame.picture, [block.html for block in frame.blocks]) for frame in found] == [
        (None, ["before"]),
        (picture(0), ["a", "b"]),
        (picture(1), []),
        (picture(2), ["c"]),
    ]
    assert frames(()) == ()


def test_a_visual_story_has_a_page_of_its_own_and_loses_it_with_its_genre(room):
    story = room.story("Six lights", genre="visual")
    room.bake()
    path = story.get_url_parts()[2] + "index.html"
    assert 'class="story-page visual-page"' in room.read(path)
    assert "The text of Six lights." in room.read(path)
    story.genre = "news"
    story.save_revision().publish()
    room.bake()
    assert "visual-page" not in room.read(path)


def test_a_blog_shows_its_authors_and_its_posts_the_newest_first(room):
    blog = room.series[0]
    blog.authors = [SeriesAuthor(author=room.authors[1])]
    blog.save()
    now = timezone.now()
    for number in (2, 3, 1):
        room.story(f"Post {number}", series=blog, first_published_at=now - timedelta(days=9 - number))
    room.bake()
    page = room.read("en/series/blog/index.html")
    assert page.index("Bek") < page.index("Post 3") < page.index("Post 2") < page.index("Post 1")
