"""Signed links: made by us alone, good for years, and silent about anything else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tamizdat.letters import LettersError, links
from tamizdat.letters.links import Link, Links

KEY = b"k" * 32


@pytest.mark.parametrize("action", [links.CONFIRM, links.PREFERENCES, links.LEAVE, links.LEAVE_ALL])
@pytest.mark.parametrize(("reader", "number"), [(1, 0), (2**62, 2**32 - 1)])
def test_a_token_reads_back(action: str, reader: int, number: int) -> None:
    token = Links(KEY).token(action, reader, number)
    assert Links(KEY).read(token) == Link(action=action, reader=reader, list=number)
    assert len(token) < 50
    assert token.replace("-", "").replace("_", "").isalnum(), "safe in an address and in the name of a mailbox"


def test_tokens_of_old_letters_stay_as_they_are() -> None:
    """Changing this form would make links in letters that were sent useless."""
    assert Links(KEY).token(links.LEAVE, 4_711, 3) == "bAAAAAAAABJnAAAAA3sA0Wp7Hne1s-hUnY1la0I"


def test_forged_tokens_are_none() -> None:
    token = Links(KEY).token(links.LEAVE, 4_711, 3)
    forged = [
        token[:-1],
        token + "A",
        "",
        "=",
        "é",
        "A" * 1_000_000,
        token.replace("b", "c", 1),
        Links(b"x" * 32).token(links.LEAVE, 1),
    ]
    forged += [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token) - 1)]
    assert [one for one in forged if Links(KEY).read(one)] == []


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = links.load_key(tmp_path)
    assert len(key) == 32
    assert links.load_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "letters.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["letters.key"]


def test_an_empty_key_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "letters.key").touch()
    with pytest.raises(LettersError, match="is empty"):
        links.load_key(tmp_path)
