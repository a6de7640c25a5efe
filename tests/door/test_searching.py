"""SearchService the running door: pages that work without a script, the answers for programs, bad input, faults, and silence."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import brotli
import pytest

from tamizdat.audience.store import queries
from tamizdat.edition import structured
from tamizdat.render import Renderer
from tamizdat.render.search_page import SearchPage
from tamizdat.search.documents import Document
from tamizdat.search.index import Writer
from tamizdat.theme import FOLDER
from tests.door.client import Answer, Server, running_door
from tests.door.editions import SECRET, write_edition, write_file
from tests.theme import values

LANGUAGES = ("en", "ru", "fa")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FACETS = {"language", "region", "topic", "author", "series", "genre"}
TODAY = datetime.now(UTC)
STORIES = (
    ("en", "Lukashenko signs the budget", "The budget was signed in Minsk on Monday.", ("belarus",), 2),
    ("en", "A bridge over the river Karasuv", "The old bridge <b>fell</b> & the new one stands.", ("kyrgyzstan",), 400),
    ("ru", "Лукашенко подписал бюджет", "Бюджет подписан в Минске в понедельник.", ("belarus",), 3),
    ("ru", "Наблюдатели на выборах", "Итогов выборов ждали всю ночь.", ("georgia",), 20),
    ("fa", "گزارشی از مرز", "پل تازه بر رودخانه ساخته شد.", ("iran",), 5),
)
NAMES = {"belarus": "Belarus", "kyrgyzstan": "Kyrgyzstan", "georgia": "Georgia", "iran": "Iran"}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition with its search pages, and an index of five stories and a dozen about wheat."""
    folder = tmp_path_factory.mktemp("newsroom")
    folder.chmod(0o755)
    write_edition(folder)
    renderer = Renderer(theme_folders=[FOLDER], languages=LANGUAGES, time_zone="UTC", functions=structured.functions)
    for language in LANGUAGES:
        url = f"/{language}/search/"
        shown = {"site": values.site(language), "page": values.page(language, url, ""), "search": SearchPage(url=url)}
        page = renderer.page("pages/search.html", language, **shown)
        write_file(folder / "public", f"{language}/search/index.html", page)
        write_file(folder / "public", f"{language}/search/texts.json", b"{}")
    for asset in renderer.assets.values():
        write_file(folder / "public", asset.url.lstrip("/"), asset.data)
    with Writer(folder / "search") as writer:
        writer.put(documents())
        writer.commit()
    labels = {language: {"region": NAMES, "author": {"ana": "Ana Beridze"}} for language in LANGUAGES}
    (folder / "search/labels.json").write_text(json.dumps(labels))
    return folder


def documents() -> Iterator[Document]:
    wheat = [("en", f"The harvest of year {n}", "Wheat was bought abroad.", ("georgia",), 30 + n) for n in range(25)]
    for number, (language, headline, text, regions, days) in enumerate((*STORIES, *wheat)):
        yield Document(
            id=number + 1,
            url=f"/{language}/2026/11/story-{number}/",
            language=language,
            headline=headline,
            text=text,
            published=int((TODAY - timedelta(days=days)).timestamp()),
            genre="opinion" if number == 1 else "news",
            regions=regions,
            authors=("ana",),
        )


@contextmanager
def searching(newsroom: Path, *options: str, output: Path | None = None) -> Iterator[Server]:
    given = (f"--languages={','.join(LANGUAGES)}", f"--search={newsroom / 'search'}", "--trust-forwarded", *options)
    with running_door(newsroom / "public", *given, output=output) as server:
        yield server


@pytest.fixture(scope="module")
def door(newsroom: Path) -> Iterator[Server]:
    with searching(newsroom) as server:
        yield server


def ask(door: Server, path: str, *, address: str = "203.0.113.1", agent: str = BROWSER, **fields: str) -> Answer:
    headers = {"X-Forwarded-For": address, "User-Agent": agent}
    return door.ask(f"{path}?{urlencode(fields)}" if fields else path, headers)


def told(door: Server, **fields: str) -> dict:
    answer = ask(door, "/api/search", **fields)
    assert answer.status == 200, answer
    return json.loads(answer.body)


