"""Reader views: what Readability, the library behind Firefox's, keeps of every story of the demo, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tamizdat.bake.baker import Baker

READABILITY = Path(__file__).parents[2] / "node_modules/@mozilla/readability/Readability.js"
LEAST = 40
"""Stories that the demo has at least, so that a wrong pattern does not pass for a good result."""
KEPT = {
    "note": "//article/*[contains(concat(' ', @class, ' '), ' note ')]//p[not(@class)]",
    "dek": "//article//p[@class='dek']",
    "speaker": "//article//*[contains(concat(' ', @class, ' '), ' quote ')]//*[@class='speaker']",
    "caption": "//article//*[contains(@class, 'story-lead')]//*[@class='caption']",
    "text": "//article/p",
    "box": "//article//*[@class='box']//p",
    "cell": "//article//td",
}
"""Texts of a story that a reader view must show, by kind."""

pytestmark = pytest.mark.browser


def stories(root: Path) -> Iterator[tuple[str, html.HtmlElement, str]]:
    """Address, tree and text of each story's page."""
    for path in sorted(root.glob("??/[12][0-9]*/[01][0-9]/*/index.html")):
        text = path.read_text()
        yield str(path.parent.relative_to(root)), html.document_fromstring(text), text


def reader_view(page: Page, text: str) -> html.HtmlElement:
    """The story as a reader view shows it below its title."""
    page.set_content(text, wait_until="domcontentloaded")
    if not page.evaluate("() => typeof Readability === 'function'"):
        page.add_script_tag(path=READABILITY)
    return html.fragment_fromstring(
        page.evaluate("() => new Readability(document.cloneNode(true)).parse().content"), create_parent=True
    )


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def silent_page(page: Page) -> Page:
    """A page that gets what it is given and nothing else."""
    if not READABILITY.is_file():
        pytest.skip("no Readability here: `make test` brings it")
    page.route("**/*", lambda route: route.abort())
    return page


def faults(page: Page, root: Path) -> tuple[dict[str, int], list[str]]:
    """How many texts of each kind there are, and what of them a reader view loses or shows without need."""
    counts, found = dict.fromkeys([*KEPT, "lead", "story"], 0), []
    for address, tree, text in stories(root):
        view = reader_view(page, text)
        shown = words(view)
        counts["story"] += 1
        for kind, where in KEPT.items():
            for element in tree.xpath(where):
                counts[kind] += 1
                if words(element) not in shown:
                    found.append(f"{address}: {kind} lost: {words(element)[:60]!r}")
        for lead in tree.xpath("//*[contains(@class, 'story-lead') or contains(@class, 'cover')]//img/@src"):
            counts["lead"] += 1
            if lead not in view.xpath("//img/@src"):
                found.append(f"{address}: lead picture lost: {lead}")
        after = [
            link for link in view.xpath("//a/@href") if "/share/" in link or link.startswith(f"/{address[:2]}/text/")
        ]
        if after:
            found.append(f"{address}: links to share it: {after}")
    return counts, found


def test_a_reader_view_keeps_what_a_reader_must_see(baked: Baker, silent_page: Page) -> None:
    counts, found = faults(silent_page, Path(baked.tree.root))
    assert not found, "\n".join(found)
    assert counts["story"] >= LEAST
    assert not [kind for kind, count in counts.items() if not count]


def test_what_comes_after_a_story_is_outside_of_it(baked: Baker) -> None:
    for address, tree, _ in stories(Path(baked.tree.root)):
        (article,) = tree.xpath("//article[@data-read]")
        inside = {name for element in article.iter("*") for name in (element.get("class") or "").split()}
        assert not inside & {"tools", "share", "ask", "story-end", "take-along", "people", "filed", "neighbours"}, (
            address
        )
        assert not article.xpath(".//footer | .//form | .//button"), address
        assert not [link for link in article.xpath(".//a/@href") if "/share/" in link], address
