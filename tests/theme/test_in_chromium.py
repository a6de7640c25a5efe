"""What only a browser can tell: nothing blocked, nothing overflowing, menus and players."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route

from tamizdat.edition import portable, text_edition
from tamizdat.edition.shapes import Pages, TextIndex
from tamizdat.edition.shapes.blocks import TextBlock
from tamizdat.render import Renderer
from tests.theme import values
from tests.theme.conftest import POLICY

pytestmark = pytest.mark.browser

LOOKED_AT = ("en/", "en/2026/11/story-0/", "en/2026/11/many/", "en/2026/11/imported/", "fa/", "fa/2026/11/story-0/",
             "en/2026/11/visual/", "fa/2026/11/visual/", "fa/2026/11/episode/", "ru/series/show/", "fa/series/blog/",
             "ru/", "ru/regions/g0/", "en/authors/0/", "en/archive/", "ru/404.html", "")  # fmt: skip


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_pages_fit_their_window_and_the_policy_blocks_nothing_of_ours(page: Page, served: str, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 800})
    for path in LOOKED_AT:
        page.goto(served + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide in a window of {width}"
    assert not [text for text in complaints if "404" not in text], "the specimen has no audio and video files"


def test_a_phone_shows_the_first_headline_and_picture_at_once(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for front in ("en/", "ru/", "fa/"):
        page.goto(served + front)
        for part in (".lead-card .headline", ".lead-card img"):
            box = page.locator(part).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 844, f"{part} of /{front}"


@pytest.mark.parametrize("kind", ["story-0", "bare", "imported"])
def test_a_desktop_shows_how_the_text_begins_on_the_first_screen(page: Page, served: str, kind: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    for language in ("en", "ru", "fa"):
        page.goto(f"{served}{language}/2026/11/{kind}/")
        first = page.locator(".body > p").first.bounding_box()
        assert first
        assert first["y"] < 870, language
        if page.locator(".story-lead img").count():
            picture = page.locator(".story-lead img").bounding_box()
            assert picture
            assert picture["height"] <= 540, language


@pytest.mark.parametrize("width", [1000, 1440])
def test_a_front_without_pictures_has_no_void(page: Page, served: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for language in ("en", "fa"):
        page.goto(f"{served}{language}/bare/")
        parts = [page.locator(f".opening {part}").bounding_box() for part in (".lead-text", ".secondary", ".latest")]
        lead, secondary, latest = [part for part in parts if part]
        assert secondary["y"] - lead["y"] - lead["height"] < 250
        assert latest["y"] - secondary["y"] - secondary["height"] < 80
        assert latest["height"] < 500


def test_the_columns_of_a_table_line_up_by_their_digits(page: Page, served: str) -> None:
    page.goto(f"{served}en/2026/11/story-0/")
    cells = page.locator("td.number")
    ends = cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
    assert ends
    assert set(ends) == {"end"}


def test_pictures_load_without_moving_the_text(page: Page, served: str) -> None:
    page.goto(served + "en/2026/11/story-0/")
    image = page.locator(".story-lead img")
    page.wait_for_function("document.querySelector('.story-lead img').complete")
    assert image.evaluate("image => image.naturalWidth") > 0
    held = image.evaluate("image => image.width / image.height")
    assert held == pytest.approx(image.evaluate("image => image.naturalWidth / image.naturalHeight"), rel=0.01)


def test_menus_open_alone_and_close_on_escape_and_elsewhere(page: Page, served: str) -> None:
    page.goto(served + "en/")
    open_panels = page.locator(".menu details[open]")
    page.click("summary >> nth=0")
    assert page.locator(".panel-body").first.is_visible()
    page.click("summary >> nth=1")
    assert open_panels.count() == 1
    page.keyboard.press("Escape")
    assert open_panels.count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.click("summary >> nth=0")
    page.mouse.click(600, 700)
    assert open_panels.count() == 0


@pytest.mark.parametrize(
    ("typed", "found"), [("geo", ["Georgia"]), ("ГРУЗ", ["Georgia"]), ("caucas", None), ("zzz", [])]
)
def test_a_long_menu_is_narrowed_by_typing_in_any_script(
    page: Page, served: str, typed: str, found: list[str] | None
) -> None:
    page.goto(served + "en/")
    page.click("summary >> nth=0")
    page.get_by_role("searchbox", name="Filter").fill(typed)
    shown = page.locator(".panel[open] li a:visible").all_inner_texts()
    assert shown == (["Armenia", "Azerbaijan", "Georgia"] if found is None else found)
    assert page.get_by_role("status").filter(has_text="No matches").count() == (found == [])


def test_enter_in_a_narrowed_menu_goes_to_the_first_that_is_left(page: Page, served: str) -> None:
    page.goto(served + "en/")
    page.click("summary >> nth=0")
    page.get_by_role("searchbox").fill("georgia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/regions/g0/2/")


def test_a_story_is_shared_and_printed_with_a_script_and_without_one_offers_no_dead_button(
    page: Page, browser: Browser, served: str
) -> None:
    page.goto(served + "en/2026/11/story-0/")
    page.click(".share summary")
    assert page.locator("#address").input_value() == "https://pass.example/en/2026/11/story-0/"
    page.click("text=Copy link")
    assert page.locator("text=Copied").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".share-body").is_visible()
    assert page.get_by_role("button", name="Print").is_visible()
    page.goto(served + "en/2026/11/noted/share/")
    for name in ("Copy link", "Copy text", "Copy HTML"):
        page.get_by_role("button", name=name).first.click()
        assert page.get_by_role("button", name="Copied").first.is_visible()
    bare = browser.new_context(java_script_enabled=False)
    plain = bare.new_page()
    plain.goto(served + "en/2026/11/story-0/")
    plain.click(".share summary")
    assert plain.locator("#address").is_visible()
    assert not plain.locator("button[type=button]:visible").count()  # one that sends a form needs no script
    bare.close()


def test_menus_open_without_scripts(browser: Browser, served: str) -> None:
    bare = browser.new_context(java_script_enabled=False)
    page = bare.new_page()
    page.goto(served + "en/")
    page.click("summary >> nth=0")
    assert page.locator(".panel-body").first.is_visible()
    bare.close()


def test_a_player_is_asked_for_only_after_the_click(page: Page, served: str) -> None:
    asked: list[str] = []

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>player</p>", content_type="text/html")

    page.route(lambda url: not url.startswith(served), elsewhere)
    page.goto(served + "en/2026/11/story-0/")
    page.locator(".embed").first.scroll_into_view_if_needed()
    assert not asked
    page.click(".embed[data-player] .embed-open")
    page.wait_for_selector(".embed iframe")
    page.frame_locator(".embed iframe").locator("p").wait_for()
    assert asked == ["https://www.youtube-nocookie.com/embed/abc123?autoplay=1"]
    assert "allow-scripts" in (page.locator(".embed iframe").get_attribute("sandbox") or "")


def test_headlines_keep_their_contrast_in_both_themes(page: Page, served: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(served + "en/2026/11/story-0/")
        for part in (".body > p", ".story-head .dek", ".kicker", ".story-meta", "figcaption", ".embed-warning"):
            assert contrast(page, part) >= 7, f"{part} in the {scheme} theme"


def test_a_reader_chooses_the_theme_and_the_size_of_text_and_sees_no_other_first(page: Page, served: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{served}en/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light, size = page.evaluate(paper), page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="Dark").click()
    page.get_by_role("button", name="Largest").click()
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    dark = page.evaluate(paper)
    assert luminance(dark) < 0.05 < luminance(light)
    page.route("**/site.*.js", lambda route: route.abort())
    page.goto(f"{served}ru/2026/11/story-0/")
    assert page.evaluate(paper) == dark, "set by the script in the head, which comes before the stylesheet"
    order = page.evaluate("[...document.head.children].map(one => one.src || one.href || '')")
    script, style = (next(place for place, one in enumerate(order) if name in one) for name in ("display.", "site."))
    assert script < style
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > size * 1.2
    assert page.evaluate("document.querySelector('meta[name=theme-color]').content") == "#171512"
    assert page.evaluate("document.cookie") == ""
    page.unroute_all()
    page.goto(f"{served}en/")
    page.get_by_role("button", name="Automatic").click()
    page.get_by_role("button", name="Normal").click()
    assert page.evaluate(paper) == light
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_the_devices_own_whatever_the_device_asks_for(page: Page, served: str, theme: str) -> None:
    """The dark colours stand under two selectors, which must not differ."""
    values_of = """() => { const style = getComputedStyle(document.documentElement);
        return [...document.styleSheets[0].cssRules].flatMap(rule => [...(rule.cssRules || [rule])])
            .filter(rule => /^:root/.test(rule.selectorText)).flatMap(rule => [...rule.style])
            .filter(name => name.startsWith('--')).map(name => name + style.getPropertyValue(name)); }"""
    page.emulate_media(color_scheme=theme)
    page.goto(f"{served}en/")
    own = page.evaluate(values_of)
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    assert page.evaluate(values_of) != own
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    assert page.evaluate(values_of) == own


def test_blocked_pictures_leave_small_words_on_a_calm_ground(page: Page, served: str) -> None:
    page.route("**/_/pictures/**", lambda route: route.abort())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{served}en/")
        image = page.locator(".lead-card img")
        ink, ground, size = image.evaluate(
            "one => { const style = getComputedStyle(one); return [style.color, style.backgroundColor, style.fontSize] }"
        )
        assert float(size.removesuffix("px")) <= 14
        paper = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        share = float(ground.rpartition(",")[2].strip(" )"))
        blended = luminance(ground.replace("rgba", "rgb")) * share + paper * (1 - share)
        light, dark = sorted((luminance(ink), blended), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, scheme


@pytest.mark.parametrize("language", ["fa", "ka", "hy"])
def test_scripts_that_bear_neither_tight_letters_nor_a_typewriter_get_none(
    page: Page, served: str, language: str
) -> None:
    """The specimen's Persian pages; its English ones with the language alone changed, for style sheets see no more."""
    source = language if language == "fa" else "en"
    told = set()
    for path in ("", "latest/", "2026/11/story-0/"):
        page.goto(f"{served}{source}/{path}")
        page.evaluate("code => { document.documentElement.lang = code }", language)
        told |= {tuple(style) for style in page.evaluate(STYLES, language)}
    assert len(told) > 3, "headlines, text and labels were looked at"
    for name, spacing, transform, family, headline, leading in told:
        assert spacing in ("normal", "0px"), name
        assert transform == "none", name
        assert "mono" not in family, name
        assert not headline or leading >= 1.25, name