def headlines(answer: Answer) -> list[str]:
    return re.findall(r'<h2 class="headline"><a href="[^"]*">([^<]*)</a>', answer.body.decode())


def links(answer: Answer, words: str) -> list[str]:
    """Addresses of links among what was found that say these words."""
    page = answer.body.decode().partition('id="found"')[2].replace("&amp;", "&")
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page)
    return [address for address, said in found if words in re.sub("<[^>]*>", "", said)]


# Programs


def test_the_answer_for_programs_is_the_contracts(door: Server) -> None:
    answer = ask(door, "/api/search", q="Лукашенко", limit="1")
    assert answer.headers["content-type"] == "application/json"
    said = json.loads(answer.body)
    assert set(said) == {"total", "results", "facets"}
    assert said["total"] == 2, "one man in two alphabets"
    (first,) = said["results"]
    assert set(first) == {"url", "headline", "language", "published", "fragment", "score"}
    assert first["headline"] == "Лукашенко подписал бюджет", "the exact one goes first"
    assert datetime.fromisoformat(first["published"]).date() == (TODAY - timedelta(days=3)).date()
    assert set(said["facets"]) == FACETS
    assert said["facets"]["region"] == [{"value": "belarus", "name": "Belarus", "count": 2}]
    assert {one["value"]: one["count"] for one in said["facets"]["language"]} == {"en": 1, "ru": 1}


def test_filters_offset_and_order_are_taken_by_name(door: Server) -> None:
    assert told(door, q="Lukashenko", language="en")["total"] == 1
    assert told(door, q="Lukashenko", region="georgia")["total"] == 0
    assert told(door, q="bridge", genre="opinion")["total"] == 1
    assert told(door, q="bridge", genre="news")["total"] == 0
    assert told(door, q="wheat", **{"from": (TODAY - timedelta(days=31)).date().isoformat()})["total"] == 2
    newest = told(door, q="wheat", sort="date", limit="50")["results"]
    assert [one["headline"] for one in newest] == [f"The harvest of year {number}" for number in range(25)]
    assert told(door, q="wheat", sort="date", limit="2", offset="3")["results"] == newest[3:5]


def test_a_fragment_is_html_with_the_hit_marked_and_all_else_escaped(door: Server) -> None:
    one = told(door, q="bridge fell", language="en")["results"][0]
    assert (
        one["fragment"] == "The old <mark>bridge</mark> &lt;b&gt;<mark>fell</mark>&lt;/b&gt; &amp; the new one stands."
    )


def test_completion_names_places_and_stories_where_they_lead(door: Server) -> None:
    said = json.loads(ask(door, "/api/complete", q="geo", language="en").body)["completions"]
    assert said == [{"kind": "region", "label": "Georgia", "url": "/en/search/?region=georgia"}]
    said = json.loads(ask(door, "/api/complete", q="luka", language="en").body)["completions"]
    assert [(one["kind"], one["url"]) for one in said] == [("headline", "/en/2026/11/story-0/")]


def test_an_address_without_a_question_is_answered_all_the_same(door: Server) -> None:
    assert json.loads(ask(door, "/api/search").body)["total"] == 0
    assert json.loads(ask(door, "/api/complete").body) == {"completions": []}
    assert door.ask("/api/search", method="POST", body=b"").status == 405


# Pages


def test_a_page_of_results_needs_no_script(door: Server) -> None:
    answer = ask(door, "/en/search/", q="budget")
    page = answer.body.decode()
    assert answer.status == 200
    assert headlines(answer) == ["Lukashenko signs the budget"]
    assert '<input id="search-words" name="q" type="search" value="budget"' in page
    assert "<mark>budget</mark>" in page
    assert "1 story" in page
    assert "<title>budget · Search" in page
    assert page.count("<!doctype html>") == page.count("</html>") == page.count('id="found"') == 1


