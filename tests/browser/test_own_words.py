"""A newsroom says a text of the site's interface its own way: choose it, see what stands there, save, and read it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_first_story import sign_in, text_of
from tests.cli.command import eventually


def test_a_text_is_chosen_from_the_list_and_said_otherwise_on_the_site(page: Page, site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    sign_in(page, site)
    page.goto(f"{site}/desk/newsroom/")
    page.get_by_role("tab", name="Interface text").click()
    page.get_by_role("button", name="Add text").click()
    page.get_by_label("Language").locator("visible=true").select_option("ru")
    field = page.get_by_label("Text in English").locator("visible=true")
    offered = field.evaluate("field => [...field.list.options].map(option => option.value)")
    assert {"Latest", "Skip to content"} <= set(offered)
    field.fill("Skip to content")
    own = page.get_by_label("Our wording").locator("visible=true")
    expect(own).to_have_attribute("placeholder", "Перейти к содержанию")
    own.fill("Сразу к тексту")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("updated.")).to_be_visible()
    assert complaints == [], "of the desk: the site's pages may still be on their way"
    eventually(lambda: "Сразу к тексту" in text_of(page, f"{site}/ru/"), "the newsroom's own words")
    assert "Сразу к тексту" not in text_of(page, f"{site}/en/")
