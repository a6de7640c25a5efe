"""A recording that a reader keeps plays without a line, and from any place in it. A real edition, a real door, Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cli.command import eventually, tamizdat
from tests.door.client import Server, running_door
from tests.theme.media import recording

EPISODE = """
import json, sys
from pathlib import Path
from tamizdat.cli.django import set_up_django
set_up_django(Path(sys.argv[1]))
from django.core.files.base import ContentFile
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, Attachment
file = Attachment(title="Rain", file=ContentFile(sys.stdin.buffer.read(), "rain.wav"), seconds=90)
file.save()
sound = {"file": file.pk, "title": "Rain", "transcript": "", "chapters": [{"start": "1:00", "title": "Later"}]}
body = json.dumps([{"type": "audio", "value": sound}])
story = Article(title="Rain on the pass", headline="Rain on the pass", slug="rain", body=body)
articles.publish(articles.create(story, "en"))
"""
HEARD = """() => new Promise((resolve, reject) => {
    const audio = document.querySelector("audio");
    audio.muted = true;
    audio.addEventListener("error", () => reject(audio.error), true);
    audio.addEventListener("timeupdate", () => audio.currentTime > 0.2 && resolve([audio.duration, audio.currentTime]));
    audio.play().catch(reject);
})"""


@pytest.fixture(scope="module")
def door(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With one story, which no test changes."""
    folder = tmp_path_factory.mktemp("listening")
    newsroom = Path(shutil.copytree(template, folder / "newsroom"))
    subprocess.run([sys.executable, "-c", EPISODE, str(newsroom)], input=recording(), check=True)
    tamizdat("-C", newsroom, "bake")
    with running_door(newsroom / "public", "--languages=en,ru", f"--audience={folder / 'a.sqlite3'}") as server:
        yield server


def test_a_kept_recording_plays_without_a_line_and_from_a_chapter(
    page: Page, context: BrowserContext, door: Server
) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/en/")
    page.get_by_role("link", name="Rain on the pass").first.click()
    page.locator("[data-keep] input").check()
    page.locator("[data-keep] button").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("Saved on this device:")
    context.set_offline(True)
    page.reload()
    expect(page.locator(".kept-line")).to_be_visible()
    length, _ = page.evaluate(HEARD)
    assert round(length) == 90
    page.get_by_role("link", name="Later").click()
    eventually(lambda: page.evaluate("document.querySelector('audio').currentTime") > 60.2, "the later chapter")
    context.set_offline(False)


def test_without_the_recording_a_kept_story_says_nothing_false(
    page: Page, context: BrowserContext, door: Server
) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/en/")
    page.get_by_role("link", name="Rain on the pass").first.click()
    page.locator("[data-keep] button").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("Saved on this device:")
    context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Rain on the pass")
    assert (
        page.evaluate(
            HEARD.replace("reject(audio.error)", "resolve('silent')").replace(
                "catch(reject)", "catch(() => resolve('silent'))"
            )
        )
        == "silent"
    )
    context.set_offline(False)
