"""The program as a whole: help, completion, what is loaded when, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tamizdat.cli.lazy import LazyCommand
from tamizdat.cli.program import program
from tests.cli.command import environment, eventually, one_line, running, tamizdat, words

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("django", "wagtail", "granian", "uvloop", "babel", "tqdm", "psycopg", "PIL", "tamizdat.config")


def verbs(group: click.Group, before: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    found: dict[tuple[str, ...], click.Command] = {}
    for name, listed in group.commands.items():
        command = listed.load() if isinstance(listed, LazyCommand) else listed
        found |= verbs(command, (*before, name)) if isinstance(command, click.Group) else {(*before, name): command}
    return found


VERBS = verbs(program)


def loaded_by(code: str) -> set[str]:
    """Which of the heavy packages are in memory after `code`."""
    report = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return set(re.findall(r"'([^']+)'", done.stdout.splitlines()[-1]))


def test_help_names_every_verb_and_loads_no_room() -> None:
    said = tamizdat("--help").stdout
    for name in {path[0] for path in VERBS}:
        assert re.search(rf"^  {name} +\w", said, re.MULTILINE), name
    assert loaded_by("from tamizdat.cli.program import run\nassert run(['--help']) == 0") == set()


def test_help_of_one_verb_loads_its_module_and_no_django() -> None:
    light = {"tqdm", "babel", "tamizdat.config"}  # of progress and of newsroom.toml
    for verb in ("bake", "status", "user"):
        assert loaded_by(f"from tamizdat.cli.program import run\nassert run([{verb!r}, '--help']) == 0") <= light


def test_the_help_of_a_verb_needs_no_newsroom(tmp_path: Path) -> None:
    assert "--full" in tamizdat("-C", tmp_path / "none", "bake", "--help").stdout


def test_a_verb_that_is_misspelt_is_guessed() -> None:
    assert "'status'" in one_line(tamizdat("statsu", status=2))


def test_the_supervisor_loads_no_django() -> None:
    assert loaded_by("import tamizdat.cli.supervisor") == set()
    settings = {"tamizdat.config", "babel"}  # newsroom.toml is read and checked before the parts are started
    assert loaded_by("import tamizdat.cli.serve") <= settings


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_verb_explains_itself_and_stands_in_the_docs(path: tuple[str, ...]) -> None:
    command, page = VERBS[path], (ROOT / "docs" / "cli.md").read_text()
    assert command.help
    assert f"## tamizdat {' '.join(path)}" in page
    section = page.partition(f"## tamizdat {' '.join(path)}\n")[2].partition("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert f"`{parameter.opts[-1]}" in section, f"docs/cli.md does not tell of {parameter.opts[-1]}"
        else:
            assert parameter.make_metavar(click.Context(command)).strip("[]") in section


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(shell: str) -> None:
    assert "_TAMIZDAT_COMPLETE" in tamizdat("completion", shell).stdout


def test_bash_completes_verbs_with_the_printed_script() -> None:
    script = tamizdat("completion", "bash").stdout
    ask = 'COMP_WORDS=(tamizdat ba); COMP_CWORD=1; _tamizdat_completion tamizdat; printf "%s\\n" "${COMPREPLY[@]}"'
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    bash = ["bash", "-c", f"{script}\n{ask}"]
    done = subprocess.run(bash, capture_output=True, text=True, env=environment(PATH=path))
    assert set(done.stdout.split()) == {"backup", "bake"}, done.stderr


def test_words_that_are_not_understood_end_with_two() -> None:
    assert "bogus" in one_line(tamizdat("bogus", status=2))
    assert "--lots" in one_line(tamizdat("bake", "--lots", status=2))
    assert "--full" in one_line(tamizdat("bake", "--processes", "2", status=2))
    assert one_line(tamizdat("import", "json", "x", status=2)).endswith("See: tamizdat import --help")


def test_a_group_alone_shows_its_verbs() -> None:
    assert "jsonl" in tamizdat("import", status=2).stderr


def test_ctrl_c_ends_quietly_with_130(newsroom: Path) -> None:
    lock = newsroom / "state" / "database.lock"
    lock.unlink()
    with subprocess.Popen(
        words("-C", newsroom, "user", "add", "ann", "--password-stdin"),
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    ) as process:  # fmt: skip
        eventually(lock.exists, "the verb at work")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "")


def test_a_reader_of_the_output_that_goes_away_is_no_error(newsroom: Path) -> None:
    command = " ".join(words("-C", newsroom, "status"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, env=environment()
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    assert "Traceback" in tamizdat("--debug", "-C", tmp_path, "status", status=1).stderr


def test_sigterm_leaves_no_half_of_a_new_newsroom(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with running("init", folder) as process:
        eventually(lambda: list(folder.glob(".tamizdat-making-*/newsroom.sqlite3")), "the newsroom in the making")
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        assert process.returncode == 143
    assert not folder.exists()
