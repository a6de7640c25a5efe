"""Each story shows its own caption, alt text and credit of a picture, on its page and wherever it is listed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tamizdat.newsroom.models import Picture, SiteSettings

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom


@pytest.mark.django_db
def test_a_story_shows_its_own_words_and_nothing_of_the_creator_beside_its_own_credit(room: SmallNewsroom) -> None:
    data = BytesIO()
    Image.new("RGB", (60, 40), "red").save(data, "PNG")
    picture = Picture(title="bridge", file=SimpleUploadedFile("bridge.png", data.getvalue()))
    picture.caption, picture.alt_text, picture.creator = "The bridge", "A bridge", "A. Photographer"
    picture.save()
    (room.folder / "one/renditions").symlink_to(django_settings.NEWSROOM.renditions)
    own = {"caption": "The bridge before the flood", "alt_text": "Arches", "credit_line": "The Archive"}
    block = {"picture": picture, **own}
    room.story("Plain", lead_picture=picture)
    room.story("Lead", lead_picture=picture, **{f"lead_{name}": words for name, words in own.items()})
    room.story("Within", body=[("picture", block)])
    room.bake()
    pages = {
        name: next((room.folder / "one/public/en").glob(f"*/*/{name}/index.html")).read_text()
        for name in ("plain", "lead", "within")
    }
    assert "The bridge<" in pages["plain"]
    assert "A. Photographer" in pages["plain"]
    for name in ("lead", "within"):
        assert all(words in pages[name] for words in own.values()), name
        assert "A. Photographer" not in pages[name]
    assert 'alt="Arches"' in room.read("en/index.html")


@pytest.mark.django_db
def test_a_logo_that_can_be_seen_through_has_no_box(room: SmallNewsroom) -> None:
    logo = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="9" height="9" fill="#c81e3c"/></svg>'
    )
    picture = Picture(title="logo", file=SimpleUploadedFile("logo.svg", logo))
    picture.save()
    settings = SiteSettings.get()
    settings.logo = picture
    settings.save()
    (room.folder / "one/renditions").symlink_to(django_settings.NEWSROOM.renditions)
    room.bake()
    shown = re.search(r"<picture>(.*?)</picture>", room.read("en/index.html"))
    assert shown
    assert 'class="logo cut-out"' in shown[1]
    webp = re.search(r'type="image/webp" srcset="([^" ]+)', shown[1])
    assert webp
    with Image.open(room.folder / "one/public" / webp[1].lstrip("/")) as seen:
        assert seen.convert("RGBA").getpixel((seen.width - 2, 2))[3] == 0
