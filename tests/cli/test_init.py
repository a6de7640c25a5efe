"""A new newsroom: whole, private where it must be, or not there at all."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

from tests.cli.command import one_line, tamizdat
from tests.cli.quick_init import quick_init


def test_a_new_newsroom_is_whole_and_what_it_says_to_run_next_can_be_run_as_it_stands(tmp_path: Path) -> None:
    """In a folder with a name of every kind of letter, for a shell that knows none of them."""
    folder = tmp_path / "deep" / "Новая редакция, that's it"
    said = tamizdat(
        "init", folder, "--name", "Перевал", "--languages", "ru, en", "--canonical", "https://example.org",
        "--time-zone", "Asia/Tbilisi", LC_ALL="C", LANG="C",
    ).stdout  # fmt: skip
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith("  tamizdat ")]
    assert [words[:3] for words in commands] == [["tamizdat", "-C", str(folder)]] * 2
    assert [words[3:5] for words in commands] == [["user", "add"], ["serve"]]
    assert tomllib.loads((folder / "newsroom.toml").read_text()) == {
        "languages": ["ru", "en"], "canonical": "https://example.org", "time_zone": "Asia/Tbilisi", "mail": {},
    }  # fmt: skip
    lines = (folder / "newsroom.toml").read_text().splitlines()
    assert 'canonical = "https://example.org"' in lines
    assert 'time_zone = "Asia/Tbilisi"' in lines
    for private in ("keys", "media", "state", "renditions"):
        assert (folder / private).stat().st_mode & 0o777 == 0o700, private
    for secret in ("newsroom.sqlite3", "newsroom.toml", "keys/session.key"):
        assert (folder / secret).stat().st_mode & 0o777 == 0o600, secret
    status = tamizdat("-C", folder, "status", LC_ALL="C", LANG="C").stdout
    assert "Перевал" in status
    assert "ru, en" in status
    assert "up to date" in status


def test_a_language_without_texts_of_the_interface_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    done = tamizdat("init", folder, "--languages", "en,he,ar,pt-BR")
    assert "Note: in he, pt-BR the site's own words are in English" in done.stdout
    assert (
        "Texts      none yet in he, pt-BR: the site's own words are in English"
        in tamizdat("-C", folder, "status").stdout
    )


def test_the_current_folder_can_become_a_newsroom(tmp_path: Path, template: Path, migrated: Path) -> None:
    assert "already holds a newsroom" in one_line(tamizdat("init", template, status=1))
    (tmp_path / ".tamizdat-making-left").mkdir()  # of an init that was killed
    quick_init(migrated, tmp_path)
    assert not list(tmp_path.glob(".tamizdat-making-*"))
    assert tomllib.loads((tmp_path / "newsroom.toml").read_text()) == {"languages": ["en"], "mail": {}}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert "not empty" in one_line(tamizdat("init", tmp_path, status=1))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_way_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").write_text("mine")
    assert "thesis is a file" in one_line(tamizdat("init", tmp_path / "thesis", status=1))
    assert "thesis is a file" in one_line(tamizdat("-C", tmp_path / "thesis", "status", status=1))
    assert (tmp_path / "thesis").read_text() == "mine"


@pytest.mark.parametrize("languages", ["", "xx-nowhere", "en,en", "EN"])
def test_languages_that_are_none_are_refused(tmp_path: Path, languages: str) -> None:
    done = tamizdat("init", tmp_path / "new", "--languages", languages, status=2)
    assert "--languages" in one_line(done)
    assert not (tmp_path / "new").exists()


def test_a_main_address_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = tamizdat("init", tmp_path / "one", "--canonical", "example.org", status=2)
    assert "https://example.org" in one_line(wrong)
    assert not (tmp_path / "one").exists()


def test_a_time_zone_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = tamizdat("init", tmp_path / "one", "--time-zone", "Tbilisi", status=2)
    assert "Did you mean Asia/Tbilisi?" in wrong.stderr
    assert not (tmp_path / "one").exists()
