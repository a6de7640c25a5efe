"""What is shown where somebody shares a page: always a picture, with its size."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from lxml import html
from PIL import Image

from tamizdat.newsroom.models import SiteSettings
from tests.edition.newsroom import CANONICAL
from tests.edition.random_edits import LinkedNewsroom

if TYPE_CHECKING:
    from pathlib import Path

    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(db, settings, tmp_path: Path) -> LinkedNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    return LinkedNewsroom(tmp_path)


def shared(room: SmallNewsroom, path: str) -> tuple[str, int, int]:
    """Address below the site, width and height of the picture that a page names."""
    page = html.document_fromstring(room.read(path))
    said = {one.get("property"): one.get("content") for one in page.xpath("//meta[starts-with(@property, 'og:image')]")}
    assert said["og:image"].startswith(f"{CANONICAL}/")
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    return said["og:image"].removeprefix(CANONICAL), int(said["og:image:width"]), int(said["og:image:height"])


def assert_true(room: SmallNewsroom, path: str) -> str:
    """The picture that a page names is there, in the size that the page says. Returns its address."""
    address, width, height = shared(room, path)
    with Image.open(BytesIO((room.baker.tree.root / address.lstrip("/")).read_bytes())) as picture:
        assert picture.size == (width, height), path
    return address


def test_every_kind_of_page_names_a_picture_and_its_size(linked: LinkedNewsroom) -> None:
    bare = linked.story("Without a picture")
    linked.bake()
    card = assert_true(linked, "en/index.html")
    assert card.startswith("/_/theme/card.")
    for path in ("index.html", "en/regions/north/index.html", "en/latest/index.html", "en/about/index.html",
                 f"{bare.get_url_parts()[2]}index.html"):  # fmt: skip
        assert assert_true(linked, path) == card, path
    story = linked.stories[0].get_url_parts()[2]
    for path in (f"{story}index.html", "en/authors/ana/index.html"):
        assert assert_true(linked, path).startswith("/_/pictures/"), path


def test_the_newsrooms_own_card_goes_before_the_themes(linked: LinkedNewsroom) -> None:
    linked.bake()
    site = SiteSettings.get()
    site.card = linked.pictures[0]
    site.save()
    linked.bake()
    own = assert_true(linked, "en/index.html")
    assert own.startswith("/_/pictures/")
    assert assert_true(linked, "en/regions/north/index.html") == own
