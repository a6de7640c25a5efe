"""Files of the public folder, as they are written and removed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tamizdat.bake.products import File
from tamizdat.bake.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(tmp_path / "public", tmp_path / "state" / "tmp")
    tree.open()
    return tree


def test_a_page_that_became_short_loses_its_sidecar(tree: Tree) -> None:
    tree.write([File(path="en/index.html", data=b"long " * 100)], durable=True)
    assert sorted(os.listdir(tree.root / "en")) == ["index.html", "index.html.br"]
    tree.write([File(path="en/index.html", data=b"short")], durable=True)
    assert os.listdir(tree.root / "en") == ["index.html"]


def test_only_the_dead_are_swept(tree: Tree, tmp_path: Path) -> None:
    scratch = tmp_path / "state" / "tmp"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f"{dead.pid}-1", f"{os.getpid()}-1", f"{os.getppid()}-1"):
        (scratch / name).touch()
    tree.sweep()
    assert sorted(os.listdir(scratch)) == sorted([f"{os.getpid()}-1", f"{os.getppid()}-1"])
