"""The Nu checker finds no error in any page of the specimen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


def test_every_page_is_valid_html(pages: dict[str, bytes], tmp_path: Path) -> None:
    if not CHECKER.is_file() or not shutil.which("java"):
        pytest.skip("no Nu checker here: `make test` brings vnu-jar, and it needs java")
    for name, data in pages.items():
        if name.endswith(".html"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    command = ["java", "-jar", str(CHECKER), "--errors-only", "--skip-non-html", str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
