"""A story saves itself while parts of it are half written, and over a session that ended."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article
from tests.desk import forms
from tests.desk.conftest import PASSWORD

Make = Callable[..., Article]
BY_ITSELF = {"accept": "application/json"}


def new() -> str:
    return reverse("wagtailadmin_pages:add", args=["newsroom", "article", folder("en").pk])


def edit(story: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def newest(story: Article) -> Article:
    found: Article = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    return found


@pytest.mark.parametrize(
    "block",
    [
        ("embed", {"url": "htt", "title": ""}),
        ("embed", {"url": "", "title": ""}),
        ("quote", {"text": "", "attribution": "Somebody"}),
        ("heading", ""),
    ],
)
def test_a_half_filled_block_is_saved_and_not_published(editor: Client, draft: Make, block: tuple[str, object]) -> None:
    story = draft()
    body = [("text", forms.rich("<p>Snow.</p>")), block]
    answer = editor.post(edit(story), forms.story(body=body, dek="New"), headers=BY_ITSELF).json()
    assert (answer["success"], answer.get("left_out")) == (True, None)
    assert (newest(story).dek, [one.block_type for one in newest(story).body]) == ("New", ["text", block[0]])
    answer = editor.post(edit(story), forms.story(body=body, press="publish"))
    assert "body" in answer.context["form"].errors


def test_what_cannot_be_saved_holds_nothing_else_up_and_is_named(editor: Client, draft: Make) -> None:
    story = draft("A road", source_url="https://example.org/first")
    note = {"kind": "update", "date": "2026-1", "text": forms.rich("<p>More.</p>")}
    data = forms.story("A road home", source_url="not an address", embargoed_until="tomorrow")
    data |= dict(nested_form_data({"notes": inline_formset([note])}))
    answer = editor.post(edit(story), data, headers=BY_ITSELF).json()
    assert answer["success"]
    assert answer["left_out"] == ["embargoed_until", "source_url", "notes-0-date"]
    saved = newest(story)
    assert (saved.headline, saved.source_url, saved.notes.count()) == ("A road home", "https://example.org/first", 0)
    answer = editor.post(new(), data, headers=BY_ITSELF).json()
    assert answer["success"], "a story that was never saved, too"


def test_whoever_presses_save_sees_the_errors(editor: Client, draft: Make) -> None:
    answer = editor.post(edit(draft()), forms.story("Changed", source_url="not an address"))
    assert "source_url" in answer.context["form"].errors


def test_what_a_device_kept_is_shown_in_the_form_and_not_saved(editor: Client, draft: Make) -> None:
    story = draft("A road")
    for address in (edit(story), new()):
        page = editor.post(address, forms.story("Typed on the train") | {"desk-kept": "1"})
        assert page.status_code == 200
        assert 'value="Typed on the train"' in page.content.decode()
        assert page.context["has_unsaved_changes"]
    assert [one.headline for one in Article.objects.all()] == ["A road"]
    assert newest(story).headline == "A road"


def test_the_key_is_for_one_person_s_sessions_alone(client: Client, editor: Client, administrator: Client) -> None:
    address = reverse("desk_session")
    nobody, one, other = (who.get(address).json() for who in (client, editor, administrator))
    assert (nobody["user"], nobody["key"], nobody["owner"]) == ("", "", "")
    assert (one["user"], len(base64.b64decode(one["key"]))) == ("anna", 32)
    assert one["key"] == editor.get(address).json()["key"]
    assert one["key"] != other["key"]
    assert "no-store" in editor.get(address)["Cache-Control"]


def test_one_signs_in_again_over_the_form(client: Client, editor: Client) -> None:
    def sign_in(password: str) -> object:
        data = {"username": "anna", "password": password}
        return client.post(reverse("desk_sign_in"), data, headers=BY_ITSELF)

    refused = sign_in("wrong")
    assert (refused.status_code, bool(refused.json()["error"])) == (403, True)
    assert sign_in(PASSWORD).status_code == 200
    assert client.get(reverse("desk_session")).json()["user"] == "anna"


def test_a_table_says_which_choice_it_lacks(editor: Client, draft: Make) -> None:
    table = json.dumps({"data": [["Year", "Boats"], ["2025", "12"]], "table_header_choice": "", "table_caption": ""})
    story, body = draft(), [("text", forms.rich("<p>Snow.</p>")), ("table", table)]
    answer = editor.post(edit(story), forms.story(body=body, press="publish"))
    page = answer.content.decode()
    assert "Choose which cells of the table are headers" in page
    assert "TableBlock" not in str(answer.context["form"].errors["body"].as_data())
    assert editor.post(edit(story), forms.story(body=body), headers=BY_ITSELF).json()["success"]


def test_a_form_made_from_an_older_version_is_refused_and_both_texts_are_shown(
    editor: Client, administrator: Client, draft: Make
) -> None:
    story = draft("A road", body=[("text", "<p>Snow fell.</p>")])
    page = editor.get(edit(story))
    assert "w-session" in page.content.decode(), "two people in one story see each other"
    loaded = {
        "loaded_revision_id": str(story.latest_revision_id),
        "loaded_revision_created_at": page.context["loaded_revision_created_at"],
    }
    authors = [{"id": "987", "author": "", "role": ""}]
    administrator.post(edit(story), forms.story("A road opens", dek="By the other") | loaded)
    mine = forms.story("A road to the sea", dek="Mine") | loaded
    assert editor.post(edit(story), mine, headers=BY_ITSELF).json()["error_code"] == "invalid_revision"
    answer = editor.post(edit(story), mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert all(one in text for one in ("boss changed this story", "opens", "By the other", 'value="A road to the sea"'))
    assert newest(story).headline == "A road opens"
    story.refresh_from_db()
    again = {
        "loaded_revision_id": str(story.latest_revision_id),
        "loaded_revision_created_at": answer.context["loaded_revision_created_at"],
    }
    gone = dict(nested_form_data({"authors": inline_formset(authors, initial=1)}))
    assert editor.post(edit(story), mine | gone | again).status_code in (200, 302), "a row that is there no more"
    editor.post(edit(story), mine | again)
    assert newest(story).dek == "Mine"
