"""The newsroom's own accent, type, logo, and theme folder, in the files that readers get."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tamizdat.edition import look
from tamizdat.kit.colour import contrast
from tamizdat.newsroom.models import Picture, SiteSettings
from tamizdat.theme import FOLDER

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom


def test_our_own_look_needs_no_stylesheet() -> None:
    assert look.stylesheet("", "serif") == look.address("") == ""


@pytest.mark.parametrize(
    "accent", ["#ffd500", "#000000", "#ffffff", "#FAF7F0", "#171512", "#777777", "#0000ff", "#00ff00", "#ff00ff"]
)
def test_an_accent_reads_on_both_papers_whatever_was_chosen(accent: str) -> None:
    said = dict(re.findall(r"--([\w-]+):(#\w{6})", look.stylesheet(accent, "serif")))
    for name, paper, ratio in (
        ("red-day", look.DAY, 7), ("stamp-day", look.DAY, 3), ("red-night", look.NIGHT, 7), ("stamp-night", look.NIGHT, 3),
    ):  # fmt: skip
        assert contrast(said[name], paper) >= ratio, name


def test_papers_are_those_of_the_theme() -> None:
    base = (FOLDER / "css/10-base.css").read_text()
    assert list(dict.fromkeys(re.findall(r"--paper: (#\w{6})", base))) == [look.DAY, look.NIGHT]


def test_the_dark_theme_is_the_same_whether_the_device_or_the_reader_asks_for_it() -> None:
    base = (FOLDER / "css/10-base.css").read_text()
    asked, chosen = (
        re.findall(r"(--[\w-]+): ([^;]+);", base.split(selector)[1].split("}")[0])
        for selector in (':root:where(:not([data-theme="light"])) {', ':root:where([data-theme="dark"]) {')
    )
    assert len(asked) > 10
    assert asked == chosen


@pytest.mark.django_db
def test_accent_and_type_come_to_every_page_and_go_again(room: SmallNewsroom) -> None:
    room.story("A bridge opened")
    room.bake()
    assert "newsroom." not in room.read("en/index.html")
    settings = SiteSettings.get()
    settings.accent, settings.type = "#0a7a50", "mixed"
    settings.save()
    room.bake()
    url = re.search(r'<link rel="stylesheet" href="(/_/theme/newsroom\.\w+\.css)">', room.read("en/index.html"))
    assert url
    assert url[1] in room.read("en/latest/index.html")
    css = room.read(url[1])
    assert "--head:var(--sans)" in css
    assert "--red-day:" in css
    settings.accent, settings.type = "", "serif"
    settings.save()
    room.bake()
    assert not room.exists(url[1])


@pytest.mark.django_db
def test_a_logo_stands_for_the_name_and_says_it(room: SmallNewsroom) -> None:
    data = BytesIO()
    Image.new("RGB", (900, 300), "#d2391b").save(data, "PNG")
    picture = Picture(title="logo", file=SimpleUploadedFile("logo.png", data.getvalue()))
    picture.save()
    settings = SiteSettings.get()
    settings.logo = picture
    settings.save()
    (room.folder / "one/renditions").symlink_to(django_settings.NEWSROOM.renditions)
    room.bake()
    logo = re.search(r'<img class="logo" src="([^"]+)"[^>]* alt="The Test">', room.read("en/index.html"))
    assert logo
    assert room.exists(logo[1])
