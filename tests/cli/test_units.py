"""The service files in docs/install/ start what they say, with words that the command line knows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tamizdat.cli.program import VERBS

FOLDER = Path(__file__).parent.parent.parent / "docs" / "install"
UNITS = sorted(FOLDER.glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_verb_that_there_is(unit: Path) -> None:
    line = re.search(r"^ExecStart=.*?/bin/tamizdat -C \S+ ([^'\n]+)", unit.read_text(), re.MULTILINE)
    assert line, "no tamizdat in ExecStart"
    verb, *rest = shlex.split(line[1].replace("$(date +%%F)", "today"))
    VERBS[verb].load().make_context(verb, rest)


@pytest.mark.parametrize("unit", [*UNITS, *FOLDER.glob("*.timer")], ids=lambda unit: unit.name)
def test_systemd_knows_every_line_of_a_unit(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here: the units' lines are not checked")
    said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True).stderr
    assert not [
        line for line in said.splitlines() if unit.name in line and ("Unknown" in line or "Failed to parse" in line)
    ]
