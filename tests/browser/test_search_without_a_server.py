"""A copy of the edition on a host that only has files: its search page reads the index that lies beside it. Chromium, and
`python -m http.server`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Page, Route, expect

from tests.cli.command import eventually, tamizdat
from tests.cli.quick_init import quick_init
from tests.theme.test_accessibility import AXE, violations

STORIES = (
    ("en", "Lukashenko met the teachers", "The elections in Belarus were postponed."),
    ("en", "Łukaszenka as Poles write him", "A dispute about one letter."),
    ("en", "The bridge at Zeskari held", "Nobody was hurt. <b>& more</b>"),
    ("ru", "Лукашенко встретился с учителями", "После выборов прошло три дня."),
    ("ru", "Мост устоял", "Итоги голосования подвели в Тбилиси."),
    ("fa", "لوکاشنکو با آموزگاران دیدار کرد", "انتخابات به تعویق افتاد."),
)
KILL = """
import django; django.setup()
from django.utils import timezone
from tamizdat.bake.urgency import AT_ONCE
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article
from tamizdat.operations.bakery import bakery
articles.kill(Article.objects.get(headline__contains="Zeskari"))
baker = bakery().baker
baker.drain(timezone.now())
while baker.step(urgencies=AT_ONCE):
    pass
"""
"""What an editor does, and what the worker does at once; words follow with low priority."""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    folder = tmp_path_factory.mktemp("files") / "newsroom"
    quick_init(migrated, folder, "--name", "The Copy", "--languages", "en,ru,fa")
    file = folder / "stories.jsonl"
    rows = [
        {
            "id": str(number),
            "lang": language,
            "title": title,
            "dek": dek,
            "published": f"2026-11-{number + 1:02}",
            "body": [dek],
        }
        for number, (language, title, dek) in enumerate(STORIES)
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    tamizdat("-C", folder, "import", "jsonl", file)
    tamizdat("-C", folder, "bake")
    return folder


@pytest.fixture(scope="module")
def host(edition: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(edition / "public"),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(port), "the files being served")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def found(page: Page, host: str, query: str, language: str = "en") -> list[str]:
    page.goto(f"{host}/{language}/search/")
    page.get_by_role("combobox").fill(query)
    expect(page.locator(".heard")).not_to_be_empty()
    return page.locator("#found .headline").all_text_contents()


def titles(*numbers: int) -> list[str]:
    return [STORIES[number][1] for number in numbers]


@pytest.mark.parametrize("query", ["Lukashenko", "Лукашенко", "Łukaszenka", "ლუკაშენკო", "لوکاشنکو"])
def test_a_name_is_found_in_every_spelling(page: Page, host: str, query: str) -> None:
    assert set(found(page, host, query)) == set(titles(0, 1))
    assert found(page, host, query, "ru") == titles(3)
    assert found(page, host, query, "fa") == titles(5)


def test_a_name_stands_first_as_it_was_written(page: Page, host: str) -> None:
    assert found(page, host, "Lukashenko")[0] == titles(0)[0]
    assert found(page, host, "Łukaszenka")[0] == titles(1)[0]


def test_words_are_found_in_all_their_forms(page: Page, host: str) -> None:
    assert found(page, host, "выборы", "ru") == titles(3)
    assert found(page, host, "election") == titles(0)
    assert found(page, host, "ELECTIONS belarus") == titles(0)
    assert found(page, host, "elections -belarus") == []
    assert found(page, host, "tbilisi", "ru") == titles(4)


def test_what_a_language_lacks_is_found_in_another(page: Page, host: str) -> None:
    assert found(page, host, "голосование") == titles(4)
    expect(page.locator("#found .entry")).to_have_attribute("lang", "ru")


def test_the_address_can_be_shared_and_a_story_read(page: Page, host: str) -> None:
    page.goto(f"{host}/en/search/?q=zeskari")
    entry = page.locator("#found .entry")
    expect(entry.locator("mark")).to_have_count(0)
    expect(entry.locator(".fragment")).to_have_text("Nobody was hurt. <b>& more</b>")
    entry.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(STORIES[2][1])


def test_the_search_waits_for_its_scripts_on_a_slow_line(page: Page, host: str) -> None:
    held: list[Route] = []
    page.route("**/static-index.*.js", lambda route: held.append(route))
    with page.expect_response(lambda answer: "live=1" in answer.url):
        page.goto(f"{host}/en/search/?q=zeskari", wait_until="commit")
    page.wait_for_timeout(200)
    expect(page.locator("#found")).not_to_contain_text("cannot search")
    held[0].continue_()
    expect(page.locator("#found .headline")).to_have_text(titles(2))


def test_no_result_is_helpful_and_is_heard(page: Page, host: str) -> None:
    assert found(page, host, "quixotism") == []
    expect(page.get_by_role("status")).to_contain_text("No results. Check the spelling")


@pytest.mark.parametrize(
    "query", ["'''", "<img src=x onerror=alert(1)>", "OR -", "a" * 200, "(((", "\\", "constructor __proto__", "𝔘𝔫𝔦"]
)
def test_hostile_queries_break_nothing(page: Page, host: str, query: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    found(page, host, query)
    assert not errors
    assert found(page, host, "zeskari") == titles(2)


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_axe_finds_nothing(page: Page, host: str, language: str) -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core here: `make test` brings it")
    assert found(page, host, "Лукашенко", language)
    assert violations(page, "light") == []


def test_keys_suffice(page: Page, host: str) -> None:
    page.goto(f"{host}/en/search/")
    page.keyboard.type("bridge")  # the field has the focus
    expect(page.locator("#found .headline")).to_have_text(titles(2))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#found .entry') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(STORIES[2][1])


def test_from_a_folder_it_says_what_it_wants(page: Page, edition: Path) -> None:
    page.goto(f"file://{edition}/public/en/search/index.html")
    page.add_script_tag(content=_script(edition, "search"))
    for name in ("names", "static-index"):
        page.add_script_tag(content=_script(edition, name))
    page.get_by_role("combobox").fill("bridge")
    expect(page.get_by_role("status")).to_contain_text("On a web server the search works")


def _script(edition: Path, name: str) -> str:
    """A page that is opened from a folder does not find what its addresses name from the root; who carries one mends that."""
    return next((edition / "public" / "_" / "theme").glob(f"{name}.*.js")).read_text()


def test_the_scripts_are_small(page: Page, edition: Path) -> None:
    theme = edition / "public" / "_" / "theme"
    scripts = [path.read_bytes() for name in ("search", "names", "static-index") for path in theme.glob(f"{name}.*.js")]
    assert len(scripts) == 3
    assert sum(len(brotli.compress(script)) for script in scripts) <= 8_000


def test_a_killed_story_vanishes_at_once(page: Page, host: str, edition: Path) -> None:
    assert found(page, host, "Zeskari") == titles(2)
    directory = edition / "public" / "en" / "search" / "words.json"
    before = directory.read_bytes()
    run_in(edition, KILL)
    assert directory.read_bytes() == before
    assert found(page, host, "Zeskari") == []
    assert not any(b"Zeskari" in path.read_bytes() for path in (edition / "public" / "en" / "search").rglob("*.json"))
    tamizdat("-C", edition, "bake")
    assert directory.read_bytes() != before
    assert found(page, host, "Zeskari") == []
    assert found(page, host, "Lukashenko")[0] == titles(0)[0]
    assert "whole" in tamizdat("-C", edition, "check", "--deep").stdout


def run_in(newsroom: Path, code: str) -> None:
    known = os.environ | {"TAMIZDAT_NEWSROOM": str(newsroom), "DJANGO_SETTINGS_MODULE": "tamizdat.config.django"}
    subprocess.run([sys.executable, "-c", code], check=True, env=known)
