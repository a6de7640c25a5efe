"""The newsroom's main job, as those who do it see it: write, preview, publish, read, change, unpublish."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import EDITOR
from tests.chromium import PATIENCE
from tests.cli.command import eventually, status_of, tamizdat

HEADLINE = "The bridge at Zeskari opens after eleven years"
DEK = "The first bus crossed at six in the morning, with nobody on it."
TEXT = "The ferry made its last crossing on Sunday."
CHANGED = "The ferry will run again in winter, its owner said on Monday."
SEEN = "A dark mountain under a yellow sky."


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = Image.new("RGB", (1500, 1000), (222, 184, 120))
    ImageDraw.Draw(picture).polygon([(0, 1000), (700, 220), (1500, 1000)], fill=(38, 52, 70))
    path = tmp_path / "zeskari.jpg"
    picture.save(path, quality=88)
    return path


def test_a_story_from_the_empty_form_to_the_reader_and_off_the_site_again(
    page: Page, browser: Browser, site: str, asked: list[str], photo: Path
) -> None:
    sign_in(page, site)
    write(page, photo)
    page.get_by_role("button", name="Toggle preview").click()
    preview(page, TEXT)
    story = publish(page, site)
    with browser.new_context() as profile:
        reader = profile.new_page()
        profile.on("request", lambda request: asked.append(request.url))
        read(reader, site, story)

        change(page)
        eventually(lambda: CHANGED in text_of(reader, story), "the change on the site")
        assert TEXT in text_of(reader, story)

        unpublish(page)
        eventually(lambda: status_of(story) in (404, 410), "the story's end")
        answer = reader.goto(story)
        assert answer
        assert answer.status in (404, 410)
        eventually(lambda: HEADLINE not in text_of(reader, story), "a page of what is gone that does not offer it")
        eventually(lambda: HEADLINE not in text_of(reader, f"{site}/en/"), "a front without the story")
    list_on_a_phone(page, site)
    elsewhere = {address for address in asked if urlsplit(address).scheme in ("http", "https", "ws", "wss")}
    assert {urlsplit(address).netloc for address in elsewhere} == {urlsplit(site).netloc}


def test_the_last_words_are_saved_however_fast_the_key_is_struck(page: Page, site: str) -> None:
    sign_in(page, site)
    page.locator("[name=headline]").fill("A story that was saved in a hurry")
    type_text(page, TEXT)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/edit/**")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(TEXT)))


REPORTER = ("rita", "herons-over-the-lake-19")
ASKED = "Who says that it opens? Name the ministry."
MENDED = "It opens today, the ministry of roads says."


@pytest.fixture
def reporter(site_folder: Path) -> None:
    name, password = REPORTER
    tamizdat("-C", site_folder, "user", "add", name, "--role", "reporter", "--password-stdin", given=password)


def test_a_reporter_submits_an_editor_on_a_phone_returns_and_then_publishes(
    reporter: None, page: Page, browser: Browser, site: str
) -> None:
    headline = "The tunnel at Zeskari opens"
    sign_in(page, site, REPORTER)
    page.locator("[name=headline]").fill(headline)
    type_text(page, TEXT)
    page.get_by_role("button", name="Submit for approval").click()
    page.wait_for_url("**/desk/stories/**")
    with browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True) as phone:
        editor = phone.new_page()
        editor.set_default_timeout(PATIENCE)
        sign_in(editor, site, begins=False)
        editor.get_by_role("region", name="My queue").get_by_role("link", name=headline).click()
        fits(editor)
        editor.get_by_role("button", name="Return…").click()
        window = editor.get_by_role("dialog")
        window.get_by_label("What has to change").fill(ASKED)
        window.get_by_role("button", name="Return…").click()
        editor.wait_for_url("**/desk/stories/**")

        page.goto(f"{site}/desk/queue/")
        expect(page.get_by_text(ASKED).first).to_be_visible()
        page.get_by_role("link", name=headline).first.click()
        page.locator("[name=dek]").fill(MENDED)
        page.get_by_role("button", name="Submit again").click()
        page.wait_for_url("**/desk/stories/**")

        editor.goto(f"{site}/desk/queue/")
        fits(editor)
        editor.get_by_role("link", name=headline).first.click()
        expect(editor.locator("[name=dek]")).to_have_value(MENDED)
        editor.get_by_role("button", name="Approve and publish").click()
        editor.wait_for_url("**/desk/stories/**")
    eventually(lambda: headline in text_of(page, f"{site}/en/"), "the story on the front")


def fits(page: Page) -> None:
    """Nothing is wider than the phone, once the page is there."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sign_in(page: Page, site: str, who: tuple[str, str] = EDITOR, *, begins: bool = True) -> None:
    """`begins`: with an empty form."""
    page.goto(f"{site}/desk/")
    name, password = who
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    if begins:
        page.get_by_role("link", name="New story: English").click()


def write(page: Page, photo: Path) -> None:
    page.locator("[name=headline]").fill(HEADLINE)
    page.locator("[name=dek]").fill(DEK)
    type_text(page, TEXT)

    page.get_by_role("button", name="Choose a picture").click()
    window = page.locator(".modal")
    window.get_by_role("tab", name="Upload").click()
    window.get_by_label("File", exact=False).set_input_files(photo)
    expect(window.get_by_label("Name in the library")).to_have_value("zeskari")
    window.get_by_label("Alt text", exact=True).fill(SEEN)
    window.get_by_role("button", name="Upload").click()
    expect(window).to_have_count(0)
    expect(page.locator(".image-chooser img")).to_be_visible()


