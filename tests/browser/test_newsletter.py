"""A newsletter from the form to the last click, on a served newsroom whose mail goes into a folder: sign up, confirm from the
mail, change the language, leave with one click. And a letter, from the list of which it is one to the last reader."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import EDITOR
from tests.browser.test_first_story import sign_in
from tests.cli.command import environment, eventually, running, status_of, tamizdat

MAIL = """
canonical = "http://127.0.0.1:{port}"
[mail]
server = "folder:mail"
sender = "news@example.org"
"""
LISTS = """
import sys
from pathlib import Path
from tamizdat.cli.django import set_up_django
set_up_django(Path(sys.argv[1]))
from tamizdat.newsroom.models import LetterList, LetterListText
for slug, names in {"weekly": {"en": "The week", "ru": "Неделя"}, "daily": {"en": "The day", "ru": "День"}}.items():
    row = LetterList(slug=slug, rule=slug)
    row.texts = [LetterListText(language=language, name=name) for language, name in names.items()]
    row.save()
"""
NEWS = """
import io, sys
from pathlib import Path
from tamizdat.cli.django import set_up_django
set_up_django(Path(sys.argv[1]))
from django.core.files.base import ContentFile
from PIL import Image
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, LetterList, LetterListText, Picture
LetterList(slug="weekly", most_stories=1, texts=[LetterListText(language="en", name="The week")]).save()
for headline in ("A road over the pass", "A bridge at Zeskari"):
    story = Article(headline=headline, dek="It is open.", body=[("text", "<p>The road is open.</p>")])
    articles.publish(articles.create(story, "en"))
