"""The preview is what the renderer gives, in the desk's frame, or a sentence that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tamizdat.config import wiring
from tamizdat.desk import edition_report, preview
from tamizdat.newsroom.models import Article, Attachment, Picture
from tests.desk import forms
from tests.desk.test_pictures import jpeg

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


def test_a_published_story_is_previewed_too(editor: Client, published: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "render_article", lambda story: story.headline.encode())
    story = published("Out")
    assert preview_of(editor, story, headline="Changed") == "Changed"
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk])).content == b"Out"


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


def test_pictures_and_files_are_seen_before_the_public_has_them(
    editor: Client, client: Client, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "render_article", preview.render_article)  # what is tied below is untied again
    monkeypatch.setattr(edition_report, "read", edition_report.read)
    wiring.tie_desk(report=edition_report.read)
    picture = Picture(title="A pass", file=ContentFile(jpeg(), "pass.jpg"), alt_text="A pass")
    picture.save()
    report = Attachment(title="Report", file=ContentFile(b"%PDF-1.7", "report.pdf"), file_hash="0f" * 20, file_size=8)
    report.save()
    story = draft(lead_picture=picture)
    body = [("document", {"file": report.pk, "title": ""})]
    data = forms.story(slug=story.slug, lead_picture=picture.pk, body=body)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk])
    assert editor.post(address, data).json()["is_valid"]
    page = editor.get(address).content.decode()
    shown = set(re.findall(r"/desk/preview/[^\s\",]+", page))
    assert {name.rpartition(".")[2] for name in shown} == {"avif", "webp", "jpg", "pdf"}
    for name in shown:
        assert editor.get(name).status_code == 200, name
        assert client.get(name).url.startswith("/desk/login/"), name
    assert editor.get("/desk/preview/pictures/..").status_code == 404
    assert editor.get("/desk/preview/files/0000000000000000/report.pdf").status_code == 404
