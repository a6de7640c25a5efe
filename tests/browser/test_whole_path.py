"""One story through the hands of a whole newsroom, each with a browser of their own, until its source is removed everywhere."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EDITOR
from tests.browser.test_first_story import sign_in, text_of, type_text
from tests.chromium import PATIENCE
from tests.cli.command import eventually, running, status_of, tamizdat
from tests.cli.conftest import free_port

SOURCE = "Levan Meskhi"
FORMS = re.compile(r"meskhi|месхи|მესხი", re.IGNORECASE)
HEADLINE = "The dam at Zeskari leaks"
IN_RUSSIAN = "Плотина в Зескари течёт"
RIGHT = "The ministry did not answer."
TEXT = f"“Water comes through the wall”, said {SOURCE}, who works there. Nobody has answered."
PEOPLE = {
    "rita": "reporter",
    "tamar": "translator",
    "chief": "managing-editor",
    "deputy": "managing-editor",
}
PASSWORD = "herons-over-the-lake-19"

Enter = Callable[[str], Page]


@pytest.fixture(scope="module")
def folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom's folder that others have not written into: at the end every file of it is read."""
    path = Path(shutil.copytree(template, tmp_path_factory.mktemp("path") / "newsroom"))
    tamizdat("-C", path, "user", "add", EDITOR[0], "--password-stdin", given=EDITOR[1])
    for name, role in PEOPLE.items():
        tamizdat("-C", path, "user", "add", name, "--role", role, "--password-stdin", given=PASSWORD)
    return path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with running("-C", folder, "serve", "--port", port):
        eventually(lambda: status_of(f"{site}/desk/") == 200, "the desk's sign-in page")
        yield site


@contextmanager
def newsroom(browser: Browser, site: str) -> Iterator[Enter]:
    """People who sign in once and keep their window."""
    windows: dict[str, Page] = {}

    def enter(name: str) -> Page:
        if name not in windows:
            profile = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
            windows[name] = profile.new_page()
            windows[name].set_default_timeout(PATIENCE)
            sign_in(windows[name], site, EDITOR if name == EDITOR[0] else (name, PASSWORD), begins=False)
        return windows[name]

    yield enter
    for page in windows.values():
        page.context.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = Image.new("RGB", (1500, 1000), (90, 130, 160))
    ImageDraw.Draw(picture).rectangle([(200, 300), (1300, 900)], fill=(200, 196, 180))
    exif = Image.Exif()
    exif[0x013B] = SOURCE
    path = tmp_path / "dam.jpg"
    picture.save(path, quality=88, exif=exif)
    return path


def test_a_story_from_the_reporter_until_its_source_is_removed_everywhere(
    browser: Browser, folder: Path, photo: Path
) -> None:
    with served(folder) as site, browser.new_context() as reading:
        reader = reading.new_page()
        with newsroom(browser, site) as enter:
            story = submitted(enter("rita"), site, photo)
            returned(enter(EDITOR[0]), site)
            mended(enter("rita"), site)
            approved_outside(enter(EDITOR[0]), browser, site, story)
            public = published(enter("chief"), site)
            translated(enter("tamar"), site, story)
            russian = published(enter("chief"), site, IN_RUSSIAN)
            corrected(enter("chief"), site, story)
            eventually(lambda: RIGHT in text_of(reader, public), "the correction on the site")
            picture = str(reader.locator("article img").first.get_attribute("src"))
            assert status_of(f"{site}{picture}") == 200
            picture_killed(enter("chief"), site)
            eventually(lambda: status_of(f"{site}{picture}") in (404, 410), "the picture's end")
            eventually(lambda: SOURCE in text_of(reader, public) and reader.locator("article img").count() == 0, "text")
            assert "newsroom.sqlite3: newsroom_article" in stored(folder)
            source_removed(enter("chief"), enter("deputy"), site)
            for address in (public, russian):
                eventually(lambda at=address: not FORMS.search(text_of(reader, at)), "a page that names nobody")
                assert status_of(address) == 200
            assert RIGHT in text_of(reader, public), "what else was written is still there"
        for address in (f"{site}/en/search/?q=Meskhi", f"{site}/ru/search/?q=Месхи"):
            found = text_of(reader, address)
            assert HEADLINE not in found
            assert IN_RUSSIAN not in found
    tamizdat("-C", folder, "log", "verify")
    assert stored(folder) == {}


def submitted(rita: Page, site: str, photo: Path) -> int:
    """The story's number at the desk."""
    rita.get_by_role("link", name="New story: English").click()
    rita.locator("[name=headline]").fill(HEADLINE)
    rita.locator("[name=dek]").fill(f"{SOURCE} saw it first.")
    type_text(rita, TEXT)
    rita.get_by_role("button", name="Choose a picture").click()
    window = rita.locator(".modal")
    window.get_by_role("tab", name="Upload").click()
    window.get_by_label("File", exact=False).set_input_files(photo)
    expect(window.get_by_label("Name in the library")).to_have_value("dam")
    window.get_by_label("Alt text", exact=True).fill("A grey wall with water before it.")
    window.get_by_label("Caption").first.fill(f"Photographed by a friend of {SOURCE}")
    window.get_by_role("button", name="Upload").click()
    expect(window).to_have_count(0)
    rita.get_by_role("button", name="Submit for approval").click()
    rita.wait_for_url("**/desk/stories/**")
    rita.get_by_role("link", name=HEADLINE).first.click()
    rita.wait_for_url("**/edit/**")
    found = re.search(r"/(\d+)/edit/", rita.url)
    assert found, rita.url
    return int(found[1])


