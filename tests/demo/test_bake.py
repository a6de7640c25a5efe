"""The demo's whole edition: valid, whole, every page within reach, and nothing in it that is the newsroom's own."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tamizdat.bake.baker import Baker
from tamizdat.bake.checking import check
from tamizdat.newsroom.paths import LETTER_PAGES
from tests import nu

pytestmark = pytest.mark.django_db


def test_nothing_failed_no_link_is_dead_and_every_file_is_claimed(baked: Baker) -> None:
    assert check(baked, deep=False) == []


def test_every_page_and_style_sheet_is_valid(baked: Baker) -> None:
    assert nu.errors(baked.tree.root) == []


def test_every_page_can_be_reached_by_links_from_the_language_root(baked: Baker) -> None:
    root = Path(baked.tree.root)
    found, waiting = set(), {"/"}
    while waiting:
        address = waiting.pop()
        found.add(address)
        file = root / address.lstrip("/") / "index.html"
        if not file.is_file():
            continue  # a dead link: said by the test above
        page = html.fromstring(file.read_bytes())
        links = {unquote(urlsplit(urljoin(address, link)).path) for link in page.xpath("//a/@href")}
        waiting |= {link for link in links if link.endswith("/") and not link.startswith("/desk/")} - found
    pages = {urljoin("/", f"{path.parent.relative_to(root)}/") for path in root.rglob("index.html")}
    assert len(pages) > 200
    # A list whose head shows all does not link its first numbered page: it would say the same again.
    first_numbered = {f"{address}page/1/" for address in found}
    forms = ["contact/sent", "contact/not-sent", *(f"newsletter/{page}" for page in LETTER_PAGES)]
    answers = {f"/{language}/{page}/" for language in ("en", "ru", "ar") for page in forms}
    assert pages - found - first_numbered - answers == set()


def test_no_internal_note_is_in_any_file(baked: Baker) -> None:
    files = [path for path in Path(baked.tree.root).rglob("*") if path.suffix in (".html", ".xml", ".txt", ".json")]
    assert files
    assert not [path for path in files if b"INTERNAL-NOTE" in path.read_bytes()]
