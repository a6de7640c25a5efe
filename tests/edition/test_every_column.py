"""Every column and relation of every model, edited alone: the bake after it gives what a full bake gives, and a column that
no public file shows writes no public file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.edition.random_edits import STATES, LinkedNewsroom, edits_of, run_edits, written_models

GROUPS = {model.__name__: edits_of(model) for model in written_models()} | {"states": STATES}


QUICK = frozenset(["Attachment", "SearchAlias", "StaticPage"])
"""Groups of few edits, which run with every other test. Each edit costs a full bake: the others are run by `make soak`."""


@pytest.fixture
def linked(db, settings, tmp_path: Path, monkeypatch) -> LinkedNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    room = LinkedNewsroom(tmp_path)
    room.use_clock(monkeypatch)
    return room


@pytest.mark.parametrize(
    "group",
    [pytest.param(group, marks=[] if group in QUICK else [pytest.mark.soak]) for group in GROUPS],
)
def test_one_edit_gives_what_a_full_bake_gives(linked: LinkedNewsroom, group: str) -> None:
    outcomes = list(run_edits(linked, iter(GROUPS[group]), random.Random(group)))
    faults = [f"{one.edit}:\n{one.fault}" for one in outcomes if one.fault]
    idle = [
        f"{one.edit}: shown nowhere, {one.written} files written" for one in outcomes if not one.visible and one.written
    ]
    assert not faults + idle, "\n".join(faults + idle)
    assert outcomes, "no edit of this model found a row: the newsroom of the test lacks one"