def test_links_narrow_widen_and_turn_the_page_at_addresses_that_can_be_shared(door: Server) -> None:
    first = ask(door, "/en/search/", q="wheat")
    assert "25 stories" in first.body.decode()
    (second,) = links(first, "Next page")
    assert second == "/en/search/?q=wheat&page=2"
    third = ask(door, links(ask(door, second), "Next page")[0])
    assert len(headlines(third)) == 5
    assert links(third, "Next page") == []
    assert links(third, "Previous page") == [second]
    (narrowed,) = links(first, "Georgia")
    assert narrowed == "/en/search/?q=wheat&region=georgia"
    answer = ask(door, narrowed)
    assert len(headlines(answer)) == 10
    assert links(answer, "Georgia") == ["/en/search/?q=wheat"], "chosen once more it is taken back"
    assert '<input type="hidden" name="region" value="georgia">' in answer.body.decode()
    (by_date,) = links(answer, "Newest first")
    assert headlines(ask(door, by_date))[0] == "The harvest of year 0"
    (week,) = links(first, "Past week")
    assert headlines(ask(door, week)) == []


def test_other_languages_are_counted_and_one_click_away(door: Server) -> None:
    answer = ask(door, "/en/search/", q="Lukashenko")
    assert headlines(answer) == ["Lukashenko signs the budget"]
    assert headlines(ask(door, links(answer, "Русский")[0])) == ["Лукашенко подписал бюджет"]
    assert len(headlines(ask(door, links(answer, "All languages")[0]))) == 2
    nothing = ask(door, "/fa/search/", q="Lukashenko")
    assert headlines(nothing) == []
    assert links(nothing, "Русский"), "where it was found is said"


def test_a_page_speaks_its_language_and_runs_its_way(door: Server) -> None:
    answer = ask(door, "/fa/search/", q="پل")
    assert '<html lang="fa" dir="rtl"' in answer.body.decode()
    assert headlines(answer) == ["گزارشی از مرز"]
    other = ask(door, "/fa/search/", q="budget", language="en").body.decode()
    assert '<div class="entry-text" lang="en" dir="ltr">' in other


def test_a_slip_is_asked_back(door: Server) -> None:
    answer = ask(door, "/en/search/", q="hervest")
    assert "No results for your words. Showing results for “harvest”." in answer.body.decode()
    assert len(headlines(answer)) == 10
    assert json.loads(ask(door, "/api/search", q="hervest").body)["meant"] == "harvest"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=xyzzyqwkx", "No results for “xyzzyqwkx”."),
        ("q=a", "Type at least two letters."),
        ("q=%21%3F-", "Type at least two letters."),
        ("q=", "Several words find stories that contain all of them."),
        ("other=1", "Several words find stories that contain all of them."),
    ],
)
def test_where_nothing_is_to_be_shown_the_page_helps(door: Server, query: str, words: str) -> None:
    answer = ask(door, f"/en/search/?{query}")
    assert answer.status == 200
    assert words in answer.body.decode()
    assert "<form" in answer.body.decode()


def test_while_typing_the_results_come_alone(door: Server) -> None:
    answer = ask(door, "/en/search/", q="budget", live="1")
    assert "<html" not in answer.body.decode()
    assert headlines(answer) == ["Lukashenko signs the budget"]


def test_the_page_as_it_lies_in_the_edition_is_a_page_like_others(door: Server, newsroom: Path) -> None:
    answer = ask(door, "/en/search/")
    assert answer.body == (newsroom / "public/en/search/index.html").read_bytes()
    assert "etag" in answer.headers


def test_the_newsrooms_own_words_and_theme_show_in_results(newsroom: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    shutil.copytree(newsroom, room, symlinks=True, ignore=shutil.ignore_patterns("pipe.html"))
    write_file(room / "public", "en/search/texts.json", json.dumps({"Newest first": "Latest on top"}).encode())
    part = FOLDER / "templates/parts/found.html"
    own = room / "theme/templates/parts/found.html"
    own.parent.mkdir(parents=True)
    own.write_text("<p>Set by us</p>" + part.read_text())
    with searching(room, f"--theme={room / 'theme'}") as door:
        page = ask(door, "/en/search/", q="wheat").body.decode()
        assert "Latest on top" in page
        assert "Set by us" in page
        write_file(room / "public", "en/search/texts.json", b"{}")
        assert "Newest first" in ask(door, "/en/search/", q="wheat").body.decode()


# What protects readers


def test_answers_are_kept_nowhere_and_can_run_nothing(door: Server) -> None:
    for path in ("/en/search/?q=budget", "/api/search?q=budget", "/api/complete?q=budget&language=en"):
        answer = ask(door, path)
        assert answer.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "set-cookie" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


def test_answers_travel_small(door: Server) -> None:
    plain = ask(door, "/en/search/", q="wheat").body
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = door.ask("/en/search/?q=wheat", {"Accept-Encoding": coding})
        assert answer.headers["content-encoding"] == coding
        assert len(answer.body) < len(plain) / 3
        assert unpack(answer.body) == plain


def test_a_query_is_shown_as_text_whatever_it_is(door: Server) -> None:
    for query in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><script>1</script>",
        "{{ 7*7 }}",
    ):
        page = ask(door, "/en/search/", q=query).body.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "</title><script>1" not in page
        assert "49" not in re.findall("<title>(.*?)</title>", page, re.S)[0]


