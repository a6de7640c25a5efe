"""A newsletter from the form to the last click, on a served newsroom whose mail goes into a folder: sign up, confirm from the
mail, change the language, leave with one click."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

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
READER = "reader@example.org"


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
    settings = newsroom / "newsroom.toml"
    kept = [
        line for line in settings.read_text().splitlines() if not re.match(r"(canonical|server|sender) ?=|\[", line)
    ]
    settings.write_text("\n".join(kept) + MAIL.format(port=port))
    subprocess.run([sys.executable, "-c", LISTS, newsroom], env=environment(), check=True)
    with running("-C", newsroom, "serve", "--port", port):
        front = f"http://127.0.0.1:{port}/en/"
        eventually(lambda: status_of(f"{front}newsletter/") == 200, "the page to subscribe")
        eventually(lambda: (newsroom / "letters.sqlite3").exists(), "the lists in the letters database")
        page.goto(front)
        page.locator(".menu").get_by_role("link", name="Newsletter").click()
        page.get_by_label("Your email address").fill(READER)
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="That didn’t work")).to_be_visible()  # no newsletter was chosen
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


def test_the_preview_beside_a_letter_follows_the_choice(page: Page, newsroom: Path, port: int) -> None:
    name, password = EDITOR
    tamizdat("-C", newsroom, "user", "add", name, "--password-stdin", given=password)
    subprocess.run([sys.executable, "-c", LISTS, newsroom], env=environment(), check=True)
    site = f"http://127.0.0.1:{port}"
    with running("-C", newsroom, "serve", "--port", port):
        eventually(lambda: status_of(f"{site}/desk/") == 200, "the desk's sign-in page")
        sign_in(page, site)
        page.goto(f"{site}/desk/letters/new/")
        page.get_by_role("button", name="Write a letter").first.click()
        letter = page.frame_locator("iframe[title='The letter as a reader gets it']").locator("body")
        expect(letter).to_have_css("background-color", "rgb(250, 247, 240)")
        page.get_by_label("As", exact=True).select_option("Dark")
        expect(letter).to_have_css("background-color", "rgb(23, 21, 18)")