def preview(page: Page, text: str) -> None:
    """Once opened, it stays open beside every story. Whenever the desk saves, another frame takes the place of the one that is
    looked at: then it is looked at again."""

    def shows() -> bool:
        shown = page.frame_locator("iframe[title=Preview]:not(.w-preview__proxy)")
        try:
            expect(shown.get_by_role("heading", name=HEADLINE)).to_be_visible()
            expect(shown.get_by_text(text)).to_be_visible()
            return is_loaded(shown.get_by_alt_text(SEEN))
        except PlaywrightError as error:
            if "detached" in str(error) or "destroyed" in str(error):
                return False
            raise

    eventually(shows, "the story in the preview, with its picture")


def publish(page: Page, site: str) -> str:
    """The story's public address."""
    page.get_by_role("button", name="Publish", exact=True).click()
    link = page.get_by_role("link", name="Read on the site")
    expect(link).to_be_visible()
    story = site + str(link.get_attribute("href"))
    assert re.fullmatch(rf"{site}/en/\d{{4}}/\d\d/the-bridge-at-zeskari-opens-after-eleven-years/", story)
    eventually(lambda: status_of(story) == 200, "the story on the site")
    return story


def read(reader: Page, site: str, story: str) -> None:
    """As a reader comes: by the front."""
    eventually(lambda: HEADLINE in text_of(reader, f"{site}/en/"), "the story on the front")
    with reader.expect_response(story) as answer:
        reader.get_by_role("link", name=HEADLINE).first.click()
    assert answer.value.status == 200
    expect(reader.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(reader.get_by_text(DEK)).to_be_visible()
    expect(reader.get_by_text(TEXT)).to_be_visible()
    eventually(lambda: is_loaded(reader.get_by_alt_text(SEEN)), "the picture")


def list_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/desk/stories/")
    headline = page.locator(".listing td.title").filter(has_text=HEADLINE).bounding_box()
    assert headline
    assert headline["width"] > 250
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def change(page: Page) -> None:
    open_story(page)
    preview(page, TEXT)
    button = page.get_by_role("button", name="Publish", exact=True).element_handle()
    type_text(page, f" {CHANGED}")
    button.evaluate("button => button.click()")  # at once, before the editor hands over what was typed
    expect(page.get_by_role("link", name="Read on the site")).to_be_visible()


def unpublish(page: Page) -> None:
    open_story(page)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Unpublish").click()
    page.get_by_role("button", name="Yes, unpublish it").click()
    expect(page.get_by_text("unpublished.")).to_be_visible()


def type_text(page: Page, text: str) -> None:
    """At the end of the first block of text, as fast as the editor takes it."""
    page.locator(".Draftail-Editor [contenteditable=true]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def open_story(page: Page) -> None:
    """From wherever the desk is, by the list of stories."""
    page.get_by_label("Main menu").get_by_role("link", name="Stories").click()
    page.get_by_role("link", name=HEADLINE).first.click()
    expect(page.locator("[name=headline]")).to_have_value(HEADLINE)


def text_of(reader: Page, address: str) -> str:
    reader.goto(address)
    return reader.locator("body").inner_text()


def is_loaded(picture: Locator) -> bool:
    return bool(picture.evaluate("image => image.complete && image.naturalWidth > 0"))


def test_authors_are_found_by_typing_and_made_where_they_are_missing(page: Page, site: str) -> None:
    sign_in(page, site)
    page.goto(f"{site}/desk/stories/new/en/")
    field = page.get_by_role("combobox", name="Add authors")
    for name in ("Nino Kapanadze", "Aram Hakobyan"):
        field.fill(name)
        page.get_by_role("option", name=f"New author: {name}").click()
        expect(page.get_by_text(f"Added: {name}")).to_be_visible()
    # Enter comes before the answer to what was typed: it chooses from that answer, not from what is still listed.
    field.press("Escape")
    field.press("ArrowDown")
    expect(page.get_by_role("listbox", name="Authors").get_by_role("option", name="Aram Hakobyan")).to_be_visible()
    field.fill("kapa")
    field.press("Enter")
    expect(page.get_by_text("Already there: Nino Kapanadze")).to_be_visible()
    chosen = page.locator("select[name^=authors-][name$=-author]")
    assert [one.evaluate("field => field.selectedOptions[0].text") for one in chosen.all()] == [
        "Nino Kapanadze",
        "Aram Hakobyan",
    ]


def test_a_check_leads_to_the_field_in_whichever_tab_it_is(page: Page, site: str) -> None:
    sign_in(page, site)
    page.locator("[name=headline]").fill("A story without a place")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("button", name=re.compile("to check")).click()
    go = page.locator("[data-desk-check]")
    page.get_by_role("listitem").filter(has_text="There is no dek").locator(go).click()
    expect(page.locator("[name=dek]")).to_be_focused()
    page.get_by_role("listitem").filter(has_text="There is no place").locator(go).click()
    expect(page.get_by_role("tab", name="Places and topics")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-contentpath=regions]")).to_be_visible()