def test_hostile_questions_are_all_answered(newsroom: Path, shared_data: Path, tmp_path: Path) -> None:
    lines = (shared_data / "hostile-strings-blns" / "blns.txt").read_bytes().split(b"\n")
    made = [
        "a OR " * 1000,
        '"' * 999,
        "*" * 50,
        "-" * 50,
        "(" * 400,
        "\0\1\2\x1b",
        "\ud83d",
        "ʼ" * 500,
        "a\u0300" * 900,
    ]
    asked = [quote(line) for line in filter(None, lines)] + [quote(one, errors="surrogatepass")[:7000] for one in made]
    asked += ["%", "%ff%fe", "%u0041", "&" * 500, "q=1&" * 400, "%zz=%zz"]
    ways = ("/en/search/?q={}", "/api/search?q={}", "/api/complete?q={}&language=en")
    output = tmp_path / "log"
    with searching(newsroom, output=output) as door:
        for number, query in enumerate(asked):
            for way in ways:
                answer = ask(door, way.format(query), address=f"198.51.100.{number % 250}")
                assert answer.status == 200, query
                assert SECRET not in answer.body
        for name in ("region", "from", "to", "sort", "page", "limit", "offset", "language"):
            for value in ("<x>", "-1", "99999999999999999999", "..%2f", "%00", "9999-12-31", "0001-01-01", ""):
                assert ask(door, f"/en/search/?q=wheat&{name}={value}").status == 200, (name, value)
                assert ask(door, f"/api/search?q=wheat&{name}={value}", address="198.51.100.1").status == 200
        assert ask(door, f"/api/search?q={'a' * 100_000}").status == 414
    assert output.read_bytes() == b""


def test_one_address_that_asks_too_much_is_told_so_and_others_are_not(newsroom: Path) -> None:
    with searching(newsroom) as door:
        statuses = [ask(door, "/api/search", q="wheat").status for _ in range(400)]
        assert statuses[:140] == [200] * 140, "as much as a reader types"
        assert 429 in statuses
        page = ask(door, "/en/search/", q="wheat")
        assert page.status == 429
        assert "Search is busy." in page.body.decode()
        assert ask(door, "/api/search", q="wheat", address="203.0.113.9").status == 200
        assert ask(door, "/en/2026/11/story/").status == 200, "reading is not searching"


# Faults


