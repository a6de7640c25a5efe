from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamizdat.door.address import language_of, read_address
from tamizdat.door.tree import Missing, Tree

# The machine may be busy: only what comes out is judged.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HOSTILE = st.sampled_from(
    ["..", ".", "", "/", "\\", "\0", "%2e", "%2f", "%5c", "%00", "%", "index.html", ".br", ".tmp", "en", "é", "\u2024"]
)
TARGETS = st.lists(st.one_of(HOSTILE, st.text(max_size=8)), max_size=8).map(lambda parts: "/" + "/".join(parts))


@UNTIMED
@given(TARGETS, st.integers(0, 2))
def test_whatever_is_asked_for_stays_below_the_root(target: str, times_encoded: int) -> None:
    raw = target.encode("utf-8", "surrogatepass")
    for _ in range(times_encoded):
        raw = quote_from_bytes(raw, safe="/").encode()
    address = read_address(raw)
    if address is None:
        return
    assert os.path.normpath("/root/" + address.file) == "/root/" + address.file
    assert not any(part.startswith(".") for part in address.file.split("/"))
    assert "\0" not in address.file
    assert "\\" not in address.file
    assert not address.file.lower().endswith((".br", ".tmp"))
    assert read_address(address.quoted.encode("ascii")) == address


@UNTIMED
@given(st.binary(max_size=40))
def test_any_bytes_are_an_address_or_none(path: bytes) -> None:
    address = read_address(path)
    assert address is None or address.path.startswith("/")


def test_a_name_in_any_script_finds_its_file_in_nfc() -> None:
    decomposed = "/en/e\u0301te\u0301/"
    address = read_address(quote(decomposed).encode())
    assert address is not None
    assert address.file == "en/\u00e9t\u00e9/index.html"


@pytest.mark.parametrize(
    ("path", "language"), [(b"/en/x", "en"), (b"/EN", "en"), (b"/zh-hans/", "zh-Hans"), (b"/", None)]
)
def test_a_path_tells_its_language(path: bytes, language: str | None) -> None:
    assert language_of(path, ("en", "zh-Hans")) == language


def test_the_tree_follows_no_link_below_the_root(tmp_path: Path) -> None:
    real = tmp_path / "real"
    (real / "a").mkdir(parents=True)
    (real / "a" / "file").write_text("here")
    (real / "link").symlink_to("a")
    (real / "a" / "link").symlink_to("file")
    (tmp_path / "public").symlink_to(real)
    tree = Tree(tmp_path / "public")
    opened = tree.open("a/file")
    assert opened.read(10) == b"here"
    opened.close()
    for file in ("link/file", "a/link", "a", "a/none", "a/file/x"):
        with pytest.raises(Missing):
            tree.open(file)
