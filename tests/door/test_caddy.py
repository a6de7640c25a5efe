"""docs/install/Caddyfile, run by a real Caddy where there is one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from tests.door.client import PATIENCE, Server, free_port, wait_for
from tests.door.editions import FILES, SECRET
from tests.door.test_desk import Desk, asked, desk_at
from tests.door.test_hostile import ESCAPES
from tests.door.test_nginx import PODCAST

CADDYFILE = Path(__file__).parents[2] / "docs/install/Caddyfile"
STORY = "/en/2026/11/story/"
# Caddy follows links, and there is no way to forbid it: an edition has none, so these are not Caddy's to refuse.
THROUGH_LINKS = ("/en/link.html", "/en/out/", "/en/pipe.html")


@pytest.fixture(scope="module")
def caddy(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("no caddy here: docs/install/Caddyfile is NOT tested (apt install caddy)")
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    text = CADDYFILE.read_text()
    for written, here in (("example.org {", f"http://127.0.0.1:{port} {{"), ("/srv/newsroom", str(public.parent))):
        assert written in text
        text = text.replace(written, here)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text)
    state = public.parent / "state"
    state.mkdir(exist_ok=True)
    with desk_at(state / "desk.sock"):
        command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, process)
            yield Server(port=port, pid=process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)
    (state / "desk.sock").unlink()


def test_pages_files_and_headers(caddy: Server) -> None:
    for path, name in ((STORY, "en/2026/11/story/index.html"), ("/_/theme/app.1a2b.css", "_/theme/app.1a2b.css")):
        answer = caddy.ask(path, {"Accept-Encoding": "br"})
        assert answer.headers["content-encoding"] == "br"
        assert brotli.decompress(answer.body) == FILES[name]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert ("immutable" in answer.headers["cache-control"]) == path.startswith("/_/")
    assert caddy.ask("/en/feed.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert caddy.ask("/en/rss.xml").headers["content-type"] == "application/rss+xml; charset=utf-8"
    for path in PODCAST:
        assert caddy.ask(path).headers["access-control-allow-origin"] == "*", path
    assert "access-control-allow-origin" not in caddy.ask("/en/feed.xml").headers
    assert caddy.ask("/_/files/c3/talk.m4b").headers["content-type"] == "audio/mp4"
    for page in ("drawing.svg", "LETTER.HTML"):
        assert "sandbox" in caddy.ask(f"/_/files/c3/{page}").headers["content-security-policy"], page
    assert caddy.ask("/en/2026/11/story").headers["location"].endswith("story/")


def test_error_pages_speak_the_language_of_the_path(caddy: Server) -> None:
    for path, file in (("/en/x/", "en/404.html"), ("/ru/x", "ru/404.html"), ("/x/", "404.html")):
        answer = caddy.ask(path)
        assert (answer.status, answer.body) == (404, FILES[file])


def test_no_path_leads_out(caddy: Server) -> None:
    for path in ESCAPES:
        if path.startswith(THROUGH_LINKS):
            continue
        heard = caddy.say(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert SECRET not in heard, path
    assert caddy.ask(f"{STORY}index.html.br").status == 404


def test_the_desk_is_passed_through(caddy: Server) -> None:
    assert "content-security-policy" not in caddy.ask("/desk/").headers
    seen = asked(caddy, "/desk/pages/?a=b", {"X-Forwarded-For": "1.2.3.4"})
    assert seen["x-forwarded-for"] == ["127.0.0.1"]
    assert seen["x-forwarded-proto"] == ["http"]


def test_the_desk_gets_forms_whole_and_nothing_long_from_strangers(caddy: Server) -> None:
    Desk.requests.clear()
    begun = [caddy.connect() for _ in range(8)]
    for client in begun:
        client.sendall(b"POST /desk/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000\r\n\r\na")
    assert caddy.ask("/desk/", method="POST", body=b"a" * 50_000).status == 200
    assert Desk.requests == ["/desk/"]
    for client in begun:
        client.close()
    Desk.requests.clear()
    refused = caddy.ask("/desk/login/", {"Cookie": "stranger"}, method="POST", body=b"a" * 70_000)
    assert refused.status == 403
    assert set(Desk.requests) == {"/desk/may-send/"}
    Desk.requests.clear()
    assert caddy.ask("/desk/", {"Cookie": "editor"}, method="POST", body=b"a" * 70_000).status == 200
    assert Desk.requests == ["/desk/may-send/", "/desk/"]
