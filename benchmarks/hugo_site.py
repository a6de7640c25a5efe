"""Hugo on the same archive: its site made of the archive's stories, built from nothing or again after an edit."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks import rooms
from benchmarks.rooms import Taken

TEMPLATES = Path(__file__).parent / "hugo"


def site(count: int, *, whole: bool = False) -> Path:
    """The archive as Hugo reads it; `whole` with siblings and with the templates of benchmarks/hugo/whole, else the
    plainest. Made once."""
    folder = rooms.CACHE / f"hugo-{'whole-' if whole else ''}{count}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        with rooms.story_file(count).open() as lines:
            for number, line in enumerate(lines):
                path = _page(folder, number)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_text(json.loads(line), number, whole=whole))
        (folder / "done").touch()
    _copy_templates(folder, TEMPLATES / "whole" if whole else TEMPLATES)
    return folder


def build(folder: Path) -> tuple[Taken, int]:
    """The site built from nothing, and how many files it has."""
    rooms.set_aside(folder / "public")
    taken = _run(folder)
    return taken, rooms.files(folder / "public")


def rebuild(folder: Path, count: int, mark: str) -> tuple[Taken, int]:
    """The site built again after `mark` was written into the newest story's text, and how many files that wrote."""
    page = _page(folder, count - 1)
    page.write_text(f"{page.read_text().rstrip()} {mark}\n")
    began = time.time()
    taken = _run(folder)
    return taken, len(rooms.written_since(folder / "public", began))


def _run(folder: Path) -> Taken:
    return rooms.taken([str(Path(sys.executable).parent / "hugo"), "--quiet"], folder)


def _copy_templates(folder: Path, templates: Path) -> None:
    shutil.rmtree(folder / "layouts", ignore_errors=True)
    for template in templates.glob("*.html"):
        place = folder / "layouts" / ("_default" if template.name in ("single.html", "list.html") else "partials")
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(template, place / template.name)
    shutil.copy(TEMPLATES / "hugo.toml", folder / "hugo.toml")


def _page(folder: Path, number: int) -> Path:
    """The file of the archive's story of that number; the archive's two languages take turns."""
    return folder / "content" / ("en", "ru")[number % 2] / "story" / str(number // 1000) / f"{number}.md"


def _text(story: dict[str, object], number: int, *, whole: bool) -> str:
    """The story as Hugo's file: front matter in JSON, then Markdown."""
    front = {
        "title": story["title"],
        "description": story["dek"],
        "date": story["published"],
        "slug": f"story-{number}",
        "authors": story["authors"],
        "regions": story["regions"],
        "topics": story["topics"],
        "months": [str(story["published"])[:7]],
    }
    if whole and "group" in story:
        front["translationKey"] = story["group"]
    body = story["body"]
    assert isinstance(body, list)
    text = "\n\n".join(body)
    return f"{json.dumps(front, ensure_ascii=False)}\n\n{text}\n"
