"""The search over HTTP: python -m benchmarks.search_http. N=10000 for the small version.

The mix and the stories of search_speed.py, asked of the public process with 64 connections by wrk, which says of every
request that it comes from another reader: so the limit for each address is kept and counts. Once as JSON, once as the pages
that readers see; and each once with every question new to the door, once with questions that come back, as readers' do, which
the door answers from memory (search/answer_cache.py). No peer: WordPress gave 6.6 requests a second.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import rooms, search_speed
from benchmarks.outcome import Bar, Outcome
from benchmarks.serve import Round, free_port, loaded, pss, started
from tamizdat.door.search.search_request import SearchRequest
from tamizdat.edition import structured
from tamizdat.render import Renderer
from tamizdat.render.search_page import SearchPage
from tamizdat.search.query import Query
from tamizdat.theme import FOLDER
from tests.theme import values

WHOLE = 100_000
CONNECTIONS, SECONDS, WARM_UP = 64, 15, 5
LEAST, SLOWEST, MEMORY = 400, 300.0, 80.0
"""Requests a second, milliseconds at p99, MiB of an idle door."""
LANGUAGES = ("en", "ru")
LUA = """
local file, paths = assert(io.open("%s")), {}
for line in file:lines() do paths[#paths + 1] = line end
local at, chance, new = 0, math.random, %s
math.randomseed(1)
request = function()
  at = at + 1
  local path = paths[at %% #paths + 1]
  if new then path = path .. "&new=" .. at end
  local from = string.format("10.%%d.%%d.%%d", chance(0, 255), chance(0, 255), chance(1, 254))
  local headers = { ["X-Forwarded-For"] = from, ["Accept-Encoding"] = "gzip, br", ["User-Agent"] = "Mozilla/5.0" }
  return wrk.format("GET", path, headers)
end
"""


def run(count: int = WHOLE, processes: int = 2) -> Outcome:
    index = rooms.CACHE / f"search-{count}"
    if not (index / "meta.json").exists():
        search_speed.rebuild(index, count)
    with tempfile.TemporaryDirectory(prefix="tamizdat-search-http-") as name:
        folder, port = Path(name), free_port()
        _write_edition(folder / "public")
        door = [sys.executable, "-m", "tamizdat.door", str(folder / "public"), f"--port={port}", "--trust-forwarded"]
        door += [f"--search={index}", f"--languages={','.join(LANGUAGES)}", f"--processes={processes}"]
        rows, bars = [], []
        with started(door, port, "/en/search/") as (pid, _):
            idle = pss(pid) / 1024
            kinds = [
                (kind, address, new) for new in (True, False) for kind, address in (("JSON", _json), ("pages", _page))
            ]
            for name, address, new in kinds:
                kind = f"{name}, {'new' if new else 'repeated'} questions"
                script = _script(folder, kind, [address(one) for one in search_speed.mix(stories=count)], new=new)
                _load(port, script, WARM_UP)
                taken = _load(port, script, SECONDS)
                rows.append((kind, f"{taken.per_second:,.0f}", f"{taken.p99_ms:.0f}"))
                bars.append(Bar(name=f"{kind}: seconds for {LEAST} requests", value=LEAST / taken.per_second, most=1.0))
                bars.append(Bar(name=f"{kind}: p99, ms", value=taken.p99_ms, most=SLOWEST))
            rows.append(("MiB: idle, after searching", f"{idle:.0f}", f"{pss(pid) / 1024:.0f}"))
        bars.append(Bar(name=f"MiB of the idle door of {processes} processes", value=idle, most=MEMORY))
    return Outcome(
        title=f"Search over HTTP: {CONNECTIONS} connections, {count:,} stories, {processes} processes of the door",
        head=("", "requests a second", "p99, ms"),
        rows=tuple(rows),
        bars=tuple(bars),
    )


def _asked(query: Query) -> SearchRequest:
    filters = (("region", query.regions),) if query.regions else ()
    return SearchRequest(text=query.text, language=query.language, filters=filters, since=query.since)


def _json(one: search_speed.Asked) -> str:
    return _asked(one[2]).address("/api/search")


def _page(one: search_speed.Asked) -> str:
    """Of the language of the words, as its reader would ask it."""
    return _asked(one[2]).address(f"/{one[1]}/search/")


def _script(folder: Path, name: str, paths: list[str], *, new: bool) -> Path:
    """With `new`, no address is asked for twice."""
    (folder / name).write_text("\n".join(paths))
    script = folder / f"{name}.lua"
    script.write_text(LUA % (folder / name, str(new).lower()))
    return script


def _load(port: int, script: Path, seconds: int) -> Round:
    return loaded(f"http://127.0.0.1:{port}/", CONNECTIONS, f"{seconds}s", "--timeout=30s", f"-s{script}")


def _write_edition(public: Path) -> None:
    renderer = Renderer(theme_folders=[FOLDER], languages=LANGUAGES, time_zone="UTC", functions=structured.functions)
    for language in LANGUAGES:
        url = f"/{language}/search/"
        shown = {"site": values.site(language), "page": values.page(language, url, ""), "search": SearchPage(url=url)}
        place = public / language / "search"
        place.mkdir(parents=True)
        (place / "index.html").write_bytes(renderer.page("pages/search.html", language, **shown))
        (place / "texts.json").write_text(json.dumps({}))


def main() -> int:
    if shutil.which("wrk") is None:
        print("This benchmark needs wrk: install Debian's package wrk.", file=sys.stderr)
        return 1
    outcome = run(int(os.environ.get("N", WHOLE)), int(os.environ.get("PROCESSES", "2")))
    print(outcome.text())
    return int(not all(bar.met for bar in outcome.bars))


if __name__ == "__main__":
    sys.exit(main())
