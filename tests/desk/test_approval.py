"""A story is written, submitted, returned, mended, approved; nothing is published around that, and each is told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from tamizdat.desk import notices, queue
from tamizdat.desk.models import Assignment, NoMail, Notice
from tamizdat.newsroom.actions import approvals, articles, people, schedule
from tamizdat.newsroom.actions.approvals import StepError, StepGiven
from tamizdat.newsroom.approved import OVERRIDE
from tamizdat.newsroom.models import Article, FailedPublication, SiteSettings
from tests.desk import forms
from tests.desk.conftest import PASSWORD, signed_in

Make = Callable[..., Article]


@pytest.fixture
def rita() -> User:
    return people.add_user("rita", password=PASSWORD, role=people.REPORTERS, email="rita@example.org")


@pytest.fixture
def ed() -> User:
    return people.add_user("ed", password=PASSWORD)


@pytest.fixture
def mira() -> User:
    return people.add_user("mira", password=PASSWORD, role=people.MANAGERS)


@pytest.fixture
def story(rita: User) -> Article:
    return articles.create(Article(headline="A road over the pass", owner=rita), "en", user=rita)


@pytest.fixture
def required() -> None:
    approvals.require(required=True)


def again(story: Article) -> Article:
    return Article.objects.get(pk=story.pk)


def edit(story: Article) -> str:
    return f"/desk/pages/{story.pk}/edit/"


def kinds(user: User) -> list[str]:
    return [str(one.kind) for one in user.notices.order_by("pk")]


def test_the_whole_way_of_a_story(story: Article, rita: User, ed: User, required: None) -> None:
    reporter, editor = signed_in(rita), signed_in(ed)
    reporter.post(edit(story), forms.story(press="submit", dek="Snow"))
    assert "A road over the pass" in editor.get("/desk/queue/").content.decode()
    state = again(story).current_workflow_task_state
    returned = {"action-workflow-action": "true", "workflow-action-name": "reject"}
    returned["workflow-action-extra-data"] = '{"comment": "Who says so?"}'
    editor.post(edit(story), forms.story(dek="Snow") | returned)
    assert "Who says so?" in reporter.get("/desk/queue/").content.decode()
    assert state.revision.user == rita
    reporter.post(edit(story), forms.story(press="submit", dek="Snow, says the ministry"))
    editor.post(
        edit(story),
        forms.story(dek="Snow, says the ministry")
        | {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"},
    )
    published = again(story)
    assert published.live
    assert published.dek == "Snow, says the ministry"
    assert (kinds(rita), kinds(ed)) == (["returned", "approved"], ["waiting", "waiting"])


def test_nobody_approves_what_they_submitted(draft: Make, ed: User, mira: User, required: None) -> None:
    own = draft("By an editor")
    approvals.submit(own, user=ed)
    with pytest.raises(PermissionDenied):
        approvals.approve(again(own), user=ed)
    assert not queue.to_approve(ed)
    approvals.approve(again(own), user=mira)
    assert again(own).live


def test_no_way_leads_around_approval(story: Article, ed: User, mira: User, rita: User, required: None) -> None:
    editor = signed_in(ed)
    assert b"action-publish" not in editor.get(edit(story)).content
    answer = editor.post(edit(story), forms.story(press="publish", dek="Typed"), follow=True)
    assert "a second person has to approve it first" in answer.content.decode()
    assert again(story).get_latest_revision_as_object().dek == "Typed"
    editor.post(f"/desk/bulk/wagtailcore/page/publish/?id={story.pk}&next=/desk/", {})
    for user in (None, ed, mira):
        with pytest.raises((ValidationError, PermissionDenied)):
            articles.publish(again(story), user=user)
    with pytest.raises(ValidationError):
        again(story).save_revision(approved_go_live_at=None).publish()
    assert not again(story).live


def test_what_is_changed_after_approval_is_approved_again(story: Article, rita: User, ed: User, required: None) -> None:
    approvals.submit(story, user=rita)
    approvals.approve(again(story), user=ed)
    changed = again(story)
    changed.dek = "Something else"
    revision = changed.save_revision(user=ed)
    with pytest.raises(ValidationError):
        revision.publish(user=None)
    # An autosave writes over the revision that was approved.
    approved = again(story).live_revision
    Revision.objects.filter(pk=approved.pk).update(created_at=timezone.now() + timedelta(seconds=1))
    with pytest.raises(ValidationError):
        Revision.objects.get(pk=approved.pk).publish(user=None)


def test_a_chief_publishes_without_approval_and_the_record_says_why(story: Article, mira: User, required: None) -> None:
    chief = signed_in(mira)
    address = f"/desk/stories/{story.pk}/publish-without-approval/"
    chief.post(address, {"reason": " "})
    assert not again(story).live
    chief.post(address, {"reason": "The pass is closing now"})
    assert again(story).live
    entry = PageLogEntry.objects.get(page=story.pk, action=OVERRIDE)
    assert (entry.user, entry.data["reason"]) == (mira, "The pass is closing now")
    assert "Published without approval: The pass is closing now" in " ".join(
        chief.get(f"/desk/pages/{story.pk}/history/").content.decode().split()
    )


def test_a_schedule_asks_the_same(story: Article, rita: User, ed: User, required: None) -> None:
    at = timezone.now() + timedelta(hours=1)
    story.go_live_at = at
    with pytest.raises(ValidationError):
        articles.publish(story, user=None)
    story = again(story)
    story.go_live_at = at
    story.save_revision(user=rita)
    approvals.submit(story, user=rita)
    approvals.approve(again(story), user=ed)
    assert not again(story).live
    assert again(story).approved_schedule


def test_steps_are_passed_in_order(story: Article, rita: User, ed: User, mira: User, required: None) -> None:
    lawyers = Group.objects.create(name="Lawyers")
    lawyer = User.objects.create_user("lawyer", password=PASSWORD)
    lawyer.groups.add(lawyers)
    chief = signed_in(mira)
    first = approvals.steps()[0]
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "1", "form-MIN_NUM_FORMS": "0", "form-MAX_NUM_FORMS": "10"}
    sent |= {"form-0-step": str(first.pk), "form-0-name": first.name, "form-0-ORDER": "1"}
    sent |= {"form-0-groups": [str(group.pk) for group in first.groups.all()]}
    sent |= {"form-1-name": "Legal", "form-1-groups": str(lawyers.pk), "form-1-ORDER": "2"}
    chief.post("/desk/steps/", sent)
    assert [step.name for step in approvals.steps()] == ["Second pair of eyes", "Legal"]
    approvals.submit(story, user=rita)
    approvals.approve(again(story), user=ed)
    assert not again(story).live
    with pytest.raises(StepError, match="stories wait there"):
        approvals.set_steps([StepGiven(pk=first.pk, name=first.name, groups=tuple(first.groups.all()))])
    approvals.approve(again(story), user=lawyer)
    assert not again(story).live, "a lawyer approves, and publishes nothing"
    assert again(story).permissions_for_user(ed).can_publish()
    with pytest.raises(StepError, match="has to stay"):
        approvals.set_steps([])


def test_a_newsroom_of_one_publishes_as_ever_and_one_of_several_is_asked(administrator: Client, ed: User) -> None:
    assert SiteSettings.get().approval_required is None
    ed.delete()
    assert "desk_approval" not in administrator.get("/desk/").content.decode()
    people.add_user("nino", password=PASSWORD)
    assert "Should every story be approved" in administrator.get("/desk/").content.decode()
    administrator.post("/desk/steps/require/", {"required": "yes"})
    assert SiteSettings.get().approval_required is True
    assert "Should every story be approved" not in administrator.get("/desk/").content.decode()


def test_a_killed_story_passes_no_step(story: Article, rita: User, ed: User) -> None:
    approvals.submit(story, user=rita)
    articles.kill(again(story), user=ed, reason="A court's order")
    with pytest.raises(PermissionDenied):
        approvals.approve(again(story), user=ed)
    assert not queue.to_approve(ed)
    assert not again(story).live


def test_a_mention_tells_who_is_named(story: Article, rita: User, ed: User, mira: User) -> None:
    Notice.objects.all().delete()

    class Comment:
        text, user = "See above, @ed. And @nobody!", mira

    notices.of_comments(story, {"new_comments": [Comment()], "new_replies": []}, by=mira)
    assert (kinds(ed), kinds(rita), kinds(mira)) == (["mention"], ["comment"], [])
    client = signed_in(ed)
    assert "My queue (1)" in client.get("/desk/").content.decode()
    client.post("/desk/queue/read/")
    assert notices.unread(ed) == 0


def test_a_comment_in_the_form_tells_who_is_named(story: Article, rita: User, ed: User) -> None:
    row = {"text": "@rita who says so?", "contentpath": "dek", "position": "", "resolved": "", "replies": []}
    sent = forms.story(dek="Snow") | dict(_comments(row))
    signed_in(ed).post(edit(story), sent)
    assert kinds(rita) == ["mention"]


def _comments(row: dict[str, Any]) -> dict[str, str]:
    sent = {"comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0"}
    sent |= {"comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": ""}
    sent |= {f"comments-0-{name}": value for name, value in row.items() if name != "replies"}
    counts = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    return sent | {f"comments-0-replies-{name}": value for name, value in counts.items()}


@pytest.mark.parametrize("wants", [True, False])
def test_notices_are_mailed_to_those_who_want_that(
    story: Article, rita: User, ed: User, settings: Any, django_capture_on_commit_callbacks: Any, wants: bool
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if not wants:
        NoMail.objects.create(user=rita)
    approvals.submit(story, user=rita)
    with django_capture_on_commit_callbacks(execute=True):
        approvals.send_back(again(story), user=ed, comment="Who says so?")
    notices._mailer.submit(bool).result()  # what was given before has been sent
    assert [(letter.to, "Who says so?" in letter.body) for letter in mail.outbox] == [
        (["rita@example.org"], True)
    ] * wants


def test_the_queue_shows_what_is_late_first(ed: User, draft: Make) -> None:
    now = timezone.now()
    for headline, due in (("Later", now + timedelta(days=9)), ("Late", now - timedelta(hours=1)), ("Never", None)):
        Assignment.objects.create(story=draft(headline), assigned_to=ed, due_at=due)
    assert [(row.story.headline, row.due) for row in queue.assigned(ed)] == [
        ("Late", "late"),
        ("Later", ""),
        ("Never", ""),
    ]


@pytest.fixture
def scheduled(draft: Make, ed: User) -> tuple[Article, datetime]:
    at = timezone.now() + timedelta(hours=1)
    story = draft("For the morning", go_live_at=at)
    articles.publish(story, user=ed)
    return again(story), at


def test_a_failed_publication_keeps_its_schedule_and_says_so(
    scheduled: tuple[Article, datetime],
    ed: User,
    mira: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    story, at = scheduled
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(minutes=10))
    caplog.set_level(logging.CRITICAL, "tamizdat.newsroom.actions.schedule")
    with monkeypatch.context() as broken:

        def fail(*_args: object, **_given: object) -> None:
            raise OSError("no space left")

        broken.setattr(Article, "publish", fail)
        for minutes in (1, 2):
            assert schedule.carry_out(at + timedelta(minutes=minutes)) == 0
    assert again(story).approved_schedule
    assert kinds(ed) == kinds(mira) == ["failed"], "told once, not at each try"
    client = signed_in(ed)
    assert "Not published at the scheduled time" in client.get("/desk/").content.decode()
    assert "no space left" in client.get(edit(story)).content.decode()
    assert schedule.carry_out(at + timedelta(minutes=10)) == 1
    assert again(story).live
    assert not FailedPublication.objects.exists()
    assert kinds(ed) == ["failed", "late"]
    assert "Not published at the scheduled time" not in client.get("/desk/").content.decode()


def test_a_worker_that_does_not_run_is_loud_too(
    scheduled: tuple[Article, datetime], ed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _story, at = scheduled
    assert not queue.not_published(at)
    assert [row.story.headline for row in queue.not_published(at + timedelta(minutes=3))] == ["For the morning"]
