"""The service files in docs/install/ start what they say, with words that the command line knows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tamizdat.cli.program import VERBS
from tests.cli.command import environment, eventually, status_of, tamizdat

FOLDER = Path(__file__).parent.parent.parent / "docs" / "install"
ROOM = "/srv/tamizdat/newsroom"
UNITS = sorted(FOLDER.glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_verb_that_there_is(unit: Path) -> None:
    line = re.search(r"^ExecStart=.*?/bin/tamizdat -C \S+ ([^'\n]+)", unit.read_text(), re.MULTILINE)
    assert line, "no tamizdat in ExecStart"
    verb, *rest = shlex.split(line[1].replace("$(date +%%F)", "today"))
    VERBS[verb].load().make_context(verb, rest)


@pytest.mark.parametrize("unit", [*UNITS, *FOLDER.glob("*.timer")], ids=lambda unit: unit.name)
def test_systemd_knows_every_line_of_a_unit(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here: the units' lines are not checked")
    said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True).stderr
    assert not [
        line for line in said.splitlines() if unit.name in line and ("Unknown" in line or "Failed to parse" in line)
    ]


def values(unit: Path, name: str) -> list[str]:
    """The words of all lines `name=…` of a unit."""
    lines = re.findall(rf"^{name}=(.*)$", unit.read_text(), re.MULTILINE)
    return [word for line in lines for word in line.split()]


def mounts(unit: Path, newsroom: Path) -> str:
    """A shell script that makes the file system of this mount namespace what the unit says, over /srv and /var/lib."""
    hidden = newsroom.parent / "hidden"
    hidden.mkdir(exist_ok=True)
    (newsroom.parent / "hidden-file").touch()
    lines = [
        "set -e",
        "mount -t tmpfs tmpfs /srv",
        f"mkdir -p {ROOM} && mount --bind {newsroom} {ROOM}",
        f"mkdir /srv/hidden && mount --bind {hidden} /srv/hidden && touch /srv/hidden-file",
        "mount -t tmpfs tmpfs /var/lib && mkdir -p /var/lib/tamizdat-backups",
        "mount -t tmpfs tmpfs /tmp",  # PrivateTmp
        "mount -o remount,bind,ro /",  # ProtectSystem=strict
        f"mount -o remount,bind,ro {ROOM}",
    ]
    for option, name in (("rw", "ReadWritePaths"), ("ro", "ReadOnlyPaths")):
        for path in values(unit, name):
            place = path.removeprefix("-")
            there = f"[ ! -e {place} ] ||" if path.startswith("-") else ""
            lines.append(f"{there} {{ mount --bind {place} {place} && mount -o remount,bind,{option} {place}; }}")
    for number, path in enumerate(values(unit, "BindReadOnlyPaths")):
        place, kept = path.removeprefix("-"), f"/srv/kept-{number}"
        lines.insert(6, f"[ ! -e {place} ] || {{ touch {kept} && mount --bind {place} {kept}; }}")
    for path in values(unit, "TemporaryFileSystem"):
        place, _, options = path.partition(":")
        lines.append(f"mount -t tmpfs tmpfs {place}")
        for number, bound in enumerate(values(unit, "BindReadOnlyPaths")):
            inside, kept = bound.removeprefix("-"), f"/srv/kept-{number}"
            if inside.startswith(f"{place}/"):
                lines.append(f"[ ! -e {kept} ] || {{ touch {inside} && mount --bind -o ro {kept} {inside}; }}")
        lines.append(f"mount -o remount,{options or 'rw'} {place}")
    for path in values(unit, "InaccessiblePaths"):
        place = path.removeprefix("-")
        lines.append(f"if [ -d {place} ]; then mount --bind /srv/hidden {place};")
        lines.append(f"elif [ -e {place} ]; then mount --bind /srv/hidden-file {place}; fi")
    return "\n".join(lines)


@contextmanager
def as_unit(name: str, newsroom: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The unit's own command, with the mounts that it names. Skips where no mount namespace can be made."""
    if os.getuid() or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("no mount namespace can be made here (that takes root): the units are NOT run with their mounts")
    unit = FOLDER / f"{name}.service"
    line = re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    assert line
    program = f"{sys.executable} -m tamizdat"
    command = line[1].replace("/srv/tamizdat/program/.venv/bin/tamizdat", program).replace("%%", "%")
    folder = next(iter(values(unit, "WorkingDirectory")), "/")
    script = f"{mounts(unit, newsroom)}\ncd {folder}\nexec {command} {' '.join(more)}"
    process = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_the_public_unit_takes_messages_and_sees_no_draft(newsroom: Path, port: int) -> None:
    tamizdat("-C", newsroom, "bake")
    for secret in (
        "media/original.jpg",
        "keys/site.key",
        "search/desk/words",
        "backups/one.tar",
        "renditions/ab/x.avif",
    ):
        (newsroom / secret).parent.mkdir(parents=True, exist_ok=True)
        (newsroom / secret).write_text("secret")
    with as_unit("tamizdat-public", newsroom, f"--port={port}") as process:
        site = f"http://127.0.0.1:{port}"
        eventually(lambda: process.poll() is not None or status_of(f"{site}/en/") == 200, "the site")
        form = urllib.parse.urlencode({"language": "en", "text": "A message."}).encode()
        with urllib.request.urlopen(f"{site}/api/contact", form, timeout=30) as answer:
            assert answer.status == 200
        seen = Path(f"/proc/{process.pid}/root{ROOM}")
        assert (seen / "public" / "en" / "index.html").read_bytes()
        for place in ("media", "search/desk", "backups", "renditions"):
            assert not list((seen / place).iterdir()), place
        assert [key.name for key in (seen / "keys").iterdir()] == ["letters.key"]
        assert (seen / "keys" / "letters.key").read_bytes() == (newsroom / "keys" / "letters.key").read_bytes()
        with urllib.request.urlopen(f"{site}/api/letters/join", timeout=30) as answer:
            assert answer.status < 300
        assert not (seen / "newsroom.sqlite3").read_bytes()
        with pytest.raises(OSError, match="Read-only"):
            (seen / "public" / "en" / "index.html").write_text("defaced")
    assert "A message." in tamizdat_messages(newsroom)


def tamizdat_messages(newsroom: Path) -> str:
    with closing(sqlite3.connect(newsroom / "audience.sqlite3")) as database:
        return "".join(database.iterdump())


def test_desk_worker_and_backup_work_with_their_mounts(newsroom: Path) -> None:
    with as_unit("tamizdat-worker", newsroom) as process:
        eventually(
            lambda: process.poll() is not None or (newsroom / "public" / "en" / "index.html").exists(), "the first bake"
        )
        assert process.poll() is None
    with as_unit("tamizdat-desk", newsroom) as process:
        eventually(lambda: process.poll() is not None or desk_answers(newsroom), "the desk")
        assert process.poll() is None
    with as_unit("tamizdat-backup", newsroom) as process:
        said = process.communicate(timeout=120)[0]
        assert process.returncode == 0, said
        assert "0 stories, 0 users" in said


def desk_answers(newsroom: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(newsroom / "state" / "desk.sock"))
        except OSError:
            return False
        client.sendall(b"GET /desk/login/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return client.recv(100).startswith(b"HTTP/1.1 200")
