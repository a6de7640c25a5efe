"""The preview is what the renderer gives, in the desk's frame, or a sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tamizdat.desk import preview
from tamizdat.newsroom.models import Article
from tests.desk import forms

Make = Callable[..., Article]


def preview_of(editor: Client, story: Article, **data: str) -> str:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk])
    assert editor.post(address, forms.story(slug=story.slug, **data)).json()["is_valid"]
    answer = editor.get(address)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    return answer.content.decode()


def test_it_shows_what_is_typed_not_what_is_saved(editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "render_article", lambda story: f"<h1>{story.headline}</h1>".encode())
    assert preview_of(editor, draft("Saved"), headline="Typed") == "<h1>Typed</h1>"


def test_without_a_renderer_it_says_so(editor: Client, draft: Make) -> None:
    assert "tamizdat serve" in preview_of(editor, draft())


def test_what_breaks_the_page_is_told_and_escaped(editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(story: Article) -> bytes:
        raise ValueError("<script>no picture</script>")

    monkeypatch.setattr(preview, "render_article", break_down)
    page = preview_of(editor, draft())
    assert "No preview" in page
    assert "&lt;script&gt;no picture" in page


def test_a_stranger_sees_no_draft(client: Client, draft: Make) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[draft().pk])
    assert client.get(address).url.startswith("/desk/login/")
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[draft("B").pk])).url.startswith("/desk/login/")
