"""axe-core finds nothing serious on any page of the desk, wide and on a phone; its scripts show no English in Russian.

Pages are asked for before the browser sees them, and then given to it as they came: there is no database beside the browser.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Locator, Page

from tamizdat.newsroom.actions import people
from tests.desk import walk
from tests.desk.conftest import PASSWORD, signed_in
from tests.desk.test_russian import CODES, NAMES
from tests.theme.test_accessibility import AXE, RULES

pytestmark = pytest.mark.browser
WORST = ("serious", "critical")
WIDE, PHONE = (1280, 900), (390, 844)
COVERED = """buttons => buttons.filter((button) => {
  const { top, bottom, right } = button.getBoundingClientRect();
  return !button.contains(document.elementFromPoint(right - 6, (top + bottom) / 2));
}).map((button) => button.outerHTML)"""
"""Which buttons something covers at their end, or the window cuts off."""
STATIC = "/desk/static/"
STANDS_STILL = "* { transition: none !important; animation: none !important }"
"""A message that is still fading in has colours of its own."""
OTHERS = {"/desk/jsi18n/": "text/javascript", "/desk/sprite/": "image/svg+xml"}
"""What every page asks for that is no page: the words of the scripts, and the icons."""


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    """The address of a desk that has these pages, by address, and the files of its look."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].removeprefix(STATIC)
            file = finders.find(name) if self.path.startswith(STATIC) else None
            body = Path(file).read_bytes() if file else pages.get(name if name in OTHERS else self.path, b"")
            self.send_response(200 if body else 404)
            kind = mimetypes.guess_type(name)[0] if file else OTHERS.get(name, "text/html; charset=utf-8")
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600" if file else "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """A test's output is its own."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def seen(client: Client) -> dict[str, bytes]:
    """What the browser is to look at: each form, and one page of each other look."""
    found: dict[str, bytes] = {}
    looks = set()
    for address, (page, look) in walk.pages(client, "ru").items():
        if " " not in address and (look not in looks or is_form(address)):
            looks.add(look)
            found[address] = page.encode()
    return found


def is_form(address: str) -> bool:
    return re.search(r"/(edit|add|new)/", address) is not None


def test_no_page_has_a_serious_fault_or_a_word_of_english(browser: Browser) -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core here: `make test` brings it")
    walk.fill()
    client = signed_in(people.add_user("Анна", password=PASSWORD, admin=True))
    pages = seen(client)
    others = {path: client.get(path, headers={"Accept-Language": "ru"}).content for path in OTHERS}
    context = browser.new_context(locale="ru-RU")
    page = context.new_page()
    found, english, within_reach = [], [], []
    with served(pages | others) as desk:
        for address in pages:
            for width, height in [WIDE, PHONE] if "/pages/" in address else [WIDE]:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{desk}{address}", wait_until="load")
                found += [f"{address} {width}: {line}" for line in violations(page)]
                english += [f"{address}: {line}" for line in english_in(page)]
                publish = page.locator("[name=action-publish]")
                if (width, height) == PHONE and publish.count():
                    within_reach.append(bottom_of(publish) <= height)
                    assert page.locator(".footer button:visible").evaluate_all(COVERED) == [], address
    context.close()
    assert not found, "\n".join(found)
    assert not english, "\n".join(english)
    assert len(within_reach) > 2, "of the new story's form, of a draft's and of a published story's"
    assert all(within_reach), "Publish is seen before anything is scrolled"


def bottom_of(button: Locator) -> float:
    box = button.first.bounding_box()
    assert box
    return box["y"] + box["height"]


def english_in(page: Page) -> list[str]:
    """Lines of what is seen that have words in Latin letters."""
    page.evaluate("for (const one of document.querySelectorAll('select[name*=time_zone], code, kbd')) one.remove()")
    lines = page.locator("body").inner_text().splitlines()
    return [line for line in lines if any(word not in NAMES | CODES for word in walk.latin(line))]


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    page.add_style_tag(content=STANDS_STILL)
    result = page.evaluate("options => axe.run(document, options)", {"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{broken['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[1].strip()}"
        for broken in result["violations"]
        if broken["impact"] in WORST
        for node in broken["nodes"]
    ]
