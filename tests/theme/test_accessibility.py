"""axe-core finds nothing on any kind of page, in both schemes, in three scripts and both directions, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = {"light": (1280, 900), "dark": (390, 844)}
"""Every page is seen once in each scheme, so once wide and once narrow."""


@pytest.fixture(scope="module", params=WINDOWS)
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def looking(browser: Browser, scheme: str) -> Iterator[Page]:
    if not AXE.is_file():
        pytest.skip("no axe-core here: `make test` brings it")
    width, height = WINDOWS[scheme]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_no_page_violates_a_rule(
    looking: Page, scheme: str, language: str, served: str, pages: dict[str, bytes]
) -> None:
    names = [name for name in pages if name.endswith(".html") and name.startswith((f"{language}/", "index"))]
    assert len(names) > 30
    found = []
    for name in names:
        looking.goto(served + name)
        found += [f"{name}, {line}" for line in violations(looking, scheme)]
    assert not found, "\n".join(found)


def test_no_open_panel_violates_a_rule(looking: Page, scheme: str, served: str) -> None:
    for place, what in (("en/", ".menu summary"), ("fa/2026/11/story-0/", ".share summary")):
        looking.goto(served + place)
        for opener in looking.locator(what).all():
            opener.click()
            assert violations(looking, scheme) == []


def test_axe_sees_what_is_wrong(looking: Page, scheme: str, served: str) -> None:
    looking.goto(f"{served}en/")
    looking.evaluate("document.querySelector('main').innerHTML = '<img src=a.png><p style=color:#eee>faint</p>'")
    found = violations(looking, scheme)
    assert any(line.startswith("image-alt") for line in found)


def violations(page: Page, scheme: str) -> list[str]:
    page.evaluate(AXE.read_text())
    # Pages without a style sheet stand on the browser's own dark canvas, which axe takes for white.
    bare = scheme == "dark" and not page.evaluate("document.querySelector('link[rel=stylesheet]') !== null")
    options = {"runOnly": RULES, "rules": {"color-contrast": {"enabled": not bare}}, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{broken['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[1].strip()}"
        for broken in result["violations"]
        for node in broken["nodes"]
    ]