STYLES = """language => [...document.querySelectorAll("body *")]
  .filter(part => part.closest("[lang]").lang === language)
  .filter(part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(part => {
    const style = getComputedStyle(part), headline = part.matches(":is(h1, h2, h3, .headline), :is(h1, h2, h3, .headline) *");
    return [`${part.localName}.${part.className}`, style.letterSpacing, style.textTransform,
      style.fontFamily.toLowerCase(), headline, parseFloat(style.lineHeight) / parseFloat(style.fontSize)];
  })"""


def contrast(page: Page, part: str) -> float:
    ink, paper = page.evaluate(
        "part => [getComputedStyle(document.querySelector(part)).color, getComputedStyle(document.body).backgroundColor]",
        part,
    )
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_paper_holds_the_story_and_its_address_and_nothing_to_press(page: Page, served: str) -> None:
    page.goto(f"{served}en/2026/11/story-0/")
    pressed = page.locator(".tools, .menu, .languages, .take-along, .next, .neighbours, .phone-links, .listen")
    address = page.locator(".stood")
    assert any(one.is_visible() for one in pressed.all())
    assert not address.is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert not [one for one in pressed.all() if one.is_visible()]
    assert address.is_visible()
    assert address.inner_text() == page.locator("link[rel=canonical]").get_attribute("href")
    assert page.locator("h1, .body, .story-meta time").first.is_visible()
    said = "getComputedStyle(document.body).getPropertyValue('--paper')"
    assert page.evaluate(said) == "#fff", "the dark theme stays on the screen"
    page.set_viewport_size({"width": 643, "height": 985})  # what A4 has between its margins
    lefts = page.evaluate("[...document.querySelectorAll('.figure .image')].map(e => e.getBoundingClientRect().left)")
    assert lefts
    assert min(lefts) >= 0, "pictures that reach the edges of a phone are not cut off on paper"
    assert page.pdf().startswith(b"%PDF")


