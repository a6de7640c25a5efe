"""The parts of a newsroom as processes: they start, come back, refuse what would clash, and all end."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from tests.cli.command import alive, descendants, eventually, one_line, running, status_of, tamizdat


def part_of(supervisor: subprocess.Popen[str], name: str) -> int:
    """The process id of one part, once it runs."""

    def look() -> int:
        for pid in descendants(supervisor.pid):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if b"--only" in line and name.encode() in line and parent == str(supervisor.pid):
                return pid
        return 0

    return eventually(look, f"the {name} process")


def test_serves_site_and_desk_on_one_port_and_bakes(newsroom: Path, port: int) -> None:
    with running("-C", newsroom, "serve", "--port", port) as server:
        site = f"http://127.0.0.1:{port}"
        eventually(lambda: status_of(f"{site}/") == 200, "the site, baked by the worker")
        eventually(lambda: status_of(f"{site}/desk/login/") == 200, "the desk")
        running_now = tamizdat("-C", newsroom, "status").stdout
        assert "public, desk, worker" in running_now

        again = tamizdat("-C", newsroom, "serve", "--port", port + 1, status=1)
        assert "served already" in one_line(again)
        assert "in use" in one_line(tamizdat("-C", newsroom, "upgrade", status=1))

        family = descendants(server.pid)
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=60)
    assert server.returncode == 0, out
    assert f"http://127.0.0.1:{port}/desk/" in out
    assert "Traceback" not in out
    assert not alive(family)


def test_a_part_that_dies_comes_back_and_it_is_said(newsroom: Path, port: int) -> None:
    with running("-C", newsroom, "serve", "--port", port) as server:
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/") == 200, "the site")
        for name in ("public", "desk", "worker"):
            first = part_of(server, name)
            os.kill(first, signal.SIGKILL)
            eventually(lambda old=first, part=name: part_of(server, part) != old, f"a new {name} process")
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/") == 200, "the site again")
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/desk/login/") == 200, "the desk again")
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "The public process was killed by SIGKILL; it starts again" in out
    assert "The worker process was killed by SIGKILL; it starts again" in out


def test_no_part_outlives_a_supervisor_that_was_killed(newsroom: Path, port: int) -> None:
    with running("-C", newsroom, "serve", "--port", port) as server:
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/desk/login/") == 200, "the desk")
        part_of(server, "worker")
        family = descendants(server.pid)
        assert len(family) >= 3
        server.kill()
        eventually(lambda: not alive(family), "the end of every part")
        # A process that a part started since may take a moment longer, and hold the folder's lock until then.
        eventually(lambda: tamizdat("-C", newsroom, "upgrade", status=None).returncode == 0, "an upgrade")


def test_a_port_in_use_is_one_line_and_the_end(newsroom: Path, template: Path, port: int) -> None:
    with running("-C", template, "serve", "--only", "public", "--port", port):
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/"), "the one who has the port")
        for more in ((), ("--only", "public")):
            done = tamizdat("-C", newsroom, "serve", "--port", port, *more, status=1)
            assert f"127.0.0.1:{port}" in one_line(done)
            assert "in use" in one_line(done)
            assert done.stdout == ""


def test_a_path_too_long_for_the_desks_socket_is_said_at_once(template: Path, tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30)
    shutil.copytree(template, deep)
    for more in ((), ("--only", "desk")):
        assert "shorter path" in one_line(tamizdat("-C", deep, "serve", *more, status=1))


def test_each_part_runs_alone(newsroom: Path, port: int) -> None:
    with running("-C", newsroom, "serve", "--only", "worker") as worker:
        eventually(lambda: (newsroom / "public" / "index.html").exists(), "the first bake")
        with (
            running("-C", newsroom, "serve", "--only", "desk"),
            running("-C", newsroom, "serve", "--only", "public", "--port", port),
        ):
            eventually(lambda: status_of(f"http://127.0.0.1:{port}/desk/login/") == 200, "the desk at the site's port")
            assert "runs already" in one_line(tamizdat("-C", newsroom, "serve", "--only", "desk", status=1))
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
        assert worker.returncode == 0
    assert "--port" in one_line(tamizdat("-C", newsroom, "serve", "--only", "desk", "--port", port, status=2))


def test_a_worker_of_an_older_theme_ends_instead_of_putting_old_pages_in_the_place_of_new_ones(
    newsroom: Path, port: int
) -> None:
    with running("-C", newsroom, "serve", "--port", port) as server:
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/en/") == 200, "the site, baked by the worker")
        first = part_of(server, "worker")
        (newsroom / "theme" / "css").mkdir(parents=True, exist_ok=True)
        (newsroom / "theme" / "css" / "99-own.css").write_text("main { outline: 3px solid teal }")
        tamizdat("-C", newsroom, "bake")
        line = {"id": "flood", "lang": "en", "title": "Flood", "published": "2026-11-20", "body": ["The water rose."]}
        (newsroom / "stories.jsonl").write_text(json.dumps(line) + "\n")
        tamizdat("-C", newsroom, "import", "jsonl", newsroom / "stories.jsonl")
        page = newsroom / "public/en/2026/11/flood/index.html"
        eventually(page.exists, "the story, baked by the worker that came after")
        assert part_of(server, "worker") != first
        style = re.search(r'href="/(_/theme/site\.\w+\.css)"', page.read_text())
        assert style
        assert "solid teal" in (newsroom / "public" / style[1]).read_text()
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=60)
    assert "start it again" in out
    assert "Traceback" not in out
