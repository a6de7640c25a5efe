"""The Nu checker, as the W3C runs it for HTML and CSS. `make test` brings it; it needs Java."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

JAR = Path(__file__).parents[1] / "node_modules/vnu-jar/build/dist/vnu.jar"


def errors(folder: Path) -> list[str]:
    """What is wrong in every HTML and CSS file below `folder`, a line each. Skips the test where there is no checker."""
    if not JAR.is_file() or not shutil.which("java"):
        pytest.skip("no Nu checker here: `make test` brings vnu-jar, and it needs java")
    command = ["java", "-jar", str(JAR), "--errors-only", "--skip-non-html", "--also-check-css", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stderr.splitlines()
