"""docs/install/nginx.conf, run by a real nginx over a real edition: what its reader copies is what is tested here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door.client import PATIENCE, Server, free_port, wait_for
from tests.door.editions import FILES, SECRET
from tests.door.test_desk import Desk, asked, desk_at
from tests.door.test_hostile import ESCAPES

CONF = Path(__file__).parents[2] / "docs/install/nginx.conf"
STORY = "/en/2026/11/story/"
PODCAST = (
    "/en/series/talk/podcast.xml",
    "/en/2026/11/talk/chapters.json",
    "/en/2026/11/talk/transcript.vtt",
    "/en/2026/11/talk/transcript.html",
)
FRAME = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/start.log; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def nginx(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("no nginx here: docs/install/nginx.conf is NOT tested (apt install nginx)")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    site = CONF.read_text()
    for written, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("    listen [::]:80;\n", ""),
        ("/srv/newsroom", str(public.parent)),
        ("/var/log/nginx/error.log", str(folder / "error.log")),
    ):
        assert written in site
        site = site.replace(written, here)
    (folder / "site.conf").write_text(site)
    root = Path("/proc/self").owner() == "root"
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user="user root;" if root else ""))
    state = public.parent / "state"
    state.mkdir(exist_ok=True)
    with desk_at(state / "desk.sock"):
        process = subprocess.Popen([program, "-c", str(folder / "nginx.conf")])
        try:
            wait_for(port, process)
            yield Server(port=port, pid=process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)
    (state / "desk.sock").unlink()


def test_pages_and_files_are_what_the_door_serves(nginx: Server, door: Server) -> None:
    same = ("content-type", "cache-control", "content-security-policy", "x-content-type-options", "referrer-policy",
            "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
            "access-control-allow-origin")  # fmt: skip
    paths = ["/", "/en/", STORY, "/en/feed.xml", "/sitemap.xml", "/robots.txt", "/_/theme/app.1a2b.css",
             "/_/theme/app.1a2b.js", "/_/theme/site.webmanifest", "/_/pictures/ab12-640.avif", "/_/files/c3/paper.pdf",
             "/_/files/c3/drawing.svg", "/_/files/c3/LETTER.HTML", "/_/files/c3/talk.wav", "/en/rss.xml", "/en/feed.json",
             "/_/files/c3/talk.mp3", "/_/files/c3/talk.vtt", "/_/files/c3/talk.m4b", *PODCAST, "/_/map/0.conf",
             "/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F/"]  # fmt: skip
    for path in paths:
        ours, theirs = door.ask(path), nginx.ask(path)
        assert theirs.status == 200, path
        assert theirs.body == ours.body, path
        assert [theirs.headers.get(name) for name in same] == [ours.headers.get(name) for name in same], path
        assert "strict-transport-security" not in theirs.headers
    assert nginx.ask(STORY, {"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert nginx.ask(STORY, {"If-None-Match": nginx.ask(STORY).headers["etag"]}).status == 304


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/en/2026/11/story", STORY),
        ("/en/2026/11/story?a=b", f"{STORY}?a=b"),
        ("/?p=12", STORY),
        ("/nothing/here/", "/ru/"),
        ("/nothing/here/?a=b", "/ru/?a=b"),
        ("/nothing/here/?utm_source=mail", "/ru/?utm_source=mail"),
        ("/?p=12&fbclid=x", STORY),
        ("/?utm_source=a&utm_medium=b&utm_campaign=c&p=12&gclid=1&yclid=2", STORY),
        ("/story.php?id=5&lang=ru&fbclid=x", "/ru/"),
        ("/story.php?id=5%3Abridge", STORY),
        ("/2019/05/bridge.html/amp/", STORY),
        ("/desk", "/desk/"),
    ],
)
def test_what_moved_is_redirected(nginx: Server, path: str, location: str) -> None:
    answer = nginx.ask(path)
    assert (answer.status, answer.headers["location"]) == (301, location)


def test_error_pages_speak_the_readers_language(nginx: Server) -> None:
    for path, wish, status, file in (
        ("/en/x/", "ru", 404, "en/404.html"),
        ("/x/", "ru", 404, "ru/404.html"),
        ("/x/", "de", 404, "404.html"),
        ("/nothing/left/", "en", 410, "en/410.html"),
        ("/en/2026/", "en", 404, "en/404.html"),
    ):
        answer = nginx.ask(path, {"Accept-Language": wish})
        assert (answer.status, answer.body) == (status, FILES[file]), path
        assert "content-security-policy" in answer.headers
        assert "immutable" not in answer.headers.get("cache-control", "")
    missing = nginx.ask("/_/theme/none.css")
    assert (missing.status, "immutable" in missing.headers.get("cache-control", "")) == (404, False)


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out(nginx: Server, path: str) -> None:
    heard = nginx.say(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert SECRET not in heard
    assert b"root:" not in heard


def test_sidecars_and_writing_are_refused(nginx: Server) -> None:
    assert nginx.ask(f"{STORY}index.html.br").status == 404
    assert nginx.ask(STORY, method="POST", body=b"x").status == 405


def test_the_desk_is_passed_through(nginx: Server) -> None:
    seen = asked(nginx, "/desk/pages/?a=b", {"X-Forwarded-For": "1.2.3.4", "Host": "news.example:8000"})
    assert seen["x-forwarded-for"] == ["127.0.0.1"]
    assert seen["x-forwarded-proto"] == ["http"]
    assert seen["x-forwarded-host"] == ["news.example:8000"]
    assert "content-security-policy" not in nginx.ask("/desk/").headers
    assert nginx.ask("/desk/", method="POST", body=b"a" * 5_000_000).status == 200


def test_the_desk_gets_forms_whole_and_nothing_long_from_strangers(nginx: Server) -> None:
    Desk.requests.clear()
    begun = [nginx.connect() for _ in range(8)]
    for client in begun:
        client.sendall(b"POST /desk/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000\r\n\r\na")
    assert nginx.ask("/desk/", method="POST", body=b"a" * 50_000).status == 200
    assert Desk.requests == ["/desk/"]
    for client in begun:
        client.close()
    Desk.requests.clear()
    refused = nginx.ask("/desk/login/", {"Cookie": "stranger"}, method="POST", body=b"a" * 70_000)
    assert refused.status == 403
    assert set(Desk.requests) == {"/desk/may-send/"}
    Desk.requests.clear()
    assert nginx.ask("/desk/", {"Cookie": "editor"}, method="POST", body=b"a" * 70_000).status == 200
    assert Desk.requests == ["/desk/may-send/", "/desk/"]
