"""The Nu checker finds no error in any page of the specimen."""

from __future__ import annotations

from pathlib import Path

from tests import nu


def test_every_page_is_valid_html(pages: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in pages.items():
        if name.endswith(".html"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    assert nu.errors(tmp_path) == []


def test_the_checker_reads_pages_and_style_sheets(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text('<!doctype html><html lang="en"><title>Bad</title><p><table></p>')
    (tmp_path / "bad.css").write_text("a { colour: red }")
    found = nu.errors(tmp_path)
    assert any("bad.html" in line for line in found)
    assert any("bad.css" in line for line in found)