LONG = ("a" * 300, "W" * 120, "https://example.org/" + "path-of-an-address/" * 12, "ПРЕДПРИНИМАТЕЛЬСТВО" * 8)


@pytest.mark.parametrize("long", LONG)
def test_a_text_page_is_one_request_and_as_wide_as_a_phone(
    page: Page, render: Renderer, long: str, asked: list[str]
) -> None:
    """Its site has no style sheet that could break a long string, and its icon is part of it."""
    html = f'<h2>{long}</h2><p>{long}</p><ul><li><a href="/{long}">{long}</a></li></ul><blockquote><p>{long}</p></blockquote>'
    article = values.article("en", headline=long, dek=long, body=(TextBlock(html=html),), authors=(), byline=long)
    site = replace(values.site("en"), name=long)
    (story, *_) = text_edition.of(article, site, render, portable.clean_html(render, site, article, {}))
    card = replace(values.card("en", 0), headline=long)
    index = TextIndex(cards=(card,), pages=Pages(number=None, last=0, newer="", older=""))
    given = {"site": site, "page": values.page("en", "/en/text/", long), "index": index}
    page.set_viewport_size({"width": 320, "height": 640})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for body in (story.data, render.page("text/index.html", "en", **given)):
        asked.clear()
        page.unroute_all()
        page.route("**/*", functools.partial(answered, body=body))
        page.goto("http://text.example/")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert asked == ["http://text.example/"]
        assert page.locator("link[rel=icon]").get_attribute("href").startswith("data:image/svg+xml,")
    assert complaints == []


def answered(route: Route, body: bytes) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    route.fulfill(body=body, headers=headers)
