"""A quick correction is published at once, told to translators, and kept in the record for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tamizdat.newsroom.actions import articles, deleting, people, translations
from tamizdat.newsroom.actions.corrections import SENTENCES
from tamizdat.newsroom.models import Article, ArticleNote, BinEntry, CorrectionRecord
from tests.desk import forms
from tests.desk.conftest import PASSWORD

Make = Callable[..., Article]
TEXT = "<p>He was born in <b>19</b>56 in&nbsp;Gori, &amp; left.</p><p>In 1956 too.</p>"


def address(story: Article) -> str:
    return reverse("desk_correct", args=[story.pk])


def body_of(story: Article) -> str:
    return " ".join(str(block.value.source) for block in story.body if block.block_type == "text")


def test_words_are_corrected_across_markup_with_a_note_for_readers(editor: Client, published: Make) -> None:
    story = published("A road", body=[("text", TEXT)])
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert address(story) in page
    given = {"kind": "correction", "old": "born in 1956 in Gori", "new": "born in 1957 in Batumi <sea>"}
    assert editor.post(address(story), given).url == reverse("desk_corrections")
    story = Article.objects.get(pk=story.pk)
    assert body_of(story) == ("<p>He was born in 1957 in Batumi &lt;sea&gt;<b></b>, &amp; left.</p><p>In 1956 too.</p>")
    note = story.notes.get()
    assert (note.kind, "born in 1957 in Batumi &lt;sea&gt;" in note.text) == ("correction", True)
    assert story.live
    assert not story.has_unpublished_changes
    record = CorrectionRecord.objects.get()
    assert (record.story, record.old, record.recorded_by.username) == (story.pk, given["old"], "anna")


def test_an_unfinished_draft_stays_unpublished_and_gets_the_correction(editor: Client, published: Make) -> None:
    story = published("A road", dek="In 1956.")
    draft = story.get_latest_revision_as_object()
    draft.headline, draft.dek = "A better headline", "Snow fell in 1956."
    draft.save_revision()
    editor.post(address(story), {"kind": "correction", "old": "1956", "new": "1957"})
    story.refresh_from_db()
    assert (story.headline, story.dek, story.has_unpublished_changes) == ("A road", "In 1957.", True)
    draft = story.get_latest_revision_as_object()
    assert (draft.headline, draft.dek, draft.notes.count()) == ("A better headline", "Snow fell in 1957.", 1)
    articles.publish(draft)
    assert CorrectionRecord.objects.count() == 1, "the same note is one correction, whoever publishes the story again"


def test_what_is_scheduled_stays_scheduled(editor: Client, published: Make) -> None:
    story = published("A road", dek="In 1956.")
    later = timezone.now().replace(microsecond=0) + timedelta(days=1)
    draft = story.get_latest_revision_as_object()
    draft.headline, draft.go_live_at = "Tomorrow", later
    draft.save_revision().publish()
    editor.post(address(story), {"kind": "correction", "old": "1956", "new": "1957"})
    story = Article.objects.get(pk=story.pk)
    assert (story.headline, story.dek, story.live) == ("A road", "In 1957.", True)
    scheduled = story.revisions.get(approved_go_live_at=later)
    assert (scheduled.content["headline"], scheduled.content["dek"]) == ("Tomorrow", "In 1957.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Write the wrong and the right words, or a note."),
        ({"old": "1856", "new": "1857"}, "no such words"),
        ({"old": "195", "new": "196"}, "no such words"),
        ({"old": "1956", "new": "1957"}, "in 2 places"),
        ({"old": "Gori"}, "Write the right words."),
        ({"new": "Gori"}, "Say which words"),
        ({"old": "Gori", "new": "Gori"}, "the same words"),
        ({"kind": "retraction", "note": "No."}, "retraction"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    editor: Client, published: Make, given: dict[str, str], said: str
) -> None:
    story = published("A road", body=[("text", TEXT)])
    page = editor.post(address(story), {"kind": "correction"} | given).content.decode()
    assert said in page
    assert all(f">\n{value}</textarea>" in page for name, value in given.items() if name != "kind")
    assert not CorrectionRecord.objects.exists()
    assert body_of(Article.objects.get(pk=story.pk)) == TEXT


def test_words_in_several_places_are_corrected_when_that_is_asked_for(editor: Client, published: Make) -> None:
    story = published("A road", body=[("text", TEXT)])
    editor.post(
        address(story), {"kind": "clarification", "old": "1956", "new": "1957", "everywhere": "on", "note": "A."}
    )
    assert "1956" not in body_of(Article.objects.get(pk=story.pk))
    assert CorrectionRecord.objects.get().text == "A."


def test_a_writer_and_a_killed_story_are_refused(writer: Client, editor: Client, published: Make) -> None:
    story, killed = published(), published("Killed")
    articles.kill(killed)
    for client, refused in ((writer, story), (editor, killed)):
        assert client.get(address(refused)).status_code == 302
        assert client.post(address(refused), {"kind": "correction", "note": "No."}).status_code == 302
    assert not CorrectionRecord.objects.exists()


@pytest.mark.parametrize("mails", [True, False])
def test_translators_are_told_once_by_any_way_of_correcting(
    editor: Client, published: Make, settings: Any, mails: bool, django_capture_on_commit_callbacks: Any
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = mails
    story = published("A road")
    sibling = articles.publish(translations.begin(story, "ru"))
    ivan, other = (people.add_user(name, password=PASSWORD, email=f"{name}@example.org") for name in ("ivan", "other"))
    UserProfile.objects.create(user=ivan, preferred_language="ru")
    assert other.email
    with django_capture_on_commit_callbacks(execute=True):
        story.notes.add(ArticleNote(kind="correction", text="<p>Not snow, rain.</p>"))
        articles.publish(story, user=User.objects.get(username="anna"))
    assert [one.to for one in mail.outbox] == ([["ivan@example.org"]] if mails else [])
    if mails:
        assert "Not snow, rain." in mail.outbox[0].body
        assert reverse("wagtailadmin_pages:edit", args=[sibling.pk]) in mail.outbox[0].body
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[sibling.pk])).content.decode()
    assert "Corrected since:" in page
    assert "Not snow, rain." in page


def test_the_record_outlives_the_story_and_is_exported(editor: Client, published: Make) -> None:
    story = published("=1+1 A road")
    editor.post(address(story), {"kind": "correction", "note": "It was rain."})
    editor.post(address(story), {"kind": "clarification", "note": "And @wind."})
    deleting.delete(story)
    deleting.erase(BinEntry.objects.get())
    page = editor.get(reverse("desk_corrections"), {"kind": "correction", "q": "rain"}).content.decode()
    assert "It was rain." in page
    assert "And @wind." not in page
    assert "The story is deleted" in page
    for nonsense in ({"since": "x", "kind": "none"}, {"p": "999"}):
        assert editor.get(reverse("desk_corrections"), nonsense).status_code == 200
    lines = b"".join(editor.get(reverse("desk_corrections_export"), {"kind": "clarification"})).decode().splitlines()
    assert len(lines) == 2
    assert "'=1+1 A road" in lines[1]
    assert "And @wind." in lines[1]


def test_the_form_records_its_corrections_too(editor: Client, published: Make) -> None:
    story = published("A road")
    data = forms.story("A road", slug=story.slug, press="publish")
    data |= {"notes-TOTAL_FORMS": "1", "notes-0-kind": "correction", "notes-0-date": "2026-11-30 12:00"}
    data |= {"notes-0-text": forms.rich("<p>It was rain.</p>")}
    editor.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), data)
    assert CorrectionRecord.objects.get().text == "It was rain."


def test_a_note_can_be_made_in_every_language_of_the_interface() -> None:
    assert all("%(old)s" in text and "%(new)s" in text for text in SENTENCES.values())


def test_notes_from_before_the_record_are_recorded_once_with_their_time(published: Make, draft: Make) -> None:
    date = timezone.now().replace(microsecond=0) - timedelta(days=400)
    for story in (published("A road"), draft("A draft")):
        story.notes.add(ArticleNote(kind="correction", date=date, text="<p>It was rain &amp; wind.</p>"))
        story.save()
    migration = import_module("tamizdat.newsroom.migrations.0012_corrections_and_pictures")
    for _twice in range(2):
        migration.record_published(apps, None)
    record = CorrectionRecord.objects.get()
    assert (record.headline, record.text, record.recorded_at) == ("A road", "It was rain & wind.", date)
    articles.publish(Article.objects.get(pk=record.story))
    assert CorrectionRecord.objects.count() == 1
