"""The story budget: what stands on which day, whoever looks and in whatever zone; moving it; and beginning what was planned."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from wagtail.users.models import UserProfile

from tamizdat.desk.budget import days, plans
from tamizdat.desk.models import Assignment, Plan
from tamizdat.newsroom.actions import approvals, articles, translations
from tamizdat.newsroom.models import Article, Topic, TopicText

Make = Callable[..., Article]
BUDGET = "/desk/budget/"
SOON = timedelta(days=2)


def scheduled(story: Article, moment: datetime) -> Article:
    story.go_live_at = moment
    articles.publish(story)
    return Article.objects.get(pk=story.pk)


def shown(client: Client, **query: Any) -> dict[str, str]:
    """What the page shows: by headline, the day below which it stands, "" for none, or "late"."""
    page = html.document_fromstring(client.get(BUDGET, query).content)
    found = {}
    for entry in page.xpath("//li[contains(@class, 'desk-budget__entry')]"):
        day = (*entry.xpath("ancestor::*[@data-day]/@data-day"), "late")[0]
        found[entry.xpath("string(a)")] = str(day)
    return found


def at(day: date, hour: int = 12) -> datetime:
    return days.start_of(day) + timedelta(hours=hour)


def test_each_state_stands_on_its_day(editor: Client, draft: Make, published: Make) -> None:
    today = days.today()
    published("Out now")
    published("Held back", embargoed_until=at(today + timedelta(days=1)))
    scheduled(draft("Comes"), at(today + SOON))
    written, idle = draft("Written"), draft("Idle")
    Plan.objects.create(story=written, day=today + timedelta(days=3), language="en", title="Written")
    Assignment.objects.create(story=draft("Due"), due_at=at(today + timedelta(days=4)))
    plans.make(["en"], title="Planned", day=today + timedelta(days=5))
    articles.kill(published("Killed"))
    found = {}
    for day in (today, today + timedelta(days=7)):
        found |= {title: where for title, where in shown(editor, day=day).items() if where}
    expected = {"Out now": 0, "Held back": 1, "Comes": 2, "Written": 3, "Due": 4, "Planned": 5}
    assert found == {title: str(today + timedelta(days=number)) for title, number in expected.items()}
    assert shown(editor)[idle.headline] == "", "drafts without a day stand below"


def test_days_are_those_of_the_newsroom(editor: Client, settings: Any, published: Make) -> None:
    settings.TIME_ZONE = "Asia/Almaty"
    timezone.get_default_timezone.cache_clear()
    UserProfile.objects.create(user=User.objects.get(username="anna"), current_time_zone="America/New_York")
    story = published("At night")
    Article.objects.filter(pk=story.pk).update(first_published_at=datetime(2026, 3, 4, 20, tzinfo=UTC))
    try:
        assert shown(editor, day="2026-03-04") == {"At night": "2026-03-05"}
        page = editor.get(BUDGET, {"day": "2026-03-04"}).content.decode()
        assert "Asia/Almaty" in page
        assert "01:00" in page
    finally:
        timezone.get_default_timezone.cache_clear()


def test_what_is_late_stands_above(editor: Client, draft: Make) -> None:
    before = days.today() - timedelta(days=9)
    plans.make(["en"], title="Planned long ago", day=before)
    Assignment.objects.create(story=draft("Due long ago"), due_at=at(before))
    assert shown(editor) == {"Planned long ago": "late", "Due long ago": "late"}


def test_it_is_narrowed_by_state_language_topic_and_person(editor: Client, draft: Make, published: Make) -> None:
    topic = Topic(slug="politics", texts=[TopicText(language="en", name="Politics")])
    topic.save()
    anna = User.objects.get(username="anna")
    about = draft("About politics")
    about.topics = [topic]
    about.save()
    Assignment.objects.create(story=draft("Of Anna"), assigned_to=anna)
    published("Дорога", "ru")
    plans.make(["en", "ru"], title="Planned", day=days.today(), topic=topic, person=anna)
    assert set(shown(editor, state="planned")) == {"Planned"}
    assert set(shown(editor, state="live")) == {"Дорога"}
    assert set(shown(editor, state="in-work")) == {"About politics", "Of Anna"}
    assert set(shown(editor, language="ru")) == {"Дорога", "Planned"}
    assert set(shown(editor, topic=topic.pk)) == {"About politics", "Planned"}
    assert set(shown(editor, person=anna.pk)) == {"Of Anna", "Planned"}
    assert len(shown(editor, state="none", topic="x", person="9" * 30, region="\0")) == 4, (
        "what is wrong narrows nothing"
    )


def test_what_waits_for_approval_is_ready(editor: Client, draft: Make) -> None:
    story, idle = draft("Submitted"), draft("Written")
    Assignment.objects.create(story=story, due_at=at(days.today(), 23))
    Assignment.objects.create(story=idle, due_at=at(days.today(), 23))
    approvals.submit(story, user=User.objects.get(username="anna"))
    undated = draft("Submitted for no day")
    approvals.submit(undated, user=User.objects.get(username="anna"))
    assert set(shown(editor, state="ready")) == {"Submitted", "Submitted for no day"}
    assert set(shown(editor, state="in-work")) == {"Written"}


def test_as_a_list_it_is_sorted_and_a_month_has_every_day(editor: Client, published: Make) -> None:
    published("B road"), published("A road")

    def listed(**query: Any) -> list[str]:
        page = html.document_fromstring(editor.get(BUDGET, {"view": "list", **query}).content)
        return [str(one.text_content()) for one in page.xpath("//td[@class='title']/a")]

    assert listed(sort="title") == ["A road", "B road"]
    assert listed(sort="-title") == ["B road", "A road"]
    assert listed(day=str(days.today() + timedelta(days=60))) == []
    month = html.document_fromstring(editor.get(BUDGET, {"view": "month", "day": "2026-02-14"}).content)
    assert len(month.xpath("//ol/li[@data-day]")) == 35
    for query in ({"day": "x"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"view": "x", "p": "x", "sort": "x"}):
        assert editor.get(BUDGET, query).status_code == 200


def test_a_plan_becomes_a_story_and_its_sibling_a_translation(editor: Client) -> None:
    topic = Topic(slug="politics", texts=[TopicText(language="en", name="Politics")])
    topic.save()
    anna = User.objects.get(username="anna")
    given = {"title": "A road", "languages": ["en", "ru"], "day": "2026-12-24", "person": anna.pk, "topic": topic.pk}
    answer = editor.post(f"{BUDGET}plan/new/", {**given, "note": "Ask the driver"})
    assert answer.url == f"{BUDGET}?day=2026-12-24"
    english, russian = Plan.objects.order_by("pk")
    answer = editor.post(f"{BUDGET}plan/{english.pk}/begin/")
    story = Article.objects.get()
    assert answer.url == f"/desk/pages/{story.pk}/edit/"
    assert (story.headline, story.internal_note, story.live, story.owner) == ("A road", "Ask the driver", False, anna)
    assert (list(story.topics.all()), story.assignment.assigned_to, story.plan.day) == (
        [topic],
        anna,
        date(2026, 12, 24),
    )
    assert editor.post(f"{BUDGET}plan/{english.pk}/begin/").url == answer.url, "twice is once"
    story.dek = "It is open"
    story.save_revision()
    editor.post(f"{BUDGET}plan/{russian.pk}/begin/")
    translation = translations.sibling(story, "ru")
    assert translation is not None
    assert (translation.dek, translation.plan, translation.translated_from.original) == ("It is open", russian, story)
    assert editor.get(f"{BUDGET}plan/{russian.pk}/").url == f"/desk/pages/{translation.pk}/edit/"


def test_a_plan_is_changed_and_deleted(editor: Client) -> None:
    [plan] = plans.make(["en"], title="A road")
    page = editor.post(f"{BUDGET}plan/{plan.pk}/", {"title": " ", "day": "1815-06-18"}).content.decode()
    assert "Choose a day from 2000-01-01 to 2099-12-31." in page
    editor.post(f"{BUDGET}plan/{plan.pk}/", {"title": "A bridge", "day": "2026-12-24"})
    plan.refresh_from_db()
    assert (plan.title, plan.day) == ("A bridge", date(2026, 12, 24))
    editor.post(f"{BUDGET}plan/{plan.pk}/delete/")
    assert not Plan.objects.exists()


def test_moving(editor: Client, draft: Make, published: Make) -> None:
    [plan] = plans.make(["en"], title="Planned")
    written, out = draft("Written"), published("Out")
    later = days.today() + timedelta(days=4)
    comes = scheduled(draft("Comes"), at(days.today() + SOON, 17))

    def moved(what: str, day: object, **more: str) -> str:
        answer = editor.post(f"{BUDGET}{what}/move/", {"day": str(day), **more}, follow=True)
        return re.sub(r"\s+", " ", " ".join(str(one) for one in answer.context["messages"]))

    assert "is moved to" in moved(f"plan/{plan.pk}", later)
    assert "is moved to" in moved(f"story/{written.pk}", later)
    assert "is moved to" in moved(f"story/{comes.pk}", later)
    comes.refresh_from_db()
    assert comes.scheduled_revision.approved_go_live_at == at(later, 17), "at the same hour"
    assert comes.go_live_at == at(later, 17)
    assert shown(editor, day=later) | {"Out": ""} == dict.fromkeys(["Planned", "Written", "Comes"], str(later)) | {
        "Out": ""
    }
    assert "no day now" in moved(f"story/{written.pk}", "")
    assert "It is published." in moved(f"story/{out.pk}", later)
    assert "that time is past" in moved(f"story/{comes.pk}", "2020-01-01")
    assert "take it off the schedule" in moved(f"story/{comes.pk}", "")
    assert "Choose a day" in moved(f"plan/{plan.pk}", "1500-01-01")
    assert "Enter a valid date." in moved(f"plan/{plan.pk}", "x")
    comes.headline = "Comes, with news"
    comes.save_revision()
    assert "newer than its schedule" in moved(f"story/{comes.pk}", later + timedelta(days=1))
    answer = editor.post(f"{BUDGET}plan/{plan.pk}/move/", {"day": "", "next": "//evil.example/desk/budget/"})
    assert answer.url.startswith(BUDGET)


def test_who_may(writer: Client, client: Client, draft: Make, published: Make) -> None:
    """A writer plans and moves drafts, and no schedule; who has no account does nothing."""
    comes = scheduled(draft("Comes"), at(days.today() + SOON))
    written = draft("Written")
    [plan] = plans.make(["en"], title="Planned")
    page = html.document_fromstring(writer.get(BUDGET, {"day": days.today() + SOON}).content)
    forms = page.xpath("//form[contains(@action, '/move/')]/@action")
    assert set(forms) == {f"{BUDGET}story/{written.pk}/move/", f"{BUDGET}plan/{plan.pk}/move/"}
    assert writer.post(f"{BUDGET}story/{comes.pk}/move/", {"day": ""}).status_code == 302
    assert Article.objects.get(pk=comes.pk).go_live_at == comes.go_live_at
    User.objects.get(username="writer").groups.get().page_permissions.all().delete()
    for address in (
        f"plan/{plan.pk}/move/",
        f"story/{written.pk}/move/",
        f"plan/{plan.pk}/begin/",
        f"plan/{plan.pk}/delete/",
        "plan/new/",
    ):
        for who in (writer, client):
            who.post(f"{BUDGET}{address}", {"day": "2026-12-24", "title": "x"})
    assert Plan.objects.get().day is None
    assert Article.objects.count() == 2


def test_its_queries_do_not_grow_with_the_archive(editor: Client, draft: Make, published: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(BUDGET)
        return len(queries)

    def more(number: int) -> None:
        published(f"Out {number}")
        plans.make(["en"], title=f"Planned {number}", day=days.today())
        person = User.objects.get(username="anna")
        Assignment.objects.create(story=draft(f"Due {number}"), due_at=timezone.now(), assigned_to=person)
        approvals.submit(draft(f"Idle {number}"), user=person)

    more(0)
    editor.get(BUDGET)
    before = cost()
    for number in range(1, 4):
        more(number)
    assert cost() == before
