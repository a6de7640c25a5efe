"""An editor's hand on a newsroom of its own folder, as a process: one JSON call a line, one JSON answer a line."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import django

from tests.bake import clock

clock.shift(Path(sys.argv[1]))
django.setup()

from django.conf import settings  # noqa: E402 (models can be imported only once Django is set up)
from django.test import RequestFactory  # noqa: E402

from tamizdat.bake import full  # noqa: E402
from tamizdat.bake.baker import Baker  # noqa: E402
from tamizdat.config.wiring import edition  # noqa: E402
from tamizdat.desk import full_disk  # noqa: E402
from tamizdat.newsroom.actions import articles  # noqa: E402
from tamizdat.newsroom.models import Address, Article, SiteSettings  # noqa: E402
from tamizdat.operations.bakery import bakery  # noqa: E402
from tests.bake.processes import contents  # noqa: E402

PRINTED = re.compile(r"_/search/|[^/]+/search/words\.json")
"""The words of the search without a server, which the worker writes with low priority, minutes after the last change."""


def publish(headline: str, text: str = "Text.", **moments: str) -> str:
    """A new story; `moments` are ISO times of its embargo, expiry or schedule. Answers its address, or ''."""
    when = {name: datetime.fromisoformat(moment) for name, moment in moments.items()}
    story = Article(headline=headline, body=[("text", f"<p>{text}</p>")], **when)
    return address(articles.publish(articles.create(story, "en")).pk)


def change(old: str, new: str) -> None:
    story = Article.objects.get(headline=old)
    story.headline = new
    articles.publish(story)


def kill(headline: str) -> None:
    articles.kill(Article.objects.get(headline=headline))


def kill_at_the_desk(headline: str) -> None:
    full_disk.kill(Article.objects.get(headline=headline), user=None, reason="A source is in danger.")


def says_that_the_disk_is_full() -> bool:
    """Whether the desk says so of a story that cannot be saved."""
    try:
        for number in range(500):
            publish(f"Too much {number}", text=os.urandom(20_000).hex())
    except Exception:
        answer = full_disk.answer_error(RequestFactory().post("/desk/"))
        return answer.status_code == 507 and b"disk of the newsroom is full" in answer.content
    return False


def address(pk: int) -> str:
    return Address.objects.filter(owner=f"article:{pk}", current=True).values_list("path", flat=True).first() or ""


def touch_everything() -> None:
    """What a change of the site's own name does: every page is baked again, as a mass."""
    SiteSettings.get().save()


def waiting() -> int:
    """How many changes and pages wait to be baked."""
    return bakery().report().waiting


def trouble() -> str:
    """What the desk says keeps the bake from going on."""
    return bakery().report().trouble


def differences() -> list[str]:
    """Paths that a full bake, made beside in a folder of its own, has not, has besides, or has otherwise."""
    with tempfile.TemporaryDirectory() as name:
        room = replace(settings.NEWSROOM, folder=Path(name))
        baker = Baker(public=room.public, state=room.state, policy=edition(room))
        baker.tree.open()
        full.mark_all(baker)
        while baker.step():  # the outbox is left to the worker
            pass
        baker.finish()
        whole, there = contents(room.public), contents(settings.NEWSROOM.public)
    return sorted(
        path for path in whole.keys() | there.keys() if whole.get(path) != there.get(path) and not PRINTED.match(path)
    )


CALLS = {
    call.__name__: call
    for call in (
        *(publish, change, kill, kill_at_the_desk, says_that_the_disk_is_full),
        *(touch_everything, waiting, trouble, differences),
    )
}


def main() -> None:
    for line in sys.stdin:
        name, arguments, keywords = json.loads(line)
        answer: Any = CALLS[name](*arguments, **keywords)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
