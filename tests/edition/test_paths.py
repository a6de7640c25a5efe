"""One path has one owner, and one page's fault is one page's."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tamizdat.bake.checking import check
from tamizdat.edition.products.files import RobotsProduct
from tamizdat.importers import jsonl
from tamizdat.kit.paths import can_be_file, file_path, public_name, same, spellings
from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Address, Article, StaticPage, StaticPageText
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


# Behind everybody's back


def _same_file(room, first: Article, second: Article) -> str:
    """Make an address of `first` one of `second` too, by a statement that no rule of ours sees; answers the file."""
    path = Address.objects.get(owner=f"article:{first.pk}", current=True).path
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO newsroom_address (path, language, owner, current, ended, uri, given_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [path.rstrip("/"), "en", f"article:{second.pk}", False, "", "", timezone.now()],
        )
    return f"{path.strip('/')}/index.html"


def _touch(*stories: Article) -> None:
    with noting.writes():
        noting.note({keys.article(story.pk) for story in stories})


@pytest.mark.database
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("victim", [0, 1])
def test_a_path_has_the_same_owner_in_whatever_order_its_pages_are_baked(room, order, victim: int) -> None:
    stories = [room.story("The first"), room.story("The second")]
    room.bake()
    path = _same_file(room, stories[victim], stories[1 - victim])
    for place in order:
        _touch(stories[place])
        room.bake()
    owner, loser = sorted(f"article:{story.pk}" for story in stories)
    assert room.baker.graph.owners([path]) == {path: owner}
    assert room.baker.graph.claimed_twice() == [(path, [owner, loser])]
    failures = room.baker.graph.queue.failures()
    assert [(name, page) for name, page, *_ in failures] == [(loser, f"/{path}")]
    assert owner in failures[0][2]
    full = room.another("two")
    room.bake_whole(full)
    assert contents(room.baker) == contents(full)
    assert full.graph.claimed_twice() == [(path, [owner, loser])]


@pytest.mark.database
def test_who_lost_a_path_gets_it_when_its_owner_goes(room) -> None:
    """And nothing but the change of the owner is needed for it."""
    first, second = room.story("The first"), room.story("The second")
    room.bake()
    path = _same_file(room, second, first)
    _touch(first, second)
    room.bake()
    assert "tamizdat:301" in room.read(path), "the stub of the first by name"
    Address.objects.filter(path=f"/{path.removesuffix('/index.html')}").delete()
    _touch(first)
    room.bake()
    assert "The second" in room.read(path)
    assert room.baker.graph.queue.failures() == []
    assert check(room.baker, deep=True) == []
    full = room.another("two")
    room.bake_whole(full)
    assert contents(room.baker) == contents(full)


@pytest.mark.database
def test_check_names_an_address_that_two_have(room) -> None:
    first, second = room.story("The first"), room.story("The second")
    room.bake()
    path = _same_file(room, first, second)
    address = f"/{path.removesuffix('/index.html')}"
    (said,) = room.baker.policy.problems()
    assert (said.path, said.what) == (address, f"is an address of article:{first.pk} and of article:{second.pk}")
    _touch(first, second)
    room.bake()
    assert path in {problem.path for problem in check(room.baker, deep=False)}


@pytest.mark.database
@pytest.mark.parametrize("path", ["/en/offline/", "/en/feed.xml", "/en/2020/01/", "/robots.txt", "/en/topics"])
def test_check_names_an_address_that_is_the_sites_own(room, path: str) -> None:
    story = room.story("A story")
    room.bake()
    Address.objects.bulk_create([Address(path=path, language="en", owner=f"article:{story.pk}", current=False)])
    (said,) = room.baker.policy.problems()
    assert said.what == f"is the site's own and article:{story.pk}'s"


@pytest.mark.database
def test_a_page_may_introduce_what_the_site_has_at_its_address(room) -> None:
    for slug in ("contact", "corrections"):
        StaticPage(slug=slug, texts=[StaticPageText(language="en", title=slug.title())]).save()
    room.bake()
    assert [row.path for row in Address.objects.filter(owner__startswith="page:", language="en")] == [
        "/en/contact/",
        "/en/corrections/",
    ]
    assert list(room.baker.policy.problems()) == []
    assert room.baker.graph.claimed_twice() == []


def test_a_product_that_the_register_does_not_know_cannot_be_made(room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RobotsProduct, "name", "leaflet")
    with pytest.raises(LookupError, match="leaflet"):
        room.another("three")
