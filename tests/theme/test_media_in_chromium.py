"""Recordings, galleries and visual stories, with the hand, with keys, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.theme.media import EPISODE, RECORDING, SECONDS, VISUAL, recording

pytestmark = pytest.mark.browser


def test_nothing_of_a_recording_is_loaded_before_it_is_played(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}en/{EPISODE}/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith(RECORDING)]


def in_ranges(route: Route) -> None:
    """As the door answers: a browser seeks only where a server gives parts."""
    whole = recording()
    first = int(route.request.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
    headers = {"Content-Type": "audio/wav", "Content-Range": f"bytes {first}-{len(whole) - 1}/{len(whole)}"}
    route.fulfill(status=206, headers=headers, body=whole[first:])


def test_a_chapter_seeks_and_is_marked_while_it_is_heard(page: Page, served: str) -> None:
    page.route(f"**{RECORDING}", in_ranges)
    page.goto(f"{served}en/{EPISODE}/")
    page.click(".chapters .at >> nth=1")
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 64")
    page.wait_for_function("seconds => Math.abs(document.querySelector('audio').duration - seconds) <= 1", arg=SECONDS)
    expect(page.locator(".chapters [aria-current]")).to_have_count(1)
    expect(page.locator(".chapters .at").nth(1)).to_have_attribute("aria-current", "true")
    page.click(".transcript summary")
    page.click(".transcript .at >> nth=0")
    page.wait_for_function("() => document.querySelector('audio').currentTime < 60")
    expect(page.locator(".chapters .at").nth(0)).to_have_attribute("aria-current", "true")
    assert page.url == f"{served}en/{EPISODE}/"


def test_without_a_script_a_chapter_is_a_way_into_the_recording(browser: Browser, served: str) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{served}en/{EPISODE}/")
    assert page.locator(".chapters .at").nth(1).get_attribute("href") == f"{RECORDING}#t=64"
    assert page.locator("audio[controls]").is_visible()
    page.goto(f"{served}en/{VISUAL}/")
    page.click("#frame-2 .frame-pager a")
    assert page.locator("#frame-3").bounding_box()["y"] == pytest.approx(0, abs=2)
    plain.close()


def test_a_gallery_moves_by_a_picture_with_the_arrow_keys(page: Page, served: str) -> None:
    page.goto(f"{served}en/{EPISODE}/")
    gallery = page.locator(".gallery")
    gallery.focus()
    places = gallery.evaluate("""gallery => [...gallery.children].map(
        one => Math.round(one.getBoundingClientRect().left - gallery.firstElementChild.getBoundingClientRect().left))""")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "place => Math.abs(document.querySelector('.gallery').scrollLeft - place) <= 2", arg=places[1]
    )


@pytest.mark.parametrize(("language", "forward", "back"), [("en", "Right", "Left"), ("fa", "Left", "Right")])
def test_arrow_keys_turn_a_visual_story_in_the_direction_of_reading(
    page: Page, served: str, language: str, forward: str, back: str
) -> None:
    page.goto(f"{served}{language}/{VISUAL}/")

    def top(part: str) -> float:
        return page.locator(part).bounding_box()["y"]

    page.keyboard.press(f"Arrow{forward}")
    page.keyboard.press(f"Arrow{forward}")
    assert top("#frame-2") == pytest.approx(0, abs=2)
    page.keyboard.press(f"Arrow{back}")
    assert top("#frame-1") == pytest.approx(0, abs=2)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_each_picture_of_a_visual_story_runs_from_edge_to_edge(
    page: Page, served: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{served}en/{VISUAL}/")
    assert page.locator(".masthead").bounding_box()["y"] == 0
    for frame in page.locator(".frame:not(.words, .tall)").all():
        box = frame.locator("img").bounding_box()
        assert (box["x"], box["width"]) == (0, width)
        assert frame.bounding_box()["height"] >= height
    assert page.evaluate("getComputedStyle(document.documentElement).scrollSnapType") == "y"


CROPPED = """() => [...document.querySelectorAll('.gallery img')].filter(image => {
    const box = image.getBoundingClientRect(), shape = image.getAttribute('width') / image.getAttribute('height');
    const drawn = getComputedStyle(image).objectFit === 'contain' ? shape : box.width / box.height;
    return box.width < 40 || Math.abs(drawn / shape - 1) > 0.01 || Math.abs(box.width / box.height / shape - 1) > 0.03;
}).length"""


@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("story", [EPISODE, "2026/11/story-0"])
def test_no_picture_of_a_gallery_is_cropped(page: Page, served: str, width: int, story: str) -> None:
    """A chart has its labels at its edges; five pictures lie in a strip, three stand side by side."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served}en/{story}/")
    assert page.locator(".gallery img").count() >= 3
    assert page.evaluate(CROPPED) == 0


def test_a_picture_is_shown_whole_after_a_click_and_is_a_link_to_its_file(
    page: Page, browser: Browser, served: str
) -> None:
    for story, first in (
        (EPISODE, ".gallery a.whole"),
        (VISUAL, ".cover a.whole"),
        ("2026/11/story-0", ".story-lead a"),
    ):
        page.goto(f"{served}en/{story}/")
        link = page.locator(first).first
        link.click(position={"x": 200, "y": 30})
        viewer = page.locator("dialog.viewer")
        expect(viewer.locator("img")).to_have_attribute("src", served.rstrip("/") + str(link.get_attribute("href")))
        shown = viewer.locator("img").bounding_box()
        assert shown
        assert (shown["x"], shown["width"]) == (0, page.evaluate("innerWidth"))
        page.keyboard.press("Escape")
        expect(viewer).to_have_count(0)
        assert page.evaluate("document.activeElement.className") == "whole"
    plain = browser.new_context(java_script_enabled=False)
    bare = plain.new_page()
    bare.goto(f"{served}en/{EPISODE}/")
    bare.locator(".gallery a.whole").first.click()
    bare.wait_for_url("**/_/pictures/p0-1600.jpg")
    plain.close()


def test_paper_has_all_pictures_of_a_gallery_and_what_is_said_in_a_recording(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"{served}en/{EPISODE}/")
    page.emulate_media(media="print")
    boxes = [one.bounding_box() for one in page.locator(".gallery img").all()]
    assert len(boxes) == 5
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 640 for box in boxes)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".transcript .text")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".transcript")).not_to_have_attribute("open", "")
    page.goto(f"{served}en/{VISUAL}/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
