"""axe-core finds nothing on any kind of page, in both schemes, in three scripts and both directions, wide and narrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = {"light": (1280, 900), "dark": (390, 844)}
"""A page in the light scheme is wide, one in the dark scheme narrow."""
LANGUAGES = ("en", "ru", "fa")


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


def seen_in(names: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """By scheme and language, the pages to look at: every kind of page in each of its languages and in each scheme, and so in
    every pair of these, but not in all six."""
    languages_of: dict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for name in sorted(names):
            if name.endswith(".html") and name.startswith(f"{language}/"):
                languages_of[name.removeprefix(f"{language}/")].append(language)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    schemes = list(WINDOWS)
    for number, (kind, languages) in enumerate(languages_of.items()):
        for place, language in enumerate(languages):
            own = schemes if len(languages) == 1 else [schemes[(number + place) % 2]]
            for scheme in own:
                found[scheme, language].append(f"{language}/{kind}")
    for scheme in schemes:
        found[scheme, LANGUAGES[0]].append("index.html")
    return found


def test_every_kind_of_page_is_seen_in_each_language_and_each_scheme(pages: dict[str, bytes]) -> None:
    found = seen_in(pages)
    assert {name for names in found.values() for name in names} == {
        name for name in pages if name.endswith(".html") and name.startswith(tuple(f"{code}/" for code in LANGUAGES))
    } | {"index.html"}
    schemes: dict[str, set[str]] = defaultdict(set)
    for (scheme, _), names in found.items():
        for name in names:
            schemes[name.partition("/")[2] or name].add(scheme)
    assert set(map(len, schemes.values())) == {len(WINDOWS)}
    assert len(schemes) > 30
    assert all(len(found[scheme, language]) > 10 for scheme in WINDOWS for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_violates_a_rule(
    looking: Page, scheme: str, language: str, served: str, pages: dict[str, bytes]
) -> None:
    found = []
    for name in seen_in(pages)[scheme, language]:
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
