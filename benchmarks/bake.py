"""A full bake beside Hugo on the same archive: pages, lists by region, topic, author and month, feeds, sitemaps.

Ours also writes brotli sidecars, story by story what to read next, JSON feeds and Atom beside RSS; Hugo has none of them
to write. What stands beside each story to take it along is baked in a run of its own, for Hugo has nothing like it.

Hugo runs twice: with the plainest templates, which our bar is set against, and with templates that put on a page what ours
do (head, JSON-LD, menus, siblings, three stories to read next), to see what the pages themselves cost.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome
from benchmarks.rooms import Taken

HUGO = Path(__file__).parent / "hugo"
COMPANIONS = ("share", "ninjs", "oembed", "text", "search")
SMALL = 10_000
"""Stories to tell costs by: enough for them, few enough to bake them five times over."""
_COST = re.compile(r"^  (\w+) +([\d.]+)$", re.MULTILINE)


def run(count: int) -> Outcome:
    folder, site = rooms.newsroom(count), _hugo_site(count)
    bare, bare_files = _baked(folder, ())
    peer, peer_files = _by_hugo(site)
    like, like_files = _by_hugo(_hugo_site(count, whole=True))
    whole, whole_files = _baked(folder, COMPANIONS)
    rows = (
        ("Tamizdat: pages, lists, feeds, sitemaps", bare, bare_files),
        ("Hugo: the same, in the plainest templates", peer, peer_files),
        ("Hugo: the same, with what ours put on a page", like, like_files),
        ("Tamizdat: with all that stands beside each story", whole, whole_files),
    )
    return Outcome(
        title=f"Full bake of {count:,} stories",
        head=("", "seconds", "of processors", "peak MB (PSS)", "files"),
        rows=tuple(
            (name, f"{one.seconds:.1f}", f"{one.processor:.1f}", f"{one.megabytes:.0f}", f"{files:,}")
            for name, one, files in rows
        ),
        bars=(
            Bar(name="time, of plainest Hugo's", value=bare.seconds / peer.seconds, most=0.6),
            Bar(name="peak memory, MB", value=bare.megabytes, most=600),
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


def _by_hugo(site: Path) -> tuple[Taken, int]:
    """The site built from nothing, and how many files it has."""
    rooms.set_aside(site / "public")
    taken = rooms.taken([str(Path(sys.executable).parent / "hugo"), "--quiet"], site)
    return taken, rooms.files(site / "public")


def _hugo_site(count: int, *, whole: bool = False) -> Path:
    """The archive as Hugo reads it; `whole` with siblings and with the templates of benchmarks/hugo/whole."""
    site = rooms.CACHE / f"hugo-{'whole-' if whole else ''}{count}"
    if (site / "done").exists():
        return site
    shutil.rmtree(site, ignore_errors=True)
    for folder in ("_default", "partials"):
        (site / "layouts" / folder).mkdir(parents=True)
    for template in (HUGO / "whole" if whole else HUGO).glob("*.html"):
        folder = "_default" if template.name in ("single.html", "list.html") else "partials"
        shutil.copy(template, site / "layouts" / folder / template.name)
    shutil.copy(HUGO / "hugo.toml", site / "hugo.toml")
    with rooms.story_file(count).open() as lines:
        for number, line in enumerate(lines):
            story = json.loads(line)
            place = site / "content" / story["lang"] / "story" / str(number // 1000)
            place.mkdir(parents=True, exist_ok=True)
            front = {
                "title": story["title"],
                "description": story["dek"],
                "date": story["published"],
                "slug": f"story-{number}",
                "authors": story["authors"],
                "regions": story["regions"],
                "topics": story["topics"],
                "months": [story["published"][:7]],
            }
            if whole and "group" in story:
                front["translationKey"] = story["group"]
            body = "\n\n".join(story["body"])
            (place / f"{number}.md").write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{body}\n")
    (site / "done").touch()
    return site
