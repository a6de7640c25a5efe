"""No module of these rooms imports itself over others, counting imports for type checking and those in functions, too."""

from __future__ import annotations

from functools import cache

import grimp
import pytest

ROOMS = ("cli", "operations", "config", "newsroom")


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("tamizdat", exclude_type_checking_imports=False, cache_dir=None)


def circles(graph: grimp.ImportGraph, package: str) -> list[str]:
    """Each import inside `package` from whose target a chain of imports leads back, with that chain."""
    inside = {package} | graph.find_descendants(package)
    return [
        " → ".join([importer, *back])
        for importer in sorted(inside)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if (back := graph.find_shortest_chain(imported, importer))
    ]


def test_a_circle_is_found() -> None:
    graph = grimp.ImportGraph()
    for module in ("room", "room.a", "room.b", "room.c", "other"):
        graph.add_module(module)
    for importer, imported in (("room.a", "room.b"), ("room.b", "other"), ("other", "room.a"), ("room.c", "room.a")):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph, "room") == ["room.a → room.b → other → room.a", "room.b → other → room.a → room.b"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_no_circle(room: str) -> None:
    assert not circles(imports(), f"tamizdat.{room}")
