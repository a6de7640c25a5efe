from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door.client import Server, running_door
from tests.door.editions import LANGUAGES, write_edition


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition that no test changes, with a secret beside it that no answer may hold."""
    folder = tmp_path_factory.mktemp("newsroom")
    folder.chmod(0o755)
    write_edition(folder)
    return folder / "public"


@pytest.fixture(scope="session")
def door(public: Path) -> Iterator[Server]:
    with running_door(public, f"--languages={LANGUAGES}", "--canonical=https://example.org") as server:
        yield server
