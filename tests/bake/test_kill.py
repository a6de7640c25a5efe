"""kill -9 of the worker at random moments of its bakes: every change arrives, no half file, incremental equals full."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tamizdat.operations.locks import is_held
from tests.bake.processes import check_whole, contents
from tests.cli.command import tamizdat

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.database
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_a_worker_killed_at_random_moments_loses_nothing(tmp_path, kills, shared_room):
    folder = shared_room.folder
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tamizdat.config.django", "TAMIZDAT_NEWSROOM": str(folder)}
    database = shared_room.more
    environment |= database
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
    tamizdat("-C", folder, "bake", **database)
    incremental = contents(folder / "public")
    check_whole(incremental)
    tamizdat("-C", folder, "bake", "--full", **database)
    whole = contents(folder / "public")
    assert incremental.keys() == whole.keys()
    assert [path for path in whole if whole[path] != incremental[path]] == []
    tamizdat("-C", folder, "check", "--deep", **database)
