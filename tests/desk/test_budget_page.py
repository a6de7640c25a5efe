"""The budget in a browser: an entry is dragged to another day, or moved by the keyboard alone; on a phone nothing is cut off."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tamizdat.desk.budget import days, plans
from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.models import Article
from tests.desk.test_accessibility import OTHERS, served, violations
from tests.theme.test_accessibility import AXE

pytestmark = pytest.mark.browser
BUDGET = "/desk/budget/"
PAGES = (
    BUDGET,
    f"{BUDGET}?view=month",
    f"{BUDGET}?view=list",
    f"{BUDGET}plan/new/",
    "/desk/stories/languages/",
    "/desk/",
)


def test_an_entry_is_moved_by_dragging_and_by_the_keyboard(browser: Browser, editor: Client) -> None:
    today = days.today()
    span = days.span(days.WEEK, today)
    other = next(day for day in span.days if abs((day - today).days) == 1)
    [plan] = plans.make(["en"], title="Roads of the northern valley after the second snowfall", day=today)
    plans.make(["ru"], title="Позднее", day=today - timedelta(days=3))
    story = articles.publish(articles.create(Article(headline="A bridge"), "en"))
    translations.begin(story, "ru")
    story.dek = "It is open"
    articles.publish(story)
    pages = {path: editor.get(path).content for path in (*PAGES, *OTHERS)}
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route("**/move/", lambda route: route.fulfill(status=204))
    entry = f"#plan-{plan.pk}"
    with served(pages) as desk:
        page.goto(f"{desk}{BUDGET}")
        with page.expect_request(lambda request: request.method == "POST") as dragged:
            page.drag_and_drop(f"{entry} .desk-list__facts", f'[data-day="{other}"] h3')
        assert dragged.value.url.endswith(f"{BUDGET}plan/{plan.pk}/move/")
        assert parse_qs(dragged.value.post_data or "")["day"] == [str(other)]
        page.goto(f"{desk}{BUDGET}")
        page.locator(f"{entry} summary").focus()
        page.keyboard.press("Enter")
        page.locator(entry).get_by_label("To the day").fill(str(other))
        with page.expect_request(lambda request: request.method == "POST") as typed:
            page.locator(f"{entry} form button").press("Enter")
        assert parse_qs(typed.value.post_data or "")["day"] == [str(other)]
        page.set_viewport_size({"width": 360, "height": 780})
        found = []
        for path in PAGES:
            page.goto(f"{desk}{path}", wait_until="load")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            found += [f"{path}: {line}" for line in violations(page)] if AXE.is_file() else []
    context.close()
    assert not found, "\n".join(found)
