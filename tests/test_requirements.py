"""The locks: what they hold, that Debian's Python takes it, and that the code asks for what it imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
OLDEST_PYTHON = "3.11.2"  # Debian 12's; setup/lock.sh locks with it


@pytest.mark.parametrize("name", ["run", "dev"])
def test_the_oldest_python_takes_what_is_locked(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    refused = {}
    for package, version in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", lock, re.MULTILINE):
        installed = distribution(package)
        assert installed.version == version, f"{package} is not as locked. Run: make setup"
        needed = installed.metadata["Requires-Python"]
        if needed and not SpecifierSet(needed).contains(OLDEST_PYTHON):
            refused[package] = needed
    assert not refused, f"Run make lock with Python {OLDEST_PYTHON}"


def test_the_locks_pin_every_package_with_its_hashes() -> None:
    for name in ("run", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert not re.findall(r"^\s*--(?!hash=)", lock, re.MULTILINE), f"{name}.txt names an index or a folder"
        bare = re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE).strip()
        for entry in re.split(r"\n(?=\S)", bare):
            assert re.match(r"[\w.\[\]-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry


def test_what_the_code_imports_is_asked_for_in_run_in() -> None:
    """What is installed only because the tests want it must not carry a newsroom."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    source = ROOT / pyproject["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]
    optional = [name for names in pyproject["project"]["optional-dependencies"].values() for name in names]
    asked = {
        re.split(r"[\[=~<>]", line)[0].lower().replace("-", "_")
        for line in [*source.read_text().splitlines(), *optional]
        if line[:1].isalpha()
    }
    names = {
        "dns": "dnspython",
        "hunspell": "chunspell",
        "flufl": "flufl.bounce",
        "pil": "pillow",
        "stemmer": "pystemmer",
        "treebeard": "wagtail",
        "modelcluster": "wagtail",
        "taggit": "wagtail",
    }
    names |= {
        "modelsearch": "wagtail",
        "django_filters": "wagtail",
        "bs4": "wagtail",
        "willow": "wagtail",
        "draftjs_exporter": "wagtail",
        "asgiref": "django",
        "anymail": "django_anymail",
        "requests": "django_anymail",
        "urllib3": "django_anymail",
    }
    foreign: dict[str, str] = {}
    for path in sorted((ROOT / "src" / "tamizdat").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found = [node.module]
            for top in {name.partition(".")[0].lower() for name in found}:
                foreign[names.get(top, top)] = str(path.relative_to(ROOT))
    ours = {"tamizdat", *(name.lower() for name in sys.stdlib_module_names)}
    assert not {name: path for name, path in foreign.items() if name not in asked | ours}
