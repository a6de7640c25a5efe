"""axe-core finds nothing serious on any page of the desk, wide and on a phone; its scripts show no English in Russian.

Pages are asked for before the browser sees them, and then given to it as they came: no server, and no database beside it.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tamizdat.newsroom.actions import people
from tests.desk import walk
from tests.desk.conftest import PASSWORD, signed_in
from tests.desk.test_russian import CODES, NAMES
from tests.theme.test_accessibility import AXE, RULES

pytestmark = pytest.mark.browser
DESK = "http://desk.test"
WORST = ("serious", "critical")
PHONE = (390, 844)


class Desk:
    """What the browser gets: pages as they came, the framework's own files, and nothing else."""

    def __init__(self, client: Client, pages: dict[str, str]) -> None:
        self.pages = pages
        self._words = client.get("/desk/jsi18n/", headers={"Accept-Language": "ru"}).content
        self._icons = b"".join(client.get("/desk/sprite/"))

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        asked = f"{address.path}?{address.query}" if address.query else address.path
        name = address.path.removeprefix("/desk/static/")
        if page := self.pages.get(asked):
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif address.path == "/desk/jsi18n/":
            route.fulfill(body=self._words, content_type="text/javascript")
        elif address.path == "/desk/sprite/":
            route.fulfill(body=self._icons, content_type="image/svg+xml")
        elif name != address.path and (file := finders.find(name)):
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(file)[0] or "text/plain")
        else:
            route.fulfill(status=404, body="")


def test_no_page_has_a_serious_fault_or_a_word_of_english(browser: Browser) -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core here: `make test` brings it")
    walk.fill()
    client = signed_in(people.add_user("Анна", password=PASSWORD, admin=True))
    desk = Desk(client, {address: page for address, page in walk.pages(client, "ru").items() if " " not in address})
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU")
    page = context.new_page()
    page.route("**/*", desk.answer)
    found, english = [], []
    for address in desk.pages:
        is_form = bool(re.search(r"/(edit|add|new)/", address))
        for size in [(1280, 900), PHONE] if is_form else [(1280, 900)]:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(f"{DESK}{address}", wait_until="load")
            found += [f"{address} {size[0]}: {line}" for line in violations(page)]
        english += [f"{address}: {line}" for line in english_in(page)]
    context.close()
    assert not found, "\n".join(found)
    assert not english, "\n".join(english)


def english_in(page: Page) -> list[str]:
    """Lines of what is seen that have words in Latin letters."""
    lines = page.locator("body").inner_text().splitlines()
    known = NAMES | CODES
    return [line for line in lines if any(word not in known for word in walk.latin(line))]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    result = page.evaluate("options => axe.run(document, options)", {"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{broken['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[1].strip()}"
        for broken in result["violations"]
        if broken["impact"] in WORST
        for node in broken["nodes"]
    ]
