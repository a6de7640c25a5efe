"""Signing up for a newsletter over HTTP: python -m benchmarks.sign_up. N=10000 for the small version.

Forms from as many networks as there are forms, by wrk with 128 connections: first each with a new address, then a flood that
forges those of a tenth as many people, again and again. Afterwards the letters database says how often each was mailed. No
peer: what others do for a sign-up (a session, an account, a mail sent at once) is another thing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.outcome import Bar, Outcome
from benchmarks.serve import Round, free_port, loaded, pss, started
from tamizdat.letters.store import lists
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.lists import MailingList

WHOLE = 100_000
CONNECTIONS = 128
LEAST = 2_000
"""Sign-ups a second."""
LUA = """
local at, people = 0, %d
math.randomseed(1)
request = function()
  at = at + 1
  local from = string.format("10.%%d.%%d.%%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
  local headers = { ["X-Forwarded-For"] = from, ["Content-Type"] = "application/x-www-form-urlencoded" }
  return wrk.format("POST", nil, headers, "email=%s" .. (at %% people) .. "%%40example.org&language=en&list=1")
end
"""


def run(count: int = WHOLE, processes: int = 2) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="tamizdat-sign-up-") as name:
        folder, port = Path(name), free_port()
        for page in ("", "check/", "not-possible/"):
            (folder / "public/en/newsletter" / page).mkdir(parents=True, exist_ok=True)
            (folder / "public/en/newsletter" / page / "index.html").write_text("<!doctype html>")
        store = Store(str(folder / "letters.sqlite3"))
        lists.replace(store, [MailingList(id=1, slug="weekly", is_open=True, texts={"en": {"name": "The week"}})])
        door = [sys.executable, "-m", "tamizdat.door", str(folder / "public"), f"--port={port}", "--trust-forwarded"]
        door += [f"--letters={folder / 'letters.sqlite3'}", f"--keys={folder}", "--languages=en"]
        rows, bars = [], []
        with started([*door, f"--processes={processes}"], port, "/en/newsletter/") as (pid, _):
            idle = pss(pid) / 1024
            for kind, local, people in (
                ("new addresses", "new", 10**9),
                ("forged, again and again", "old", count // 10),
            ):
                script = folder / f"{local}.lua"
                script.write_text(LUA % (people, local))
                taken = _load(port, script, max(5, count // LEAST // 4))
                rows.append((kind, f"{taken.per_second:,.0f}", f"{taken.p99_ms:.0f}"))
                bars.append(
                    Bar(name=f"{kind}: seconds for {LEAST:,} sign-ups", value=LEAST / taken.per_second, most=1.0)
                )
            rows.append(("MiB: idle, after it", f"{idle:.0f}", f"{pss(pid) / 1024:.0f}"))
        with store.reading() as db:
            most = db.one("SELECT max(times) FROM (SELECT count(*) times FROM letters_single GROUP BY mailbox_hash) x")
    bars.append(Bar(name="mails to one person in a day", value=most[0] if most else 0, most=1))
    return Outcome(
        title=f"Signing up: {CONNECTIONS} connections, {processes} processes of the door, SQLite",
        head=("", "sign-ups a second", "p99, ms"),
        rows=tuple(rows),
        bars=tuple(bars),
    )


def _load(port: int, script: Path, seconds: int) -> Round:
    return loaded(
        f"http://127.0.0.1:{port}/api/letters/join", CONNECTIONS, f"{seconds}s", "--timeout=30s", f"-s{script}"
    )


def main() -> int:
    if shutil.which("wrk") is None:
        print("This benchmark needs wrk: install Debian's package wrk.", file=sys.stderr)
        return 1
    outcome = run(int(os.environ.get("N", WHOLE)))
    print(outcome.text())
    return int(not all(bar.met for bar in outcome.bars))


if __name__ == "__main__":
    sys.exit(main())
