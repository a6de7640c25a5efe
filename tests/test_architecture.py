"""The floors of docs/architecture.md: kept by what is there, and broken by what would break them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def lint_imports(project: Path) -> subprocess.CompletedProcess[str]:
    """Check the copy of the package in PROJECT/src, whatever package is installed here."""
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [linter, "--no-cache", "--no-logo", "--config", "pyproject.toml"],
        cwd=project,
        env={"PYTHONPATH": str(project / "src"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    only_python = shutil.ignore_patterns("__pycache__", "*.egg-info", "theme", "content", "locale")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=only_python)
    return tmp_path


def test_the_floors_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("bake", "tamizdat.newsroom", "Imports point down only"),
        ("bake", "tamizdat.edition", "Imports point down only"),
        ("newsroom", "tamizdat.edition", "Imports point down only"),
        ("newsroom", "tamizdat.config", "Imports point down only"),
        ("desk", "tamizdat.door", "Imports point down only"),
        ("door", "django.http", "The door knows no Django and no newsroom"),
        ("door", "wagtail", "The door knows no Django and no newsroom"),
        ("door", "tamizdat.bake", "The door knows no Django and no newsroom"),
        ("audience", "django.db", "What readers tell is kept without Django"),
        ("audience", "tamizdat.bake", "What readers tell is kept without Django"),
        ("letters", "django.core.mail", "Letters are sent without Django"),
        ("letters", "tamizdat.newsroom", "Imports point down only"),
        ("kit", "django.utils.text", "Text, search and rendering know no Django"),
        ("render", "wagtail.rich_text", "Text, search and rendering know no Django"),
    ],
)
def test_a_planted_violation_is_caught(copy: Path, importer: str, imported: str, contract: str) -> None:
    (copy / "src/tamizdat" / importer / "planted.py").write_text(f'"""Planted."""\n\nimport {imported}\n')
    result = lint_imports(copy)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout
    assert f"tamizdat.{importer}.planted" in result.stdout


def test_a_violation_over_a_detour_is_caught(copy: Path) -> None:
    (copy / "src/tamizdat/kit/planted.py").write_text('"""Planted."""\n\nimport django.http\n')
    (copy / "src/tamizdat/door/planted.py").write_text('"""Planted."""\n\nfrom tamizdat.kit import planted\n')
    assert "The door knows no Django and no newsroom BROKEN" in lint_imports(copy).stdout


def test_a_room_without_a_floor_is_caught(copy: Path) -> None:
    (copy / "src/tamizdat/attic").mkdir()
    (copy / "src/tamizdat/attic/__init__.py").write_text('"""Planted."""\n')
    result = lint_imports(copy)
    assert result.returncode != 0
    assert "attic" in result.stdout
