from __future__ import annotations

import os
from pathlib import Path

import pytest

from tamizdat.door.moved import Gone, Moved, MovedMap, read_stub
from tamizdat.door.tree import Tree


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        (b"<!doctype html><!--tamizdat:301 /en/a/--><title>", Moved("/en/a/")),
        (b"<!doctype html><!--tamizdat:410 en-->", Gone("en")),
        (b"<!doctype html><!--tamizdat:301 //evil.example/-->", None),
        (b"<!doctype html><!--tamizdat:301 /\\evil.example/-->", None),
        (b"<!doctype html><!--tamizdat:301 https://evil.example/-->", None),
        (b"<!doctype html><!--tamizdat:301 /a\r\nX: b-->", None),
        (b"<!doctype html><!--tamizdat:301 /\xd0\xb0-->", None),
        (b" <!doctype html><!--tamizdat:301 /en/a/-->", None),
        (b"<!doctype html><p><!--tamizdat:410 en-->", None),
    ],
)
def test_a_stub_is_read_by_its_first_bytes(head: bytes, meaning: Moved | Gone | None) -> None:
    assert read_stub(head) == meaning


def test_a_long_map_is_found_in_and_follows_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "_" / "map"
    found = MovedMap(Tree(tmp_path))
    assert found.find(b"/1/") is None
    folder.mkdir(parents=True)
    for shard in range(4):
        lines = [f'"/{n}/" "301 /new/{n}/";' for n in range(shard * 5000, shard * 5000 + 5000)]
        write(folder / f"{shard}.conf", "\n".join(lines))
    assert all(found.find(b"/%d/" % n) == Moved(f"/new/{n}/") for n in range(0, 20_000, 7))
    assert found.find(b"/20000/") is None
    write(folder / "1.conf", '"/5000/" "410 ru";\n')
    assert found.find(b"/5000/") == Gone("ru")
    assert found.find(b"/5001/") is None
    assert found.find(b"/1/") == Moved("/new/1/")
    (folder / "0.conf").unlink()
    assert found.find(b"/1/") is None


def write(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    os.replace(fresh, path)
