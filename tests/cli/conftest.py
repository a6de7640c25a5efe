"""Newsrooms that `tamizdat init` made, and ports to serve them on."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from pathlib import Path

import pytest

from tests.cli.quick_init import quick_init
from tests.migrated import shared_folder

PORTS = range(8400, 9400)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    """A newsroom in English and Russian, made once for all test processes."""
    folder = shared_folder(tmp_path_factory) / "newsroom-template"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            quick_init(migrated, folder, "--name", "The Test", "--languages", "en,ru")
    return folder


@pytest.fixture
def newsroom(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "newsroom"))


@pytest.fixture
def port() -> int:
    return free_port()


def free_port() -> int:
    """A free port of this file's range; each process begins elsewhere in it, so that two runs of the tests do not meet."""
    start = os.getpid() * 17
    for offset in range(len(PORTS)):
        number = PORTS[(start + offset) % len(PORTS)]
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", number)):
                return number
    pytest.fail("no free port between 8400 and 9399")
