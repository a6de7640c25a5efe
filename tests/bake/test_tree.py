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


def test_a_new_folder_comes_with_all_its_files_and_one_that_came_meanwhile_takes_them_in(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, inner, kept = (tree.root / "en" / "a" / name for name in ("index.html", "share/index.html", "kept.txt"))
    files = [File(path=f"en/a/{name}", data=name.encode() * 100) for name in ("index.html", "share/index.html")]
    tree.write(files, durable=True)
    assert sorted(path.name for path in page.parent.iterdir()) == ["index.html", "index.html.br", "share"]
    assert inner.read_bytes() == b"share/index.html" * 100
    kept.write_bytes(b"of another process")
    page.unlink()
    monkeypatch.setattr(os.path, "isdir", lambda path: Path(path).is_dir() and "tmp" in str(path))  # asked too early
    tree.write(files, durable=True)
    assert page.read_bytes() == b"index.html" * 100
    assert kept.read_bytes() == b"of another process"
    assert list((tree.root.parent / "state" / "tmp").iterdir()) == []


def test_a_picture_that_another_process_linked_meanwhile_leaves_nothing_behind(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "picture.jpg"
    source.write_bytes(b"picture")
    file = File(path="_/pictures/a/picture.jpg", link=source)
    tree.write([file], durable=True)
    tree.write([file], durable=True)
    assert list((tree.root.parent / "state" / "tmp").iterdir()) == []
    monkeypatch.setattr(os.path, "isdir", lambda path: Path(path).is_dir() and "tmp" in str(path))  # asked too early
    tree.write([file], durable=True)
    assert (tree.root / "_/pictures/a/picture.jpg").read_bytes() == b"picture"
    assert list((tree.root.parent / "state" / "tmp").iterdir()) == []


def test_a_picture_that_two_stories_of_a_batch_show_is_linked_once(tree: Tree, tmp_path: Path) -> None:
    source = tmp_path / "picture.jpg"
    source.write_bytes(b"picture")
    tree.write([File(path="_/pictures/a/picture.jpg", link=source)] * 2, durable=True)
    assert (tree.root / "_/pictures/a/picture.jpg").read_bytes() == b"picture"
