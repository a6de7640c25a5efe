"""What the command line imports late is what needs Django, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tamizdat.cli

FOLDER = Path(tamizdat.cli.__file__).parent
MODULES = [path for path in sorted(FOLDER.rglob("*.py")) if path != FOLDER / "__init__.py"]
"""All but the entry point, which loads the program where it can answer Ctrl-C."""


def late_imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(function, line) of each import in a function, other than set_up_django, that does not follow a call of it there."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name != "set_up_django":
            set_up = [
                node.lineno
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "set_up_django"
            ]
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not (set_up and min(set_up) < node.lineno):
                    yield function.name, node.lineno


def test_an_early_import_in_a_function_is_found() -> None:
    code = "def early():\n    import json\ndef late():\n    set_up_django()\n    import json\n"
    assert list(late_imports(ast.parse(code))) == [("early", 2)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_only_what_needs_django_is_imported_in_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not list(late_imports(tree)), "verbs are found lazily: import the room at the top of the verb's module"
    conditional = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"]
    assert not conditional
