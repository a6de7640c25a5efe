"""Fill a newsroom with the demo: what reading.py has read becomes rows, through the newsroom's own verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings

from tamizdat.demo.errors import DemoError
from tamizdat.demo.filling import files, letters, menus, nouns, pictures, stories
from tamizdat.demo.reading import load
from tamizdat.demo.shapes import DemoNewsroom

PICTURE_STEPS = 10
"""A picture takes about as long as ten other steps: its sizes are made."""


def fill(progress: Callable[[int, int], None] | None = None) -> None:
    """Put the demo into a newsroom that was set up: nothing the second time, the rest after a run that was broken off.

    `progress` is told (steps done, steps in all). Accounts are not made here: their passwords belong to whoever asks.
    """
    demo = load()
    missing = set(demo.languages) - {code for code, _ in settings.LANGUAGES}
    if missing:
        raise DemoError("newsroom.toml", f"the demo needs {', '.join(sorted(missing))} in `languages`; add that")
    total = PICTURE_STEPS * len(demo.pictures) + 2 * len(demo.stories) + 5
    done = 0
    for step in _steps(demo):
        done += step
        if progress:
            progress(done, total)


def _steps(demo: DemoNewsroom) -> Iterator[int]:
    """How far each piece of work brings the whole."""
    shown: dict[str, int] = {}
    for file, pk in pictures.hang(demo):
        shown[file] = pk
        yield PICTURE_STEPS
    nouns.name_site(demo)
    kept = nouns.keep(demo, shown)
    yield 1
    nouns.write_pages(demo.pages)
    yield 1
    menus.lay(demo.languages)
    yield 1
    heard = files.shelve(demo)
    yield 1
    drafts = []
    for story in demo.stories:
        drafts.append((story, stories.draft(story, kept, shown)))
        yield 1
    told = {(story.key, story.language): pk for story, pk in drafts}
    everything = stories.Shown(pictures=shown, files=heard, stories=told)
    for story, pk in drafts:
        stories.publish(story, pk, kept, everything)
        yield 1
    letters.keep(demo, kept, told)
    yield 1