file = io.BytesIO()
Image.new("RGB", (600, 400), (38, 52, 70)).save(file, "JPEG")
picture = Picture(title="A pass", file=ContentFile(file.getvalue(), "pass.jpg"), alt_text="A pass")
picture.save()
picture.get_file_hash()
"""
READER = "reader@example.org"
SAVED = "#w-autosave-indicator[data-state=saved]"


def with_mail(newsroom: Path, port: int) -> None:
    settings = newsroom / "newsroom.toml"
    kept = [
        line for line in settings.read_text().splitlines() if not re.match(r"(canonical|server|sender) ?=|\[", line)
    ]
    settings.write_text("\n".join(kept) + MAIL.format(port=port))


def mails(newsroom: Path) -> dict[str, str]:
    """The text of each mail to the reader in the folder, by subject."""
    found = {}
    for path in (newsroom / "mail" / "new").glob("*"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert READER in str(message["To"])
        part = message.get_body(("plain",))
        assert part
        found[str(message["Subject"])] = str(part.get_content())
    return found


def link(newsroom: Path, action: str) -> str:
    """The address in a mail, as soon as one has it."""

    def sought() -> list[str]:
        return [
            one
            for text in mails(newsroom).values()
            for one in re.findall(rf"http://\S+/api/letters/{action}\?t=[\w-]+", text)
        ]

    eventually(lambda: bool(sought()), f"a mail with a link to {action}")
    return sought()[0]


def test_a_reader_signs_up_confirms_changes_and_leaves(page: Page, newsroom: Path, port: int) -> None:
    with_mail(newsroom, port)
    subprocess.run([sys.executable, "-c", LISTS, newsroom], env=environment(), check=True)
    with running("-C", newsroom, "serve", "--port", port):
        front = f"http://127.0.0.1:{port}/en/"
        eventually(lambda: status_of(f"{front}newsletter/") == 200, "the page to subscribe")
        eventually(lambda: (newsroom / "letters.sqlite3").exists(), "the lists in the letters database")
        page.goto(front)
        page.locator(".menu").get_by_role("link", name="Newsletter").click()
        page.get_by_label("Your email address").fill(READER)
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="Choose a newsletter")).to_be_visible()
        page.go_back()
        page.get_by_label("The week").check()
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="Check your email")).to_be_visible()

        page.goto(link(newsroom, "confirm"))
        expect(page.locator(".choice-names")).to_have_text("The week")
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="You are subscribed")).to_be_visible()

        page.goto(link(newsroom, "preferences"))
        expect(page.get_by_label("The week")).to_be_checked()
        page.get_by_label("The day").check()
        page.get_by_label("Language", exact=True).select_option("Русский")
        page.get_by_label("Text only").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Сохранено.")
        expect(page.get_by_label("День")).to_be_checked()
        expect(page.get_by_label("Только текст")).to_be_checked()
        assert page.context.cookies() == []

        leave = page.request.post(link(newsroom, "leave"), form={"List-Unsubscribe": "One-Click"})
        assert leave.status == 200
        assert "Вы отписались" in leave.text()
        page.reload()
        expect(page.get_by_label("Неделя")).not_to_be_checked()
        expect(page.get_by_label("День")).to_be_checked()
    assert "127.0.0.1" not in str(mails(newsroom).keys())


def test_a_letter_from_the_empty_form_to_the_last_reader(
    page: Page, context: BrowserContext, newsroom: Path, port: int
) -> None:
    name, password = EDITOR
    tamizdat("-C", newsroom, "user", "add", name, "--password-stdin", given=password)
    with_mail(newsroom, port)
    subprocess.run([sys.executable, "-c", NEWS, newsroom], env=environment(), check=True)
    (newsroom / "readers.csv").write_text(f"email,confirmed_at\n{READER},2026-01-02\n")
    site = f"http://127.0.0.1:{port}"
    with running("-C", newsroom, "serve", "--port", port):
        eventually(lambda: status_of(f"{site}/en/newsletter/") == 200, "the page to subscribe")
        eventually(lambda: status_of(f"{site}/desk/") == 200, "the desk's sign-in page")
        eventually(lambda: (newsroom / "letters.sqlite3").exists(), "the lists in the letters database")
        tamizdat(
            "-C", newsroom, "subscribers", "import", newsroom / "readers.csv", "--list", "weekly", "--language", "en"
        )
        sign_in(page, site)
        page.goto(f"{site}/desk/letters/new/")
        page.get_by_role("button", name="Write a letter").click()
        fill_letter(page)
        look_at_letter(page)
        page = lose_the_line(page, context)
        meet_another_window(page, context)

        page.get_by_role("link", name="Test and send").click()
        page.get_by_label("Your email address").fill(READER)
        page.get_by_role("button", name="Send a test").click()
        eventually(lambda: "The pass is open" in str(mails(newsroom).keys()), "the test in the mail folder")
        page.get_by_label("Send at").fill("2031-01-02 10:00")
        page.get_by_role("button", name="Approve and schedule").click()
        expect(page.get_by_text("Approved")).to_be_visible()
        page.get_by_role("button", name="Send now…").click()
        expect(page.locator(".desk-figures")).to_contain_text("English1")
        page.get_by_role("button", name="Send to the readers").click()
        expect(page.get_by_text("1 of 1 readers")).to_be_visible()
        expect(page.get_by_text("The sending has ended.")).to_be_visible()
    text = mails(newsroom)["The pass is open"]
    assert "Hello from the newsroom." in text
    assert text.index("A bridge at Zeskari") < text.index("And now the weather.") < text.index("A road over the pass")


def fill_letter(page: Page) -> None:
    """The rule has put in the newest story; another, a text and a picture are added, and the text goes up by one."""
    parts = page.locator(".desk-parts [data-inline-panel-child]:visible")
    expect(parts).to_have_count(1)
    page.get_by_label("Add a story").fill("road")
    page.get_by_role("option", name="A road over the pass").click()
    page.get_by_role("button", name="Add a text").click()
    expect(parts).to_have_count(3)
    expect(page.locator(SAVED)).to_be_visible()  # with an empty part
    parts.last.locator("[contenteditable=true]").click()
    page.keyboard.type("And now the weather.")
    parts.last.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Add a picture").click()
    parts.last.get_by_role("button", name="Choose").first.click()
    page.locator("[data-chooser-modal-choice]").first.click()
    expect(parts.last.locator("img")).to_be_visible()
    texts = page.locator("[id^=inline_child_texts-]")
    texts.locator("[name=texts-0-subject]").fill("The pass is open")
    texts.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Hello from the newsroom.")
    expect(page.locator(SAVED)).to_have_count(0)
    expect(page.locator(SAVED)).to_be_visible()


def look_at_letter(page: Page) -> None:
    letter = page.frame_locator("iframe[title='The letter as a reader gets it']").locator("body")
    expect(letter).to_have_css("background-color", "rgb(250, 247, 240)")
    expect(letter).to_contain_text("And now the weather.")
    expect(letter.locator("img")).to_have_count(1)
    look = page.get_by_label("As", exact=True)
    look.select_option("Dark")
    expect(letter).to_have_css("background-color", "rgb(23, 21, 18)")
    look.select_option("Phone")
    expect(page.locator("iframe.desk-letter__phone")).to_have_css("width", "390px")
    look.select_option("Text part")
    expect(letter.locator("pre")).to_contain_text("Hello from the newsroom.")
    expect(page.locator("#desk-letter-findings")).to_contain_text("There is no preheader")


def lose_the_line(page: Page, context: BrowserContext) -> Page:
    """What was typed without a connection is offered when the letter is opened again; the new page."""
    context.set_offline(True)
    page.locator("#id_texts-0-preheader").fill("Typed in the tunnel")
    expect(page.locator("#w-autosave-indicator")).to_contain_text("You’re offline")
    address = page.url
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.get_by_role("region", name="Unsaved changes found").get_by_role("button", name="Restore them").click()
    expect(again.locator("#id_texts-0-preheader")).to_have_value("Typed in the tunnel")
    expect(again.locator(SAVED)).to_be_visible()
    return again


def meet_another_window(page: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(page.url)
    other.locator("#id_texts-0-preheader").fill("Of another window")
    expect(other.locator(SAVED)).to_be_visible()
    other.close()
    page.locator("#id_texts-0-preheader").fill("Of this window")
    expect(page.locator("#w-autosave-indicator")).to_contain_text("Press Save to see both texts")
    page.get_by_role("button", name="Save", exact=True).click()
    both = page.get_by_role("region", name="Two texts of this letter")
    expect(both).to_contain_text("Of another window")
    expect(both).to_contain_text("Of this window")
    both.get_by_role("button", name="Save mine").click()
    expect(page.locator("#id_texts-0-preheader")).to_have_value("Of this window")
    expect(both).to_have_count(0)