def test_a_missing_damaged_or_outdated_index_is_being_rebuilt_and_the_site_stands(
    newsroom: Path, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    shutil.copytree(newsroom, room, symlinks=True, ignore=shutil.ignore_patterns("pipe.html"))
    index = room / "search"
    output = tmp_path / "log"
    with searching(room, output=output) as door:
        assert ask(door, "/api/search", q="wheat").status == 200
        for harm in (_cut, _of_another_version, shutil.rmtree):
            harm(index)
            page = ask(door, "/en/search/", q="wheat")
            assert page.status == 503
            assert page.headers["retry-after"] == "30"
            assert "The search is being rebuilt." in page.body.decode()
            assert 'value="wheat"' in page.body.decode()
            assert ask(door, "/api/search", q="wheat").status == 503
            assert ask(door, "/api/complete", q="wheat").status == 503
            assert ask(door, "/en/").status == 200
            with Writer(index, anew=True) as writer:
                writer.put(documents())
                writer.commit()
            assert told(door, q="wheat")["total"] == 25, "a new index is taken up at once"
    assert b"wheat" not in output.read_bytes()


def test_an_answer_that_is_given_again_holds_nothing_that_was_killed_meanwhile(newsroom: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    shutil.copytree(newsroom, room, symlinks=True, ignore=shutil.ignore_patterns("pipe.html"))
    with searching(room) as door:
        before = [ask(door, path, q="wheat").body for path in ("/api/search", "/en/search/") for _ in range(3)]
        assert len(set(before)) == 2
        assert told(door, q="wheat")["total"] == 25
        with Writer(room / "search") as writer:
            writer.remove([10])
            writer.commit()
        assert told(door, q="wheat")["total"] == 24
        assert ask(door, "/en/search/", q="wheat").body != before[-1]
        page = room / "public/en/search/index.html"
        page.write_bytes(page.read_bytes().replace(b"<title>", b"<title>New: "))
        assert b"New: " in ask(door, "/en/search/", q="wheat").body


def test_a_removed_story_is_not_shown_whatever_the_index_says(newsroom: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    shutil.copytree(newsroom, room, symlinks=True, ignore=shutil.ignore_patterns("pipe.html"))
    with searching(room) as door:
        assert told(door, q="wheat", limit="50")["total"] == 25
        found = [one["url"] for one in told(door, q="wheat", limit="50")["results"]]
        stub, in_the_map = found[3], found[8]
        write_file(room / "public", f"{stub.strip('/')}/index.html", b"<!doctype html><!--tamizdat:410 en-->")
        write_file(room / "public", "_/map/1.conf", f'"{in_the_map}" "410 en";\n'.encode())
        for path in ("/api/search", "/en/search/"):
            body = ask(door, path, q="wheat", limit="50").body.decode()
            assert stub not in body
            assert in_the_map not in body
        answer = told(door, q="wheat", limit="50")
        assert (answer["total"], len(answer["results"])) == (23, 23)
        assert stub not in ask(door, "/api/complete", q="the harvest").body.decode()
        similar = told(door, q="hervest")["similar"][0]["url"]
        write_file(room / "public", f"{similar.strip('/')}/index.html", b"<!doctype html><!--tamizdat:410 en-->")
        for path in ("/api/search", "/en/search/"):
            assert similar not in ask(door, path, q="hervest", limit="9").body.decode()


def _cut(index: Path) -> None:
    for path in index.iterdir():
        if path.name not in ("version.json", "labels.json"):
            path.write_bytes(path.read_bytes()[:7])
    (index / "meta.json").write_bytes(b"{")


def _of_another_version(index: Path) -> None:
    (index / "version.json").write_text('{"version": "of long ago"}')
    (index / "meta.json").touch()


def test_a_door_without_an_index_has_no_search(newsroom: Path) -> None:
    with running_door(newsroom / "public", f"--languages={','.join(LANGUAGES)}") as door:
        assert ask(door, "/api/search", q="wheat").status == 404
        page = (newsroom / "public/en/search/index.html").read_bytes()
        assert ask(door, "/en/search/", q="wheat").body == page


# What was not found


def test_only_what_was_looked_for_in_vain_is_counted_once_a_reader_and_day(newsroom: Path, tmp_path: Path) -> None:
    store, output = tmp_path / "audience.sqlite3", tmp_path / "log"
    since = datetime.now(UTC).date() - timedelta(days=1)
    with searching(newsroom, f"--audience={store}", output=output) as door:
        for number in range(6):
            for _ in range(2):
                ask(door, "/en/search/", q="  Xyzzyqwkx ", address=f"203.0.113.{number}")
            ask(door, "/en/search/", q="wheat", address=f"203.0.113.{number}")
            ask(door, "/en/search/", q="xyzz", live="1", address=f"203.0.113.{number}")
            ask(door, "/en/search/", q="xyzzyq", region="georgia", address=f"203.0.113.{number}")
            ask(door, "/api/search", q="ҳеҷчиз", language="ru", address=f"203.0.113.{number}")
            ask(door, "/en/search/", q="robotsown", agent="Googlebot/2.1", address=f"203.0.113.{number}")
        for number in range(4):
            ask(door, "/en/search/", q="raredeed", address=f"203.0.113.{number}")
        time.sleep(0.1)
    found = {(one.language, one.query): one.number for one in queries.frequent(store, since)}
    assert found == {("en", "xyzzyqwkx"): 6, ("ru", "ҳеҷчиз"): 6}
    assert output.read_bytes() == b""
