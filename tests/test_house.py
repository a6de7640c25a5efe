"""Rules of the tree that no linter knows. CONTRIBUTING.md says them in words."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SAME_ON_EVERY_DATABASE

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "tamizdat"
# Written in two pieces, so that this file does not break its own rule.
REGISTRIES = [
    f"{host}.{domain}"
    for host, domain in (
        ("pypi", "org"),
        ("files.pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("deb.debian", "org"),
        ("security.debian", "org"),
        ("proxy.golang", "org"),
        ("index.crates", "io"),
    )
]
LATER = re.compile("|".join((r"\bTO" + "DO", r"\bFIX" + "ME", r"\bX" + r"XX\b", r"\bHA" + r"CK\b")))
LONGEST = 400
LONGER: dict[str, int] = {}
"""Modules that are longer, each with its reason."""


def tracked_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the tree is not known")
    texts = []
    for name in sorted(filter(None, listed.stdout.decode().split("\0"))):
        try:
            texts.append((name, (ROOT / name).read_text(encoding="utf-8")))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or a file that was just moved
    return texts


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def test_no_file_names_a_package_registry() -> None:
    found = [f"{name}: {host}" for name, text in tracked_texts() for host in REGISTRIES if host in text]
    assert not found, "the ordinary clients know where packages come from; remove the address"


def test_nothing_is_put_off_in_a_comment() -> None:
    code = (".py", ".sh", ".html", ".css", ".js", ".toml", ".xml", "Makefile")
    found = [
        f"{name}:{number}"
        for name, text in tracked_texts()
        if name.endswith(code)
        for number, line in enumerate(text.splitlines(), 1)
        if LATER.search(line)
    ]
    assert not found, "do it, or write in docs/decisions/ why it waits"


def test_every_address_of_a_database_file_is_quoted() -> None:
    """`?`, `#` and `%` mean something in a URI: Path.as_uri() quotes them."""
    assert not [path.name for path in modules() if re.search(r"""["']file:""", path.read_text())]


def test_no_module_grew_a_second_job() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text().splitlines())
        for path in modules()
        if "content" not in path.parts
    }
    assert not {name: n for name, n in lengths.items() if n > LONGER.get(name, LONGEST)}


def test_tests_left_out_on_postgresql_exist() -> None:
    assert not {name for name in SAME_ON_EVERY_DATABASE if not (ROOT / "tests" / name).is_file()}


def test_every_module_says_why_it_exists() -> None:
    silent = [str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_every_room_with_code_has_tests_and_a_page() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0] for path in modules() if path.parent != PACKAGE}
    tested = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert not rooms - tested, "tests/ mirrors src/tamizdat/: a room's tests lie in a folder of its name"
    described = {path.stem for path in (ROOT / "docs").glob("*.md")} | {
        path.stem for path in (ROOT / "docs/rooms").glob("*.md")
    }
    assert not rooms - described, "docs/ has a page a room"


def test_relative_links_in_the_docs_lead_somewhere() -> None:
    dead = []
    for name, text in tracked_texts():
        if not name.endswith(".md"):
            continue
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", prose):
            if not re.match(r"[a-z]+:|/", target) and not (ROOT / name).parent.joinpath(target).exists():
                dead.append(f"{name}: {target}")
    assert not dead


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name[:4].isdigit()]
    assert sorted(set(numbers)) == sorted(numbers)
