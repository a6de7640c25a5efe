"""Runs of letters."""

from __future__ import annotations

from tamizdat.search.grams import grams


def test_forms_share_runs_and_the_start_is_marked() -> None:
    assert grams("evler") == ("^evl", "evle", "vler")
    assert set(grams("evlerinizden")) & set(grams("evler")) == {"^evl", "evle", "vler"}
    assert grams("ev") == ("^ev",)
