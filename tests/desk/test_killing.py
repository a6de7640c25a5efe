"""A kill is asked for, given a reason, recorded, and refused to those who may not publish: on the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from tamizdat.bake import outbox
from tamizdat.bake.models import Change
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.models import Article
from tests.desk import forms

Make = Callable[..., Article]


def kill_address(story: Article) -> str:
    return reverse("desk_kill", args=[story.pk])


def edit_address(story: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def test_an_editor_kills_a_story_with_a_reason(editor: Client, published: Make) -> None:
    story = published()
    assert kill_address(story) in editor.get(edit_address(story)).content.decode()
    assert editor.get(kill_address(story)).status_code == 200
    story.refresh_from_db()
    assert story.live, "asking changes nothing"
    assert editor.post(kill_address(story), {"reason": "A source is in danger."}).url == edit_address(story)
    story.refresh_from_db()
    assert (story.live, story.killed_at is not None) == (False, True)
    entry = PageLogEntry.objects.get(action="tamizdat.kill")
    assert (entry.user.username, entry.data["reason"]) == ("anna", "A source is in danger.")
    assert Change.objects.filter(key=keys.article(story.pk), urgency=outbox.KILL).exists()


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_kill_needs_a_reason(editor: Client, published: Make, reason: str) -> None:
    story = published()
    assert editor.post(kill_address(story), {"reason": reason}).status_code == 200
    story.refresh_from_db()
    assert story.live


def test_a_killed_story_cannot_be_published_by_any_button(editor: Client, published: Make) -> None:
    story = published()
    articles.kill(story)
    page = editor.get(edit_address(story)).content.decode()
    assert 'name="action-publish"' not in page
    assert "This story is killed" in page
    editor.post(edit_address(story), forms.story("Back again", slug=story.slug, press="publish"))
    editor.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={story.pk}&next=/desk/")
    story.refresh_from_db()
    assert not story.live


def test_a_lifted_kill_makes_a_draft_that_can_be_published(editor: Client, published: Make) -> None:
    story = published()
    articles.kill(story)
    address = reverse("desk_lift_kill", args=[story.pk])
    assert editor.get(address).status_code == 200
    editor.post(address)
    story.refresh_from_db()
    assert (story.live, story.killed_at) == (False, None)
    editor.post(edit_address(story), forms.story("Back again", slug=story.slug, press="publish"))
    story.refresh_from_db()
    assert (story.live, story.headline) == (True, "Back again")


def test_a_writer_can_neither_kill_nor_lift_nor_publish(writer: Client, published: Make, draft: Make) -> None:
    live, own, killed = published(), draft("A draft"), published("Killed")
    articles.kill(killed)
    assert kill_address(live) not in writer.get(edit_address(live)).content.decode()
    for address in (kill_address(live), reverse("desk_lift_kill", args=[killed.pk])):
        assert writer.get(address).status_code == 302, "the framework sends who may not back to the desk"
        assert writer.post(address, {"reason": "I want to"}).status_code == 302
    writer.post(edit_address(own), forms.story("A draft", slug=own.slug, press="publish"))
    writer.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]))
    writer.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={live.pk}&next=/desk/"
    )
    writer.post(reverse("wagtailadmin_pages:delete", args=[live.pk]))
    for story in (live, own, killed):
        story.refresh_from_db()
    assert (live.live, live.killed_at, own.live) == (True, None, False)
    assert killed.killed_at is not None


def test_a_stranger_reaches_nothing(client: Client, published: Make) -> None:
    story = published()
    for address in (kill_address(story), edit_address(story), "/desk/", "/desk/stories/", "/desk/reports/edition/"):
        assert client.get(address).url.startswith("/desk/login/")
        assert client.post(address, {"reason": "because"}).url.startswith("/desk/login/")
    story.refresh_from_db()
    assert story.live


@pytest.mark.parametrize("name", ["edit", "delete", "unpublish", "move", "copy", "set_privacy"])
def test_nobody_can_harm_a_language_s_folder(administrator: Client, name: str, published: Make) -> None:
    """Not even an administrator: with the folder all its stories would go."""
    story = published()
    folder = story.get_parent()
    address = reverse(f"wagtailadmin_pages:{name}", args=[folder.pk])
    assert administrator.post(address, {"confirm": "yes"}).status_code in (302, 403, 404)
    folder.refresh_from_db()
    story.refresh_from_db()
    assert (folder.live, story.live) == (True, True)


def test_a_kill_takes_the_translations_along_that_stay_chosen(editor: Client, published: Make) -> None:
    story = published("A road")
    taken, left = (articles.publish(translations.begin(story, language)) for language in ("ru", "ar"))
    page = editor.get(kill_address(story)).content.decode()
    for one in (taken, left):
        assert f'value="{one.pk}"' in page
    editor.post(kill_address(story), {"reason": "A source is in danger.", "others": [str(taken.pk)]})
    killed = {one.pk: one.killed_at is not None for one in Article.objects.all()}
    assert killed == {story.pk: True, taken.pk: True, left.pk: False}
    assert PageLogEntry.objects.filter(
        action=articles.KILL, page=taken.pk, data__reason="A source is in danger."
    ).exists()


def test_the_reason_is_in_the_history_the_activity_log_and_beside_the_story(
    administrator: Client, published: Make
) -> None:
    story = published()
    administrator.post(kill_address(story), {"reason": "A source is in danger."})
    for address in (
        reverse("wagtailadmin_pages:history", args=[story.pk]),
        reverse("wagtailadmin_reports:site_history"),
        edit_address(story),
    ):
        assert "A source is in danger." in administrator.get(address).content.decode(), address
    assert "status-killed" in administrator.get(edit_address(story)).content.decode()


def test_an_old_tab_says_that_the_story_was_killed_meanwhile(editor: Client, published: Make) -> None:
    story = published()
    articles.kill(story)
    answer = editor.post(edit_address(story), forms.story("Changed", slug=story.slug, press="publish"), follow=True)
    said = [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert [level for level, _ in said if level == "success"] == []
    assert any("Not published: this story was killed" in text for _, text in said)
