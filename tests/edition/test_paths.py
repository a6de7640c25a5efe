"""One path has one owner, and one page's fault is one page's."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tamizdat.bake.checking import check
from tamizdat.importers import jsonl
from tamizdat.kit.paths import can_be_file, file_path, public_name, same, spellings
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Address, Article
from tamizdat.newsroom.paths import is_reserved
from tests.edition.newsroom import contents

FOUND = Path(__file__).parents[3] / "shared" / "data" / "found"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2019/05/bridge.html", "2019/05/bridge.html"),
        ("/2019/05/bridge.html/amp/", ""),
        ("/en/feed.xml/", ""),
        ("/" + "a" * 300, ""),
        ("/a/%00", ""),
        ("/a/../b/", ""),
        ("/.probe-1/", ""),
        ("/en/.hidden/", ""),
        ("/en/x.tmp/", ""),
        ("/en/x.BR/", ""),
        ("/en/v1.2/", "en/v1.2/index.html"),
    ],
)
def test_an_address_has_a_file_only_where_one_can_be(address: str, path: str) -> None:
    assert file_path(address) == path


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("a.pdf", "a.pdf"),
        ("x.tmp", "x.tmp.bin"),
        ("x.br", "x.br.bin"),
        ("X.BR", "X.BR.bin"),
        (".env", "env"),
        ("..", "file"),
    ],
)
def test_an_uploaded_file_has_a_name_that_an_address_may_have(name: str, served: str) -> None:
    assert public_name(name) == served
    assert can_be_file(f"_/files/ab/{served}")


@pytest.mark.parametrize("other", ["/en/a", "/en/a/", "/en/a/index.html", "/en/%61/"])
def test_addresses_are_one_when_their_files_are_one(other: str) -> None:
    assert same(other) == same("/en/a/")
    assert other in spellings("/en/a") or "%" in other


@pytest.mark.database
@pytest.mark.parametrize("name", ["file_and_folder", "index_html_self", "own_corrections"])
def test_what_stopped_the_bake_or_took_a_page_does_so_no_more(room, name: str) -> None:
    source = FOUND / f"{name}.jsonl"
    if not source.exists():
        pytest.skip(f"{source} is not there: the shared data is missing")
    room.bake()
    report = jsonl.run(source)
    assert report.warnings or name == "index_html_self"
    room.bake()
    later = room.story("A later story")
    room.bake()
    assert room.exists(f"{later.get_url_parts()[2]}index.html")
    for story in Article.objects.exclude(external_id=None):
        page = room.read(f"{story.get_url_parts()[2]}index.html")
        assert "tamizdat:301" not in page
        assert story.headline in page
    full = room.another("two")
    room.bake_whole(full)
    assert contents(room.baker) == contents(full)
    assert check(room.baker, deep=True) == []
    killed = Article.objects.exclude(external_id=None).order_by("pk")[0]
    articles.kill(killed)
    room.bake()
    assert "tamizdat:410" in room.read(
        f"{killed.get_url_parts()[2] if killed.get_url_parts() else _path(killed)}index.html"
    )


def _path(story: Article) -> str:
    return Address.objects.get(owner=f"article:{story.pk}", current=True).path


@pytest.mark.database
def test_every_page_beside_the_ledgers_own_is_reserved(room) -> None:
    room.story("A story")
    room.bake()
    addressed = {file_path(path) for path in Address.objects.values_list("path", flat=True)}
    languages = settings.NEWSROOM.languages
    wrong = [path for path in room.baker.graph.paths() if (path in addressed) == is_reserved(path, languages)]
    assert wrong == []
