"""An index is made anew when what makes its entries changes, and for nothing else."""

from __future__ import annotations

import ast
import sys

import pytest

from tamizdat.search import fingerprint
from tamizdat.search.stems import lemmas


def test_no_dictionary_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process that opens an index asks for the fingerprint: the dictionaries are seconds and dozens of megabytes."""
    monkeypatch.setattr(lemmas, "_entries", {})  # which cannot be called
    assert fingerprint.fingerprint.__wrapped__() == fingerprint.fingerprint()


def test_it_is_of_every_module_that_makes_an_entry() -> None:
    names = {name.removeprefix("tamizdat.search.") for name in fingerprint.modules()}
    assert {"fields", "documents", "analysis", "fold", "scripts", "stems", "stems.lemmas", "stems.turkic"} <= names
    assert not {"searcher", "query", "index"} & names


def test_every_library_that_these_use_is_named() -> None:
    used = {name.partition(".")[0] for tree in fingerprint.modules().values() for name in fingerprint.imported(tree)}
    assert used - sys.stdlib_module_names - {"tamizdat"} == fingerprint.LIBRARIES.keys()


@pytest.mark.parametrize(
    ("changed", "same"),
    [("ENDINGS = ('a', 'b')  # in this order", True), ("ENDINGS = ('b', 'a')", False), ("", False)],
)
def test_a_rule_gives_another_and_a_comment_does_not(monkeypatch: pytest.MonkeyPatch, changed: str, same: bool) -> None:
    def of(source: str) -> str:
        monkeypatch.setattr(fingerprint, "modules", lambda: {"tamizdat.search.endings": ast.parse(source)})
        return fingerprint.fingerprint.__wrapped__()

    assert (of("ENDINGS = ('a', 'b')") == of(changed)) is same
