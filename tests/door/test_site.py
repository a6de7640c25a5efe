"""What readers and caches are answered, by the real server over real bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from tests.door.client import Server, running_door
from tests.door.editions import AUDIO, FILES, LANGUAGES, STORY, write_file

STORY_PATH = "/en/2026/11/story/"
PAPER = "/_/files/c3/paper.pdf"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/en/2026/11/story/", "text/html; charset=utf-8"),
        ("/en/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_/theme/app.1a2b.css", "text/css; charset=utf-8"),
        ("/_/theme/app.1a2b.js", "text/javascript; charset=utf-8"),
        ("/_/theme/site.webmanifest", "application/manifest+json"),
        ("/_/pictures/ab12-640.avif", "image/avif"),
        ("/_/pictures/ab12-640.webp", "image/webp"),
        ("/_/files/c3/talk.mp3", "audio/mpeg"),
        ("/_/files/c3/talk.vtt", "text/vtt; charset=utf-8"),
    ],
)
def test_every_kind_of_file_has_its_type_and_its_bytes(door: Server, path: str, content_type: str) -> None:
    answer = door.ask(path)
    name = path[1:] + ("index.html" if path.endswith("/") else "")
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    assert answer.body == FILES[name]
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_a_page_comes_as_brotli_gzip_or_plain_each_under_a_tag_of_its_own(door: Server) -> None:
    packed = {coding: door.ask(STORY_PATH, {"Accept-Encoding": coding}) for coding in ("br", "gzip", "identity")}
    assert brotli.decompress(packed["br"].body) == STORY.encode()
    assert gzip.decompress(packed["gzip"].body) == STORY.encode()
    assert packed["identity"].body == STORY.encode()
    assert [answer.headers.get("content-encoding") for answer in packed.values()] == ["br", "gzip", None]
    assert len({answer.headers["etag"] for answer in packed.values()}) == 3
    assert all(answer.headers["vary"] == "Accept-Encoding" for answer in packed.values())


def test_a_picture_is_the_same_for_every_client(door: Server) -> None:
    answer = door.ask("/_/pictures/ab12-640.avif", {"Accept-Encoding": "br, gzip"})
    assert "vary" not in answer.headers
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", [STORY_PATH, "/_/pictures/ab12-640.avif", "/_/files/c3/talk.mp3"])
def test_a_client_that_has_the_file_is_not_sent_it_again(door: Server, path: str) -> None:
    first = door.ask(path)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert not tag.startswith("W/")
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
    ):
        answer = door.ask(path, headers)
        assert (answer.status, answer.body) == (304, b""), headers
        assert answer.headers["etag"] == tag
        assert answer.headers["cache-control"] == first.headers["cache-control"]
    # A tag outranks a date, and a date that cannot be read counts for nothing.
    assert door.ask(path, {"If-None-Match": '"other"', "If-Modified-Since": date}).status == 200
    assert door.ask(path, {"If-Modified-Since": "yesterday"}).status == 200
    assert door.ask(path, {"If-Match": '"other"', "If-None-Match": tag}).status == 412


def test_head_says_what_get_would(door: Server) -> None:
    for path in (STORY_PATH, "/_/files/c3/talk.mp3", "/en/killed/", "/nowhere/"):
        head, get = door.ask(path, method="HEAD"), door.ask(path)
        assert head.body == b""
        assert (head.status, head.headers | {"date": ""}) == (get.status, get.headers | {"date": ""})


@pytest.mark.parametrize(("path", "whole"), [(STORY_PATH, STORY.encode()), ("/_/files/c3/talk.mp3", AUDIO)])
def test_a_part_can_be_asked_for(door: Server, path: str, whole: bytes) -> None:
    size = len(whole)
    for asked, first, last in (
        ("bytes=0-99", 0, 99),
        ("bytes=5000-", 5000, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=10-{size * 2}", 10, size - 1),
    ):
        answer = door.ask(path, {"Range": asked})
        assert answer.status == 206, asked
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert answer.body == whole[first : last + 1]
    for impossible in (f"bytes={size}-", "bytes=-0"):
        answer = door.ask(path, {"Range": impossible})
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{size}")
    for not_a_single_range in ("bytes=0-1,4-5", "lines=1-2", "bytes=9-1", "bytes=-"):
        assert door.ask(path, {"Range": not_a_single_range}).body == whole
    full = door.ask(path)
    for current in (full.headers["etag"], full.headers["last-modified"]):
        assert door.ask(path, {"Range": "bytes=0-9", "If-Range": current}).status == 206
    for outdated in ('"other"', "Thu, 01 Jan 1970 00:00:00 GMT", f"W/{full.headers['etag']}"):
        assert door.ask(path, {"Range": "bytes=0-9", "If-Range": outdated}).body == whole


def test_hashed_files_are_kept_for_ever_and_pages_are_asked_about_again(door: Server) -> None:
    for path in ("/_/theme/app.1a2b.css", "/_/pictures/ab12-640.webp", "/_/files/c3/talk.mp3"):
        assert door.ask(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in (STORY_PATH, "/en/feed.xml", "/_/map/0.conf", "/en/old/", "/nowhere/"):
        assert door.ask(path).headers["cache-control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("beside", ["page/2/", "page/2/?x=1", "rss.xml"])
def test_what_stood_beside_a_page_that_moved_is_found_beside_it_again(door: Server, beside: str) -> None:
    answer = door.ask(f"/nothing/here/{beside}")
    assert (answer.status, answer.headers["location"]) == (301, f"/ru/{beside}")
    assert door.ask("/nothing/here/page/3/").status == 404
    assert door.ask("/nothing/left/rss.xml").status == 404


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(door: Server) -> None:
    answer = door.ask("/en/2026/11/story?from=mail&x=%2F")
    assert (answer.status, answer.headers["location"]) == (301, "/en/2026/11/story/?from=mail&x=%2F")
    assert door.ask("/en/2026").status == 404
    assert door.ask("/en/feed.xml/").status == 404
    assert door.ask("/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F").headers["location"] == (
        "/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F/"
    )


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/en/old/", "/en/2026/11/story/"),
        ("/en/old", "/en/2026/11/story/"),
        ("/en/old.html", "/en/2026/11/story/"),
        ("/en/old/?utm=1", "/en/2026/11/story/?utm=1"),
        ("/?p=12", "/en/2026/11/story/"),
        ("/nothing/here/", "/ru/"),
        ("/nothing/here/?a=b", "/ru/?a=b"),
        ("/nothing/here/?utm_source=mail", "/ru/?utm_source=mail"),
        ("/?p=12&fbclid=x", "/en/2026/11/story/"),
        ("/?utm_source=a&utm_medium=b&utm_campaign=c&p=12&gclid=1&yclid=2", "/en/2026/11/story/"),
        ("/story.php?id=5&lang=ru&fbclid=x", "/ru/"),
        ("/story.php?lang=ru&id=5", "/ru/"),
        ("/story.php?id=5%3Abridge", "/en/2026/11/story/"),
        ("/story%2Ephp?id=5:bridge", "/en/2026/11/story/"),
        ("/2019/05/bridge.html", "/en/2026/11/story/"),
        ("/2019/05/bridge.html/amp/", "/en/2026/11/story/"),
        ("/%d1%81%d1%82%d0%b0%d1%80%d0%be%d0%b5/", "/ru/"),
    ],
)
def test_a_moved_address_is_a_real_redirect(door: Server, path: str, location: str) -> None:
    answer = door.ask(path)
    assert (answer.status, answer.headers["location"]) == (301, location)


def test_a_query_that_names_something_else_is_no_old_address(door: Server) -> None:
    assert door.ask("/?p=12&page=2").status == 200
    assert door.ask("/?p=13").status == 200
    assert door.ask("/story.php?id=6").status == 404
    assert door.ask("/story.php?" + "&".join(f"a{n}=1" for n in range(200))).status == 404


def test_a_stub_that_would_lead_to_another_site_does_not(door: Server) -> None:
    assert "location" not in door.ask("/en/trap/").headers


def test_a_killed_story_is_gone_in_its_language(door: Server) -> None:
    for path in ("/en/killed/", "/en/killed", "/nothing/left/"):
        answer = door.ask(path)
        assert (answer.status, answer.body) == (410, FILES["en/410.html"])


def test_what_is_not_there_is_told_in_the_readers_language(door: Server) -> None:
    russian = {"Accept-Language": "de, ru-RU;q=0.8, en;q=0.5"}
    by_path, by_wish, neutral = door.ask("/en/x/", russian), door.ask("/x/", russian), door.ask("/x/")
    assert (by_path.status, by_path.body) == (404, FILES["en/404.html"])
    assert (by_wish.status, by_wish.body) == (404, FILES["ru/404.html"])
    assert (neutral.status, neutral.body) == (404, FILES["404.html"])
    assert "Accept-Language" in by_wish.headers["vary"]
    assert "etag" not in neutral.headers


def test_without_error_pages_there_is_a_sentence(tmp_path: Path) -> None:
    write_file(tmp_path, "en/index.html", b"<!doctype html>")
    with running_door(tmp_path) as door:
        answer = door.ask("/x/")
        assert (answer.status, answer.body) == (404, b"This page does not exist.\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_read_only(door: Server, method: str) -> None:
    answer = door.ask(STORY_PATH, method=method, body=b"x" * 1000)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [STORY_PATH, "/x/", "/en/old/", "/en/killed/", "/_/files/c3/talk.mp3", "/robots.txt"])
def test_every_answer_carries_what_protects_readers(door: Server, path: str) -> None:
    headers = door.ask(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] in ("same-origin", "cross-origin")
    assert "server" not in headers
    assert "strict-transport-security" not in headers


def test_an_uploaded_drawing_runs_nothing_and_a_document_names_its_canonical_address(door: Server) -> None:
    assert "sandbox" in door.ask("/_/files/c3/drawing.svg").headers["content-security-policy"]
    assert door.ask(PAPER).headers["link"] == f'<https://example.org{PAPER}>; rel="canonical"'
    assert "link" not in door.ask(STORY_PATH).headers


def test_transport_security_is_promised_only_behind_tls_that_is_trusted(public: Path, door: Server) -> None:
    said = {"X-Forwarded-Proto": "https"}
    assert "strict-transport-security" not in door.ask(STORY_PATH, said).headers
    with running_door(public, "--trust-forwarded") as behind_tls:
        assert "max-age=31536000" in behind_tls.ask(STORY_PATH, said).headers["strict-transport-security"]
        assert "strict-transport-security" not in behind_tls.ask(STORY_PATH).headers


def test_a_changed_file_is_served_at_once_and_a_removed_one_no_more(tmp_path: Path) -> None:
    with running_door(tmp_path, f"--languages={LANGUAGES}") as door:
        assert door.ask("/en/").status == 404
        for turn in range(20):
            for path, name in (("/en/", "en/index.html"), ("/_/files/a/b.mp3", "_/files/a/b.mp3")):
                data = f"<!doctype html>{turn}".encode() + b"." * (turn * 100_000)
                write_file(tmp_path, name, data)
                coded = door.ask(path, {"Accept-Encoding": "br"})
                plain = brotli.decompress(coded.body) if "content-encoding" in coded.headers else coded.body
                assert plain == data
        (tmp_path / "en/index.html").unlink()
        assert door.ask("/en/").status == 404
        for turn in range(20):
            write_file(tmp_path, "_/map/0.conf", f'"/moved/" "301 /en/{turn}/";\n'.encode())
            assert door.ask("/moved/").headers["location"] == f"/en/{turn}/"


def test_without_an_edition_it_says_so_and_serves_as_soon_as_there_is_one(tmp_path: Path) -> None:
    public = tmp_path / "public"
    with running_door(public, "--languages=en") as door:
        answer = door.ask("/en/")
        assert (answer.status, answer.headers["retry-after"]) == (503, "10")
        assert b"no edition" in answer.body
        write_file(public, "en/index.html", b"<!doctype html>here")
        assert door.ask("/en/").body == b"<!doctype html>here"


def test_the_cache_keeps_its_bound_over_more_than_it_holds(tmp_path: Path) -> None:
    for number in range(60):
        write_file(tmp_path, f"{number}/index.html", b"<!doctype html>%d" % number + b"." * 90_000)
    with running_door(tmp_path, "--cache-mib=1") as door:
        for number in [*range(60), *range(60)]:
            assert door.ask(f"/{number}/").body.startswith(b"<!doctype html>%d." % number)


def test_players_of_other_sites_may_fetch_podcasts_and_nothing_else(door: Server) -> None:
    for path in ("/en/series/talk/podcast.xml", "/en/2026/11/talk/chapters.json", "/en/2026/11/talk/transcript.vtt",
                 "/en/2026/11/talk/transcript.html"):  # fmt: skip
        assert door.ask(path).headers["access-control-allow-origin"] == "*", path
    for path in ("/en/feed.xml", STORY_PATH, "/en/feed.json"):
        assert "access-control-allow-origin" not in door.ask(path).headers, path
