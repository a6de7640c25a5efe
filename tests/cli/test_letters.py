"""`tamizdat letters`, and the sender as a process of its own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tamizdat.letters.store import Store, lists, sends
from tests.cli.command import environment, eventually, one_line, running, tamizdat
from tests.cli.test_program import loaded_by
from tests.letters.mailing import fill, start

SENT = """
import sys
from pathlib import Path
from tamizdat.cli.django import set_up_django
set_up_django(Path(sys.argv[1]))
from tamizdat.newsroom.models import Letter, LetterList
of = LetterList(slug="weekly", rule="weekly")
of.save()
Letter(list=of, state="sent").save()
"""
MAIL = '[mail]\nserver = "folder:mail"\nsender = "news@example.org"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All that a sender needs of a newsroom."""
    (tmp_path / "newsroom.toml").write_text(f'languages = ["en"]\ncanonical = "https://example.org"\n{MAIL}')
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Store:
    store = Store(str(folder / "letters.sqlite3"))
    lists.replace(store, [lists.MailingList(id=1, slug="weekly", is_open=True, texts={})])
    return store


def test_the_sender_needs_no_django() -> None:
    assert "django" not in loaded_by("import tamizdat.cli.parts.sender")


def test_a_letter_is_sent_and_its_figures_are_the_same_everywhere(folder: Path, store: Store) -> None:
    fill(store, 30)
    send = start(store, letter=7)
    assert "Paused" in tamizdat("-C", folder, "letters", "pause", 7).stdout
    with running("-C", folder, "serve", "--only", "sender") as sender:
        time.sleep(1.5)
        assert json.loads(tamizdat("-C", folder, "letters", "status", 7, "--json").stdout)["handed_over"] == 0
        tamizdat("-C", folder, "letters", "resume", 7)
        eventually(lambda: sends.status(store, send).state == sends.DONE, "the end of the send")
        sender.send_signal(signal.SIGTERM)
        out, _ = sender.communicate(timeout=30)
    assert (sender.returncode, out) == (0, "")
    assert len(list((folder / "mail/new").iterdir())) == 30
    facts = json.loads(tamizdat("-C", folder, "letters", "status", 7, "--json").stdout)
    ends = ("handed_over", "waiting", "deferred", "bounced", "given_up", "uncertain", "cancelled")
    assert sum(facts[end] for end in ends) == facts["all"] == facts["handed_over"] == 30
    said = tamizdat("-C", folder, "letters", "status", 7).stdout
    assert said.startswith("Weekly 7: done, started ")
    assert re.search(r"^  handed over +30$", said, re.MULTILINE)


def test_why_a_letter_waits_is_said(folder: Path, store: Store) -> None:
    fill(store, 3)
    sends.pause(store, start(store, letter=7), "The server refuses letter after letter. Its answer: 550 5.7.1 no")
    assert (
        "Paused because: The server refuses letter after letter."
        in tamizdat("-C", folder, "letters", "status", 7).stdout
    )


def test_what_cannot_be_done_is_one_line(folder: Path, store: Store) -> None:
    fill(store, 1)
    start(store, letter=7)
    assert "has not been sent" in one_line(tamizdat("-C", folder, "letters", "status", 8, status=1))
    assert "is not paused" in one_line(tamizdat("-C", folder, "letters", "resume", 7, status=1))
    tamizdat("-C", folder, "letters", "pause", 7)
    assert "cannot be paused" in one_line(tamizdat("-C", folder, "letters", "pause", 7, status=1))


def test_a_newsroom_with_a_mail_server_is_served_with_a_sender(newsroom: Path, port: int) -> None:
    settings = newsroom / "newsroom.toml"
    settings.write_text(settings.read_text().replace("[mail]\n", MAIL))
    assert "There is no letter 1" in one_line(tamizdat("-C", newsroom, "letters", "send", 1, status=1))
    assert tamizdat("-C", newsroom, "letters", "list").stdout == ""
    subprocess.run([sys.executable, "-c", SENT, newsroom], env=environment(), check=True)
    assert "was sent already" in one_line(tamizdat("-C", newsroom, "letters", "send", 1, status=1))
    with running("-C", newsroom, "serve", "--port", port):
        eventually(lambda: "sender" in tamizdat("-C", newsroom, "status").stdout.partition("Running")[2], "the sender")


def test_the_address_for_a_provider_is_secret_and_stays(folder: Path) -> None:
    (folder / "keys").mkdir()
    first, again = (tamizdat("-C", folder, "letters", "webhook").stdout for _ in range(2))
    assert first == again
    assert re.fullmatch(r"https://example\.org/api/letters/returned\?t=[\w-]{24}\n", first)
