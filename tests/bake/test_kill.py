"""kill -9 of the worker at random moments of its bakes: every change arrives, no half file, incremental equals full."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import brotli
import pytest

from tamizdat.config.locks import is_held

ROOT = Path(__file__).parent.parent.parent


def tamizdat(folder: Path, *verb: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tamizdat", *(["-C", str(folder)] if verb[0] != "init" else []), *verb]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def contents(public: Path) -> dict[str, bytes]:
    return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def check_whole(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith(".html"):
            assert data.endswith((b"</html>", b"</html>\n")), path
        if path.endswith(".br"):
            assert brotli.decompress(data) == files[path.removesuffix(".br")], path


@pytest.mark.database
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_a_worker_killed_at_random_moments_loses_nothing(tmp_path, kills, database_url):
    folder = tmp_path / "newsroom"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tamizdat.config.django", "TAMIZDAT_NEWSROOM": str(folder)}
    environment.pop("TAMIZDAT_DATABASE_URL", None)
    if database_url:
        environment["TAMIZDAT_DATABASE_URL"] = database_url
    tamizdat(folder, "init", str(folder), "--languages", "en,ru", environment=environment)
    enough = tmp_path / "enough"
    editor = subprocess.Popen([sys.executable, "-m", "tests.bake.editor", str(enough), "7"], cwd=ROOT, env=environment)
    chance = random.Random(kills)
    command = [sys.executable, "-m", "tamizdat", "-C", str(folder), "serve", "--only", "worker"]
    try:
        for _ in range(kills):
            worker = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            until = time.monotonic() + 30
            while not is_held(folder / "state" / "worker.lock") and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.8)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        enough.touch()
        assert editor.wait(30) == 0
    finally:
        editor.kill()
    tamizdat(folder, "bake", environment=environment)
    incremental = contents(folder / "public")
    check_whole(incremental)
    tamizdat(folder, "bake", "--full", environment=environment)
    whole = contents(folder / "public")
    assert incremental.keys() == whole.keys()
    assert [path for path in whole if whole[path] != incremental[path]] == []
    tamizdat(folder, "check", "--deep", environment=environment)