def from_queue(page: Page, site: str, headline: str = HEADLINE) -> None:
    page.goto(f"{site}/desk/queue/")
    page.get_by_role("link", name=headline).first.click()
    expect(page.locator("[name=headline]")).to_have_value(headline)


def returned(ana: Page, site: str) -> None:
    from_queue(ana, site)
    ana.get_by_role("button", name="Return…").click()
    window = ana.get_by_role("dialog")
    window.get_by_label("What has to change").fill(f"Who is {SOURCE}? Say what he does.")
    window.get_by_role("button", name="Return…").click()
    ana.wait_for_url("**/desk/stories/**")


def mended(rita: Page, site: str) -> None:
    from_queue(rita, site)
    rita.locator("[name=dek]").fill(f"{SOURCE}, an engineer of the dam, saw it first.")
    rita.get_by_role("button", name="Submit again").click()
    rita.wait_for_url("**/desk/stories/**")


def approved_outside(ana: Page, browser: Browser, site: str, story: int) -> None:
    """By a lawyer, who has no account and no script."""
    ana.goto(f"{site}/desk/stories/{story}/preview-links/")
    ana.get_by_label("For whom").fill("Our lawyer")
    ana.get_by_role("button", name="Make a link").click()
    link = ana.get_by_label("Link", exact=True).input_value()
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as profile:
        lawyer = profile.new_page()
        lawyer.goto(link)
        expect(lawyer.frame_locator("iframe").get_by_role("heading", name=HEADLINE)).to_be_visible()
        lawyer.get_by_label("Your comment").fill(f"Did {SOURCE} agree to be named?")
        lawyer.get_by_role("button", name="Approve", exact=True).click()
        expect(lawyer.get_by_text("Sent. Thank you.")).to_be_visible()
    ana.reload()
    expect(ana.get_by_text(f"Did {SOURCE} agree to be named?")).to_be_visible()
    expect(ana.get_by_text("Approved", exact=True).first).to_be_visible()


def published(chief: Page, site: str, headline: str = HEADLINE) -> str:
    """The story's public address."""
    from_queue(chief, site, headline)
    chief.get_by_role("button", name="Approve and publish").click()
    link = chief.get_by_role("link", name="Read on the site")
    expect(link).to_be_visible()
    address = site + str(link.get_attribute("href"))
    eventually(lambda: status_of(address) == 200, "the story on the site")
    return address


def translated(tamar: Page, site: str, story: int) -> None:
    tamar.goto(f"{site}/desk/stories/{story}/translate/ru/")
    tamar.get_by_role("button", name=re.compile("^Start translation")).click()
    tamar.locator("[name=headline]").fill(IN_RUSSIAN)
    tamar.locator("[name=dek]").fill("Леван Месхи увидел это первым.")
    tamar.locator(".Draftail-Editor [contenteditable=true]").first.click()
    tamar.keyboard.press("Control+a")
    tamar.keyboard.type("О воде рассказал Леван Месхи; с Леваном Месхи говорили вечером.")
    tamar.get_by_role("button", name="Submit for approval").click()
    tamar.wait_for_url("**/desk/stories/**")


def corrected(chief: Page, site: str, story: int) -> None:
    chief.goto(f"{site}/desk/stories/{story}/correct/")
    chief.get_by_label("Wrong words").fill("Nobody has answered.")
    chief.get_by_label("Right words").fill(RIGHT)
    chief.get_by_role("button", name="Publish the correction").click()
    expect(chief.get_by_role("button", name="Publish the correction")).to_have_count(0)


def picture_killed(chief: Page, site: str) -> None:
    chief.goto(f"{site}/desk/images/1/delete/")
    chief.get_by_role("link", name="Kill this picture").click()
    chief.get_by_label("Reason").fill("Who took it must not be found.")
    chief.get_by_role("button", name="Kill the picture").click()
    expect(chief.get_by_role("heading", name=re.compile("Record of a removal"))).to_be_visible()


def source_removed(chief: Page, deputy: Page, site: str) -> None:
    """A second person approves it first."""
    chief.goto(f"{site}/desk/reports/removals/")
    chief.get_by_role("link", name="Remove a person or words everywhere").click()
    chief.get_by_label("Names or words to remove").fill(SOURCE)
    chief.get_by_label("Reason").fill("The source asks for it.")
    chief.get_by_role("button", name="Find").click()
    chief.get_by_role("button", name="Remove everywhere").click()
    expect(chief.get_by_text("Asked for.")).to_be_visible()
    deputy.goto(f"{site}/desk/security/")
    deputy.get_by_role("button", name=re.compile("^Approve")).click()
    chief.get_by_role("button", name="Remove everywhere").click()
    expect(chief.get_by_role("heading", name=re.compile("Record of a removal"))).to_be_visible()


def stored(folder: Path) -> dict[str, list[str]]:
    """Where the name still stands: files, what is packed in them, and every cell of every table."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and (here := FORMS.findall(f"{name} {_texts(path.read_bytes())}")):
            found[name] = here
    for path in folder.glob("**/*.sqlite3"):
        with closing(connect(path)) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    if here := FORMS.findall(" ".join(_cell(value) for value in row)):
                        found[f"{path.name}: {table}"] = here
    return found


def _cell(value: object) -> str:
    return _texts(value) if isinstance(value, bytes) else str(value)


def _texts(data: bytes) -> str:
    """As UTF-8, unpacked, and with what JSON writes in its place."""
    packed = data[:2] == b"\x1f\x8b"
    text = (gzip.decompress(data) if packed else data).decode("utf-8", "ignore")
    escaped = re.sub(r"\\+u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), text)
    return f"{text} {escaped}"
