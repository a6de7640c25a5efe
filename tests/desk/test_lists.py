"""A word is found in the desk's lists whatever the case in which it is written and asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tamizdat.newsroom.models import Article, Series, SeriesText, Topic, TopicText

WORDS = ["дорога", "Дорога", "ДОРОГА", "дорог"]


@pytest.mark.parametrize("asked", WORDS)
@pytest.mark.parametrize("written", ["Дорога через перевал", "Длинная дорога", "ДОРОГА ЗАКРЫТА"])
def test_a_story_is_found_in_any_case(editor: Client, draft: Callable[..., Article], written: str, asked: str) -> None:
    draft(written, "ru")
    draft("Снег", "ru")
    page = editor.get("/desk/stories/results/", {"q": asked}).content.decode()
    assert written in page
    assert "Снег" not in page


@pytest.mark.parametrize("asked", WORDS)
def test_so_is_a_noun(editor: Client, asked: str) -> None:
    Topic(slug="roads", texts=[TopicText(language="ru", name="Дорога домой")]).save()
    Topic(slug="snow", texts=[TopicText(language="ru", name="Снег")]).save()
    page = editor.get("/desk/topics/", {"q": asked}).content.decode()
    assert "Дорога домой" in page
    assert "Снег" not in page


def test_stories_are_found_by_series_and_by_the_day_on_which_they_came_out(
    editor: Client, draft: Callable[..., Article], published: Callable[..., Article]
) -> None:
    diary = Series(slug="diary", form="blog", texts=[SeriesText(language="en", name="Diary of the pass")])
    diary.save()
    draft("A draft"), published("A road", series=diary), published("A bridge")
    Article.objects.filter(headline="A bridge").update(first_published_at=datetime(2026, 3, 8, 12, tzinfo=UTC))

    def listed(**query: Any) -> set[str]:
        return {story.headline for story in editor.get("/desk/stories/", query).context["object_list"]}

    assert listed(series=diary.pk) == {"A road"}
    assert listed(published_from="2026-03-08", published_to="2026-03-08") == {"A bridge"}
    assert listed(published_from="2026-03-09") == {"A road"}
    dates = editor.get("/desk/stories/", {"ordering": "first_published_at", "published_to": "2026-03-08"})
    assert "Diary of the pass" in dates.content.decode()
    assert "March 8, 2026" in dates.content.decode(), "the day is in the list"
