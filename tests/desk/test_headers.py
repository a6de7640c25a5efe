"""What every answer of the desk carries, and what only those who are signed in may fetch."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.actions.people import add_user
from tamizdat.newsroom.models import Article, Attachment
from tests.desk.conftest import PASSWORD


@pytest.mark.parametrize("address", ["/desk/login/", "/desk/", "/desk/stories/", "/desk/nothing-here/"])
def test_nothing_comes_from_or_goes_to_elsewhere(editor: Client, client: Client, address: str) -> None:
    for one in (editor, client):
        policy = one.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert not re.search(r"https?:|\*", policy)


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/stories/", "/desk/pages/add/newsroom/article/{en}/", "/desk/images/"]
)
def test_pages_load_nothing_foreign(administrator: Client, address: str) -> None:
    page = administrator.get(address.format(en=folder("en").pk)).content.decode()
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=["']([^"']+)""", page)
    assert loaded
    assert not [found for found in loaded if not found.startswith(("/desk/", "data:"))]
    assert "gravatar" not in page
    assert "What's new" not in page


def test_originals_are_for_those_who_are_signed_in(editor: Client, client: Client, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT) / "original_images"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"\x89PNG picture")
    (folder / "a.html").write_text("<script>alert(1)</script>")
    (folder.parent.parent / "newsroom.toml").write_text("secret")
    assert client.get("/desk/media/original_images/a.png").url.startswith("/desk/login/")
    picture = editor.get("/desk/media/original_images/a.png")
    assert (b"".join(picture.streaming_content), picture["Content-Type"]) == (b"\x89PNG picture", "image/png")
    assert "no-store" in picture["Cache-Control"]
    page = editor.get("/desk/media/original_images/a.html")
    assert page["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page["Content-Security-Policy"]
    for name in ("../newsroom.toml", "%2e%2e/newsroom.toml", "original_images", "none.png", "a%00.png", "//etc/passwd"):
        assert editor.get(f"/desk/media/{name}").status_code == 404, name


def test_files_are_for_those_who_are_signed_in(editor: Client, client: Client) -> None:
    file = Attachment.objects.create(title="List", file=ContentFile(b"<script>alert(1)</script>", "list.html"))
    assert file.url.startswith("/desk/files/")
    assert client.get(file.url).url.startswith("/desk/login/")
    answer = editor.get(file.url)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_link_out_of_the_media_folder_is_not_followed(editor: Client, settings: Any, tmp_path: Path) -> None:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "link.png").symlink_to(tmp_path / "secret")
    assert editor.get("/desk/media/link.png").status_code == 404


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_behind_tls_cookies_travel_by_tls_alone(client: Client, scheme: str) -> None:
    add_user("anna", password=PASSWORD)
    posted = {"username": "anna", "password": PASSWORD}
    assert client.post("/desk/login/", posted, headers={"X-Forwarded-Proto": scheme}).status_code == 302
    cookies = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert [bool(cookie["secure"]) for cookie in cookies] == [scheme == "https"] * 2
    assert cookies[0]["httponly"]


def test_every_cookie_is_the_desks_alone(editor: Client, published: Callable[..., Article], client: Client) -> None:
    """The one of notices, too, when it is set and when it is deleted."""
    story = published()
    killed = editor.post(f"/desk/stories/{story.pk}/kill/", {"reason": "It was wrong."})
    assert killed.cookies["messages"].value
    shown = editor.get("/desk/stories/")
    assert not shown.cookies["messages"].value
    signed_in = client.get("/desk/login/")
    cookies = [cookie for answer in (killed, shown, signed_in) for cookie in answer.cookies.values()]
    assert {cookie["path"] for cookie in cookies} == {"/desk/"}


@pytest.mark.parametrize("verb", ["get", "head", "put"])
def test_only_a_button_signs_out(editor: Client, verb: str) -> None:
    answer = getattr(editor, verb)("/desk/logout/")
    assert (answer.status_code, list(answer.cookies)) == (405, [])
    assert editor.get("/desk/").status_code == 200
    assert editor.post("/desk/logout/").status_code == 302
    assert editor.get("/desk/").status_code == 302
