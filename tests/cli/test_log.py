"""The log by the command line: whole while several processes write it, and broken where somebody changed it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.cli.command import environment, one_line, tamizdat, words


def test_processes_that_write_at_once_make_one_chain_and_a_change_is_named(newsroom: Path) -> None:
    tamizdat("-C", newsroom, "user", "add", "ann", "--admin", "--password-stdin", given="seventeen-grey-herons\n")
    writers = [
        subprocess.Popen(words("-C", newsroom, "user", verb, "ann"), env=environment(), stdout=subprocess.DEVNULL)
        for verb in ("link", "reset", "lock-out")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    assert "/desk/password/" in tamizdat("-C", newsroom, "user", "let-in", "ann").stdout
    whole = tamizdat("-C", newsroom, "log", "verify").stdout
    head = tamizdat("-C", newsroom, "log", "head").stdout.strip()
    assert head in whole
    file = newsroom / "log.jsonl"
    tamizdat("-C", newsroom, "log", "export", file)
    assert file.stat().st_mode & 0o777 == 0o600
    *entries, last = map(json.loads, file.read_text().splitlines())
    assert last == {"head": head}
    assert {"tamizdat.password_link", "tamizdat.factors_reset", "tamizdat.locked_out", "tamizdat.let_in"} <= {
        entry["action"] for entry in entries
    }
    with closing(sqlite3.connect(newsroom / "newsroom.sqlite3")) as database, database:
        database.execute("UPDATE wagtailcore_modellogentry SET user_id = 9 WHERE action = 'tamizdat.locked_out'")
    broken = next(entry for entry in entries if entry["action"] == "tamizdat.locked_out")
    said = tamizdat("-C", newsroom, "log", "verify", "--head", head, status=1).stdout
    assert said == f"model entry {broken['entry']} (link {broken['number']}) was changed\n"
    assert "no head" in one_line(tamizdat("-C", newsroom, "log", "verify", "--head", "7", status=1))
