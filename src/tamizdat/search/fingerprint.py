"""Which analysis wrote an index: a fingerprint of the modules that make its entries, and of the libraries that they use.

A new rule, a new stemmer or a new field gives a new fingerprint, and the worker makes the index anew: nobody has to
remember a number. A comment gives none. Entries of sample texts are not compared: for them each process that opens an
index would read the dictionaries of all languages.
"""

from __future__ import annotations

import ast
import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

FORMAT = 1
"""Raise it when what is stored changes."""
MAKES_ENTRIES = "tamizdat.search.fields"
LIBRARIES = {"Stemmer": "PyStemmer", "simplemma": "simplemma", "tantivy": "tantivy"}
"""The package of each module that does not come with Python."""
SOURCE = Path(__file__).parents[2]


@cache
def fingerprint() -> str:
    parts = [f"{FORMAT} {unicodedata.unidata_version}"]
    parts += [f"{package} {version(package)}" for package in LIBRARIES.values()]
    parts += [f"{name} {ast.dump(tree)}" for name, tree in sorted(modules().items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def modules() -> dict[str, ast.Module]:
    """The modules of the program that make an entry, by name."""
    found: dict[str, ast.Module] = {}
    waiting = [MAKES_ENTRIES]
    while waiting:
        name = waiting.pop()
        file = _file(name)
        if name not in found and file is not None:
            found[name] = ast.parse(file.read_bytes())
            waiting += imported(found[name])
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    """What a module imports; of `from a import b` both `a` and `a.b`, which may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _file(module: str) -> Path | None:
    """Where the source of a module of the program is."""
    if module.partition(".")[0] != MAKES_ENTRIES.partition(".")[0]:
        return None
    path = SOURCE.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)
