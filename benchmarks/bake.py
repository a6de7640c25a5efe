"""A full bake beside Hugo on the same archive: pages, lists by region, topic, author and month, feeds, sitemaps.

Ours also writes brotli sidecars; Hugo has none to write.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

HUGO = Path(__file__).parent / "hugo"


def run(count: int) -> Outcome:
    folder = rooms.newsroom(count)
    site = _hugo_site(count)
    rooms.set_aside(folder / "public", folder / "state", site / "public")
    ours = rooms.taken([*rooms.TAMIZDAT, "-C", str(folder), "bake", "--full"], rooms.ROOT)
    peer = rooms.taken([str(Path(sys.executable).parent / "hugo"), "--quiet"], site)
    files = [sum(1 for path in place.rglob("*") if path.is_file()) for place in (folder / "public", site / "public")]
    ratio = ours.seconds / peer.seconds
    bars = [
        Bar(name="time, of Hugo's", value=ratio, most=0.6),
        Bar(name="peak memory, MB", value=ours.megabytes, most=600),
    ]
    return Outcome(
        title=f"Full bake of {count:,} stories",
        head=("", "seconds", "of processors", "peak MB (PSS)", "files"),
        rows=(
            (
                "Tamizdat, brotli sidecars included",
                f"{ours.seconds:.1f}",
                f"{ours.processor:.1f}",
                f"{ours.megabytes:.0f}",
                f"{files[0]:,}",
            ),
            ("Hugo", f"{peer.seconds:.1f}", f"{peer.processor:.1f}", f"{peer.megabytes:.0f}", f"{files[1]:,}"),
        ),
        bars=tuple(bars),
    )


def _hugo_site(count: int) -> Path:
    site = rooms.CACHE / f"hugo-{count}"
    if (site / "done").exists():
        return site
    shutil.rmtree(site, ignore_errors=True)
    (site / "layouts" / "_default").mkdir(parents=True)
    for name in ("single.html", "list.html"):
        shutil.copy(HUGO / name, site / "layouts" / "_default" / name)
    shutil.copy(HUGO / "hugo.toml", site / "hugo.toml")
    with rooms.story_file(count).open() as lines:
        for number, line in enumerate(lines):
            story = json.loads(line)
            language = story.get("lang") or story["language"]
            place = site / "content" / language / "story" / str(number // 1000)
            place.mkdir(parents=True, exist_ok=True)
            front = {
                "title": story.get("headline") or story.get("title"),
                "description": story.get("dek") or "",
                "date": story["published"],
                "slug": f"{story.get('slug') or 'story'}-{number}",
                "authors": story.get("authors") or [],
                "regions": story.get("regions") or [],
                "topics": story.get("topics") or [],
                "months": [story["published"][:7]],
            }
            body = story["body"] if isinstance(story["body"], str) else "\n\n".join(story["body"])
            (place / f"{number}.md").write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{body}\n")
    (site / "done").touch()
    return site
