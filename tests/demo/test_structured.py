"""Structured data of every page of the demo, as schema.org and the validator of search engines' rules want it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from tamizdat.bake.baker import Baker

VALIDATOR = Path(__file__).with_name("structured.mjs")
PACKAGE = Path(__file__).parents[2] / "node_modules/@adobe/structured-data-validator"
TOLD = {
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "NewsMediaOrganization", "Person",
    "BreadcrumbList", "PodcastEpisode", "WebPage",
}  # fmt: skip
"""What the demo's pages must tell of between them."""


def found(root: Path) -> list[tuple[str, dict[str, object]]]:
    """Every piece of structured data below `root`, with its page."""
    return [
        (str(path.relative_to(root)), json.loads(script.text))
        for path in sorted(root.rglob("*.html"))
        if b"ld+json" in (data := path.read_bytes())
        for script in html.document_fromstring(data).xpath("//script[@type='application/ld+json']")
    ]


def complaints(data: list[tuple[str, dict[str, object]]]) -> list[str]:
    if not PACKAGE.is_dir() or not shutil.which("node"):
        pytest.skip("no validator of structured data here: `make test` brings it")
    done = subprocess.run(["node", str(VALIDATOR)], input=json.dumps(data), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.django_db
def test_nothing_is_wrong_with_any_page(baked: Baker) -> None:
    data = found(Path(baked.tree.root))
    assert {piece["@type"] for _, piece in data} == TOLD
    assert complaints(data) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"@type": "NewsArticel", "headline": "A"}, "not a valid schema.org type"),
        ({"@type": "NewsArticle", "headlin": "A"}, '"headlin" for type "NewsArticle" is not supported'),
        ({"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ana", "sameas": "x"}}, '"sameas"'),
        ({"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1}]}, "name"),
    ],
)
def test_the_validator_finds_what_is_wrong(wrong: dict[str, object], said: str) -> None:
    assert any(said in line for line in complaints([("a page", {"@context": "https://schema.org", **wrong})]))
