"""Dates that are typing errors are said to be; a story whose time is over can still be worked on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.desk import moments
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article
from tests.desk import forms

Make = Callable[..., Article]


def new() -> str:
    return reverse("wagtailadmin_pages:add", args=["newsroom", "article", folder("en").pk])


def edit(story: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


@pytest.mark.parametrize("press", ["", "publish"])
@pytest.mark.parametrize("name", ["embargoed_until", "display_date", "updated_at", "go_live_at", "expire_at"])
@pytest.mark.parametrize("moment", ["9999-12-31 23:59", "0001-01-01 00:00", "0024-05-31 10:00", "2201-01-01 10:00"])
def test_a_date_that_no_newspaper_has_is_refused(editor: Client, name: str, moment: str, press: str) -> None:
    answer = editor.post(new(), forms.story(press=press, **{name: moment}))
    assert answer.status_code == 200
    assert "Write a year from 1600 to 2200." in answer.context["form"].errors[name]
    assert not Article.objects.exists()


@pytest.mark.parametrize("moment", ["9999-12-31 23:59", "0001-01-01 00:00"])
def test_so_is_the_date_of_a_note(editor: Client, moment: str) -> None:
    note = {"kind": "update", "date": moment, "text": forms.rich("<p>More.</p>")}
    data = forms.story() | dict(nested_form_data({"notes": inline_formset([note])}))
    answer = editor.post(new(), data)
    assert answer.status_code == 200
    assert "Write a year from 1600 to 2200." in str(answer.context["form"].formsets["notes"].errors)


def test_dates_of_old_papers_are_taken(editor: Client) -> None:
    assert editor.post(new(), forms.story(display_date="1605-07-01 00:00")).status_code == 302


def typed(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def test_a_draft_of_an_expired_story_can_be_saved(editor: Client, published: Make) -> None:
    over = (timezone.now() - timedelta(days=3)).replace(second=0, microsecond=0)
    story = published()
    Article.objects.filter(pk=story.pk).update(expire_at=over, expired=True, live=False)
    story.refresh_from_db()
    story.save_revision(clean=False)
    data = forms.story("A better headline", slug=story.slug, expire_at=typed(over))
    saved = editor.post(edit(story), data)
    assert saved.status_code == 302, saved.context["form"].errors
    revision = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert (revision.headline, revision.expire_at) == ("A better headline", over)
    refused = editor.post(edit(story), data | {"action-publish": "1"})
    assert "expire_at" in refused.context["form"].errors, "it would be gone as soon as it is there"
    sooner = typed(over - timedelta(days=1))
    assert "expire_at" in editor.post(edit(story), data | {"expire_at": sooner}).context["form"].errors
    ahead = typed(timezone.now() + timedelta(days=3))
    assert editor.post(edit(story), data | {"expire_at": ahead, "action-publish": "1"}).status_code == 302
    story.refresh_from_db()
    assert story.live


@pytest.fixture
def almaty(settings: Any) -> None:
    """Where the clock was set back on 1 March 2024, from midnight to eleven in the evening."""
    settings.TIME_ZONE = "Asia/Almaty"


def test_an_hour_that_the_clock_shows_twice_is_saved_as_it_is(editor: Client, draft: Make, almaty: None) -> None:
    for moment, shown in (
        (datetime(2024, 2, 29, 17, 30, tzinfo=UTC), "2024-02-29 23:30 +06:00"),
        (datetime(2024, 2, 29, 18, 30, tzinfo=UTC), "2024-02-29 23:30 +05:00"),
    ):
        story = draft(updated_at=moment)
        assert f'value="{shown}"' in editor.get(edit(story)).content.decode()
        assert editor.post(edit(story), forms.story("A road", updated_at=shown)).status_code == 302
        assert (
            Article.objects.get(pk=story.pk).get_latest_revision_as_object().updated_at.timestamp()
            == moment.timestamp()
        )


def test_who_types_such_an_hour_is_told_how_to_choose(editor: Client, draft: Make, almaty: None) -> None:
    answer = editor.post(edit(draft()), forms.story(updated_at="2024-02-29 23:30"))
    said = str(answer.context["form"].errors["updated_at"])
    assert "2024-02-29 23:30 +06:00" in said
    assert "2024-02-29 23:30 +05:00" in said


def test_an_hour_that_the_clock_never_shows_is_refused_in_words(editor: Client, draft: Make, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    answer = editor.post(edit(draft()), forms.story(updated_at="2026-03-29 02:30"))
    assert "never shows this time" in str(answer.context["form"].errors["updated_at"])


@pytest.mark.parametrize(("language", "first"), [("en", 1), ("ru", 1), ("fa", 6), ("kk", 1), ("en-US", 0)])
def test_every_time_names_the_zone_and_weeks_begin_where_the_newsroom_is(
    editor: Client, settings: Any, almaty: None, language: str, first: int
) -> None:
    page = editor.get(new()).content.decode()
    assert page.count("Asia/Almaty, UTC+05:00") >= 5
    assert f'"defaultDate": "{timezone.localtime():%Y-%m-%d %H}' in page
    settings.LANGUAGE_CODE = language
    assert moments.first_day_of_week() == first


def test_a_story_is_scheduled_by_one_button_that_asks_for_a_time(editor: Client, draft: Make) -> None:
    story = draft()
    page = editor.get(edit(story)).content.decode()
    assert page.count("Schedule…") == 2, "beside Publish, and in the form"
    for moment, said in (("", "Choose a date and time"), ("2020-01-01 10:00", "This time is past")):
        answer = editor.post(edit(story), forms.story(go_live_at=moment) | {"action-publish": "schedule"})
        assert said in str(answer.context["form"].errors["go_live_at"])
        assert answer.content.decode().count("load@window->w-action#click") == 1, "the window opens again"
    when = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    editor.post(edit(story), forms.story(go_live_at=typed(when)) | {"action-publish": "schedule"})
    story.refresh_from_db()
    assert (story.live, story.scheduled_revision.approved_go_live_at) == (False, when)
