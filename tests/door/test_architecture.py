"""No module of these rooms imports itself over others, imports for type checkers and late ones counted."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def name_of(file: Path, source: Path) -> str:
    return ".".join(file.relative_to(source).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path, modules: set[str]) -> set[str]:
    """Those of `modules` that a file imports by absolute name, at its top, in a function or under TYPE_CHECKING."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & modules
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{file}: write imports with their absolute names"
            assert node.level == 0, f"{file}: write imports with their absolute names"
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            # `from package import module` needs the package itself only for names that are no modules.
            found |= submodules
            if len(submodules) < len(node.names):
                found |= {node.module} & modules
    return found


def circle(room: str, source: Path = SOURCE) -> list[str]:
    """The modules of one circle of imports in a room, [] where there is none."""
    files = {name_of(file, source): file for file in (source / "tamizdat" / room).rglob("*.py")}
    graph = {name: imports(file, set(files)) - {name} for name, file in files.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.mark.parametrize("room", ["door", "audience"])
def test_no_module_imports_itself_over_others(room: str) -> None:
    assert (SOURCE / "tamizdat" / room).is_dir()
    assert circle(room) == []


@pytest.mark.parametrize(
    "text",
    [
        "from tamizdat.door.b import value",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tamizdat.door import b",
        "def late() -> None:\n    import tamizdat.door.b",
    ],
)
def test_a_planted_circle_is_found(tmp_path: Path, text: str) -> None:
    room = tmp_path / "tamizdat/door"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "a.py").write_text(f"{text}\n")
    (room / "b.py").write_text("from tamizdat.door.a import late\n")
    assert set(circle("door", tmp_path)) == {"tamizdat.door.a", "tamizdat.door.b"}
