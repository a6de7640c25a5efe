"""A word is found in the desk's lists whatever the case in which it is written and asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tamizdat.newsroom.models import Article, Topic, TopicText

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
