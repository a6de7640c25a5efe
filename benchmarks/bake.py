"""Full bakes beside Hugo on the same archive, all of them in one run.

Pages only (pages, lists by region, topic, author and month, feeds, sitemaps): beside Hugo with templates that put on a page
what ours do (head, JSON-LD, menus, siblings, three stories to read next), which has the bar, and beside Hugo with the
plainest templates, which is told. Ours also writes brotli sidecars and, beside RSS, Atom and JSON feeds with whole texts.

As the newsroom ships it (all companions of a story, both search indexes): beside that Hugo, brotli copies of its pages and
Pagefind over them, together. Pagefind reads the stories alone (data-pagefind-body), as our indexes hold stories alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from benchmarks import hugo_site, rooms
from benchmarks.outcome import Bar, Outcome
from benchmarks.rooms import Taken

COMPANIONS = ("share", "ninjs", "oembed", "text", "search")
SMALL = 10_000
"""Stories to tell costs by: enough for them, few enough to bake them five times over."""
_COST = re.compile(r"^  (\w+) +([\d.]+)$", re.MULTILINE)


def run(count: int) -> Outcome:
    folder, alike = rooms.newsroom(count), hugo_site.site(count, whole=True)
    bare, bare_files = _baked(folder, ())
    plainest, plainest_files = hugo_site.build(hugo_site.site(count))
    peer, peer_files = hugo_site.build(alike)
    packed, packed_files = _beside(alike / "public", "benchmarks.sidecars", str(alike / "public"))
    found, found_files = _beside(alike / "public", "pagefind_bin", "--silent", "--site", str(alike / "public"))
    whole, whole_files = _baked(folder, COMPANIONS)
    theirs = Taken(
        seconds=peer.seconds + packed.seconds + found.seconds,
        processor=peer.processor + packed.processor + found.processor,
        megabytes=max(peer.megabytes, packed.megabytes, found.megabytes),
        said="",
    )
    rows = (
        ("Tamizdat: pages, lists, feeds, sitemaps", bare, bare_files),
        ("Hugo: the same, in the plainest templates", plainest, plainest_files),
        ("Hugo: the same, with what ours put on a page", peer, peer_files),
        ("brotli of those pages", packed, packed_files),
        ("Pagefind over those pages", found, found_files),
        ("the last three together", theirs, peer_files + packed_files + found_files),
        ("Tamizdat: as the newsroom ships it", whole, whole_files),
    )
    return Outcome(
        title=f"Full bake of {count:,} stories",
        head=("", "seconds", "of processors", "peak MB (PSS)", "files"),
        rows=tuple(
            (name, f"{one.seconds:.1f}", f"{one.processor:.1f}", f"{one.megabytes:.0f}", f"{files:,}")
            for name, one, files in rows
        ),
        bars=(
            Bar(name="pages only, time of Hugo's with such pages", value=bare.seconds / peer.seconds, most=0.5),
            Bar(name="as shipped, time of theirs together", value=whole.seconds / theirs.seconds, most=0.25),
            Bar(name="as shipped, time of our pages only", value=whole.seconds / bare.seconds, most=2.5),
            Bar(name="as shipped, peak memory, MB", value=whole.megabytes, most=600),
        ),
        notes=(
            f"pages only, time of plainest Hugo's: {bare.seconds / plainest.seconds:.2f}",
            f"as shipped, processors' time of theirs together: {whole.processor / theirs.processor:.2f}",
        ),
    )


def costs(count: int) -> Outcome:
    """What each product takes of the processors. Companions, which are made together with a story's page: what a bake
    with one of them takes more than a bake with none."""
    count = min(count, SMALL)
    folder = rooms.newsroom(count)
    bare, files = _baked(folder, ())
    taken = {name: float(seconds) for name, seconds in _COST.findall(bare.said)}
    rows = [(name, f"{seconds:.2f}", "") for name, seconds in taken.items() if seconds >= 0.005]
    for companion in COMPANIONS:
        one, more = _baked(folder, (companion,))
        rows.append((f"beside stories: {companion}", f"{one.processor - bare.processor:.2f}", f"{more - files:,}"))
    rows.append(("start, marking, finish", f"{bare.processor - sum(taken.values()):.2f}", ""))
    return Outcome(
        title=f"What each product costs, at {count:,} stories",
        head=("product", "seconds of a processor", "more files"),
        rows=tuple(rows),
        bars=(),
    )


def _baked(folder: Path, companions: tuple[str, ...]) -> tuple[Taken, int]:
    """A bake from nothing, and how many files it wrote."""
    rooms.say(folder, companions=companions)
    rooms.set_aside(folder / "public", folder / "state")
    taken = rooms.taken([*rooms.TAMIZDAT, "-C", str(folder), "bake", "--full", "--costs"], rooms.ROOT)
    return taken, rooms.files(folder / "public")


def _beside(folder: Path, module: str, *arguments: str) -> tuple[Taken, int]:
    """A Python module run over a folder, and how many files it added there."""
    before = rooms.files(folder)
    taken = rooms.taken([sys.executable, "-m", module, *arguments], rooms.ROOT)
    return taken, rooms.files(folder) - before
