"""Letters at the desk: writing, previewing and checking one, its sending, and who may see readers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.config import wiring
from tamizdat.desk import edition_report, preview
from tamizdat.desk.letters import checks, domain, versions, wired
from tamizdat.desk.letters import store as opened
from tamizdat.letters import sending_domain, subscribing
from tamizdat.letters.links import CONFIRM, Link
from tamizdat.letters.store import deliveries, lists, readers, sends
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.lists import MailingList
from tamizdat.newsroom.actions import articles, people
from tamizdat.newsroom.models import Article, Letter, LetterItem, LetterList, LetterListText, LetterText
from tests.desk.conftest import PASSWORD, signed_in
from tests.desk.forms import rich

Make = Callable[..., Article]
NOW = int(time.time())


@pytest.fixture
def wires() -> Iterator[None]:
    """The desk as it is served: with the edition's renderer."""
    before = wired.compose, preview.render_article
    wiring.tie_desk(report=edition_report.read)
    yield
    wired.compose, preview.render_article = before


@pytest.fixture
def database(settings: Any, tmp_path: Path) -> Store:
    """A letters database of the test's own."""
    settings.NEWSROOM = replace(settings.NEWSROOM, letters_database=str(tmp_path / "letters.sqlite3"))
    return opened.store()


@pytest.fixture
def weekly() -> LetterList:
    row = LetterList(slug="weekly", fill="hand", texts=[LetterListText(language="en", name="The week on the pass")])
    row.save()
    return row


@pytest.fixture
def letter(weekly: LetterList, published: Make) -> Letter:
    story = published("A road over the pass", dek="Snow.", body=[("text", "<p>The road is open.</p>")])
    row = Letter(
        list=weekly,
        texts=[
            LetterText(language="en", subject="The road", preheader="Snow on the pass", introduction="<p>Hello.</p>")
        ],
        items=[LetterItem(kind="story", article=story.translation_key, full_text=True)],
    )
    row.save()
    return row


def form(letter: Letter, *, texts: list[dict[str, Any]], items: list[dict[str, Any]]) -> dict[str, Any]:
    """The letter's form as a browser sends it."""
    empty = {"text": rich(""), "picture": "", "article": "", "language": ""}
    return dict(
        nested_form_data(
            {
                "loaded": versions.version(letter),
                "with_pictures": "on",
                "texts": inline_formset(
                    [
                        {"preheader": "", "introduction": rich(""), "closing": rich(""), "note": rich("")} | one
                        for one in texts
                    ],
                    initial=sum("id" in one for one in texts),
                ),
                "items": inline_formset([empty | one for one in items]),
            }
        )
    )


def test_a_letter_is_begun_by_one_click_and_saved_as_it_is_written(
    editor: Client, weekly: LetterList, published: Make
) -> None:
    road, bridge = published("A road"), published("A bridge")
    answer = editor.post("/desk/letters/new/", {"list": weekly.pk})
    row = Letter.objects.get()
    assert answer.headers["Location"] == f"/desk/letters/edit/{row.pk}/"
    page = editor.get(f"/desk/letters/edit/{row.pk}/").content.decode()
    assert 'data-controller="w-unsaved w-autosave"' in page
    own = {"id": row.texts.get().pk, "language": "en"}
    texts = [own | {"subject": "The road is open", "introduction": rich("<p>Hello.</p>")}]
    items = [
        {"kind": "story", "article": str(bridge.translation_key), "full_text": "on"},
        {"kind": "text", "text": rich("<p>And now the weather.</p>")},
        {"kind": "story", "article": str(road.translation_key)},
    ]
    sent = form(row, texts=texts, items=items)
    answer = editor.post(f"/desk/letters/edit/{row.pk}/", sent, headers={"Accept": "application/json"})
    assert answer.json()["success"]
    assert {"items-0-id", "items-2-id"} <= answer.json()["field_updates"].keys(), "the next save adds no second one"
    row = Letter.objects.get()
    assert [(item.kind, item.article, item.full_text) for item in row.items.all()] == [
        ("story", bridge.translation_key, True),
        ("text", None, False),
        ("story", road.translation_key, False),
    ]
    assert "A bridge</option>" in editor.get(f"/desk/letters/edit/{row.pk}/").content.decode()


def test_a_draft_is_saved_as_far_as_it_is_written(editor: Client, weekly: LetterList) -> None:
    letter = Letter(list=weekly)
    letter.save()
    address = f"/desk/letters/edit/{letter.pk}/"
    parts = [{"kind": "text"}, {"kind": "picture"}, {"kind": "text", "text": rich("<p>Hello.</p>")}]
    half = form(letter, texts=[{"language": "en", "subject": ""}, {"language": "", "subject": "x"}], items=parts)
    answer = editor.post(address, half, headers={"Accept": "application/json"}).json()
    assert (answer["success"], answer["left_out"]) == (True, ["texts-1-language"])
    assert [item.kind for item in letter.items.all()] == ["text", "picture", "text"]
    empty = [one.where for one in checks.findings(letter) if "is empty: readers" in one.text]
    assert empty == ["Part 1", "Part 2"]
    twice = form(letter, texts=[{"language": "ru", "subject": one} for one in "ab"], items=[])
    answer = editor.post(address, twice, headers={"Accept": "application/json"}).json()
    assert answer["success"] or answer["error_code"] == "validation_error"


def test_a_letter_that_somebody_else_changed_is_not_overwritten_unseen(editor: Client, letter: Letter) -> None:
    address, text = f"/desk/letters/edit/{letter.pk}/", letter.texts.get()
    boris = signed_in(people.add_user("boris", password=PASSWORD))
    story = {"kind": "story", "article": str(letter.items.get().article)}

    def written(introduction: str, *more: dict[str, Any], **fields: str) -> dict[str, Any]:
        row = {"id": text.pk, "language": "en", "subject": "The road", "introduction": rich(introduction)}
        return form(letter, texts=[row], items=[*more]) | fields

    mine = written("<p>Hello from Anna.</p>", story)
    theirs = written("<p>Hello from Boris.</p>", {"kind": "text", "text": rich("<p>The weather.</p>")}, story)
    assert boris.post(address, theirs, headers={"Accept": "application/json"}).json()["success"]
    answer = editor.post(address, mine, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert "boris" in answer.json()["error_message"]

    for kept in ({}, {"desk-kept": "1"}):  # pressed Save, or brought back what a device had kept
        page = editor.post(address, mine | kept)
        shown = {one.label: (one.saved, one.sent) for one in page.context["differences"]}
        assert shown["English: Introduction"] == (
            [("Hello from ", False), ("Boris.", True)],
            [("Hello from ", False), ("Anna.", True)],
        )
        assert "The weather." in "".join(piece for piece, _marked in shown["Stories, texts and pictures"][0])
        assert not page.context["autosave_enabled"], "nothing is saved before one of the two is chosen"
        assert "Hello from Boris." in letter.texts.get().introduction

    again = {name: value for name, value in mine.items() if not name.endswith("-id")}
    again |= {"replaces": "1", "loaded": page.context["loaded"], "texts-INITIAL_FORMS": "0", "texts-0-id": ""}
    assert editor.post(address, again).status_code == 302
    assert "Hello from Anna." in letter.texts.get().introduction
    assert [one.kind for one in letter.items.all()] == ["story"]


def test_a_letter_that_was_sent_meanwhile_keeps_its_text_and_says_so(editor: Client, letter: Letter) -> None:
    address, late = f"/desk/letters/edit/{letter.pk}/", form(letter, texts=[], items=[])
    Letter.objects.update(state=Letter.State.SENT)
    answer = editor.post(address, late, headers={"Accept": "application/json"})
    assert "was sent meanwhile" in answer.json()["error_message"]
    assert "was sent meanwhile" in editor.post(address, late, follow=True).content.decode()
    assert letter.texts.count() == 1


def test_stories_are_found_by_their_words_in_any_language(editor: Client, published: Make) -> None:
    road = published("A road over the pass")
    published("Мост", "ru")
    found = editor.get("/desk/letters/stories/", {"q": "road"}).json()["found"]
    assert [(one["id"], one["name"]) for one in found] == [(str(road.translation_key), "A road over the pass")]
    assert [one["name"] for one in editor.get("/desk/letters/stories/", {"q": "мост"}).json()["found"]] == ["Мост"]
    assert len(editor.get("/desk/letters/stories/").json()["found"]) == 2


@pytest.mark.usefixtures("wires")
def test_the_preview_shows_what_readers_get(editor: Client, letter: Letter) -> None:
    def shown(look: str, language: str = "en") -> str:
        answer = editor.get(f"/desk/letters/{letter.pk}/preview/", {"language": language, "as": look})
        policy = answer.headers["Content-Security-Policy"]
        # Of another origin, the form could not change what the frame shows.
        assert ("sandbox allow-same-origin" in policy, "allow-scripts" in policy) == (True, False)
        return answer.content.decode()

    light, dark = shown("light"), shown("dark")
    assert "The road is open." in light
    assert "{{" not in light
    assert "@media not all" in light
    assert "@media all" in dark
    assert "<p>" not in shown("text").partition("<pre")[2]
    assert "The road is open." in shown("text-only")
    assert "no text in this language" in shown("light", "ru")
    assert editor.get(f"/desk/letters/{letter.pk}/preview/", {"language": "xx"}).status_code == 404


@pytest.mark.usefixtures("wires")
def test_the_checks_name_what_is_missing(letter: Letter, draft: Make, published: Make, monkeypatch: Any) -> None:
    assert {one.text.partition(":")[0] for one in checks.findings(letter)} == {"There is no subject"}, (
        "of the other languages"
    )
    killed, hidden = published("A killed one"), draft("A hidden one")
    articles.kill(killed, reason="Court")
    text = letter.texts.get()
    text.subject, text.preheader, text.introduction = "x" * 80, "", '<p><a href="/en/nothing/">dead</a></p>'
    letter.texts = [text]
    letter.items = [
        *letter.items.all(),
        LetterItem(kind="story", article=killed.translation_key),
        LetterItem(kind="story", article=hidden.translation_key),
        LetterItem(kind="text", text='<p><a href="https://">broken</a></p>'),
        LetterItem(kind="picture"),
    ]
    letter.save()
    monkeypatch.setattr(checks, "CLIP", 100)
    found = {one.text: one.where for one in checks.findings(letter)}
    for words, where in {
        "has 80 characters": "English",
        "There is no preheader": "English",
        "leads to a page that the site does not have": "English",
        "“A killed one” was killed": "Story 2",
        "“A hidden one” is not published": "Story 3",
        "has no working address": "Part 4",
        "This part is empty": "Part 5",
        "Gmail cuts letters off": "English",
    }.items():
        assert [place for text, place in found.items() if words in text] == [where], words


def subscribed(database: Store, row: LetterList, *addresses: str) -> list[int]:
    """Readers who asked and confirmed."""
    lists.replace(database, [MailingList(id=row.pk, slug=row.slug, is_open=True, texts={"en": {"name": "The week"}})])
    numbers = []
    for address in addresses:
        joined = subscribing.join(
            database, opened.key(), address=address, language="en", lists=[row.pk], how="form", shown="", now=NOW
        )
        assert joined.reader
        subscribing.confirm(database, Link(action=CONFIRM, reader=joined.reader, list=row.pk), NOW)
        numbers.append(joined.reader)
    return numbers


def queued(database: Store, letter: Letter) -> int:
    content = sends.Content(
        language="en",
        subject="x",
        discreet_subject="x",
        from_name="x",
        discreet_from_name="x",
        html="",
        text="{{leave}} {{preferences}}",
    )
    letter.send = sends.start(
        database, letter=letter.pk, list=letter.list_id, title="x", contents=[content], stories=[], now=NOW
    )
    letter.state = Letter.State.SENDING
    letter.save()
    return letter.send


@pytest.mark.usefixtures("wires")
def test_a_letter_is_sent_after_one_question_that_says_to_how_many(
    editor: Client, letter: Letter, database: Store, monkeypatch: Any
) -> None:
    subscribed(database, letter.list, "one@example.org", "two@example.org")
    started: list[int] = []
    monkeypatch.setattr(wired, "start", lambda row: started.append(row.pk) or 1)
    address = f"/desk/letters/{letter.pk}/sending/"
    asked = editor.post(address, {"do": "send"}).content.decode()
    assert not started
    assert ('<bdi>English</bdi></th><td class="desk-number">2</td>' in asked, "Send to the readers" in asked) == (
        True,
        True,
    )
    assert editor.post(address, {"do": "send", "sure": "1"}).status_code == 302
    assert started == [letter.pk]


def test_the_figures_of_a_sending_add_up_and_uncertain_ones_are_sent_again_only_when_asked(
    editor: Client, letter: Letter, database: Store
) -> None:
    first, second, third = subscribed(database, letter.list, "one@example.org", "two@example.org", "three@example.org")
    send = queued(database, letter)
    deliveries.take(database, "s", 10, NOW)
    deliveries.settle(
        database,
        "s",
        [
            deliveries.Result(send=send, reader=first, state="handed_over", attempts=1),
            deliveries.Result(send=send, reader=second, state="uncertain", attempts=1),
            deliveries.Result(send=send, reader=third, state="bounced", attempts=1),
        ],
    )
    sends.finish(database, NOW)
    address = f"/desk/letters/{letter.pk}/"
    shown = editor.get(f"{address}progress/").content.decode()
    assert "3 of 3 readers" in shown
    assert "Not every reader got the letter" in shown
    assert "data-ended" in shown
    warned = editor.post(f"{address}sending/", {"do": "again"}).content.decode()
    assert "some readers get the letter twice" in warned
    assert sends.status(database, send).uncertain == 1
    editor.post(f"{address}sending/", {"do": "again", "sure": "1"})
    assert (sends.status(database, send).uncertain, sends.status(database, send).waiting) == (0, 1)


def test_a_sending_is_paused_resumed_and_cancelled(editor: Client, letter: Letter, database: Store) -> None:
    subscribed(database, letter.list, "one@example.org")
    send, address = queued(database, letter), f"/desk/letters/{letter.pk}/sending/"
    letter.stopped_by = "A road over the pass"
    letter.save()
    editor.post(address, {"do": "pause"})
    warned = editor.post(address, {"do": "resume"}).content.decode()
    assert "“A road over the pass”, which was taken down" in warned
    assert sends.status(database, send).state == "paused"
    editor.post(address, {"do": "resume", "sure": "1"})
    ModelLogEntry.objects.all().delete()
    for verb, state in (("pause", "paused"), ("resume", "waiting"), ("cancel", "cancelled")):
        editor.post(address, {"do": verb, "sure": "1"})
        assert sends.status(database, send).state == state
        assert ModelLogEntry.objects.filter(action=f"tamizdat.{verb}_letter").count() == 1
    assert editor.get(f"/desk/letters/edit/{letter.pk}/").headers["Location"] == address, (
        "its text stays as it was sent"
    )


def test_a_correction_goes_to_the_readers_of_the_letter(editor: Client, letter: Letter, database: Store) -> None:
    address = f"/desk/letters/{letter.pk}/sending/"
    assert editor.post(address, {"do": "correct"}).status_code == 404, "nobody has the letter yet"
    queued(database, letter)
    assert "Write a correction" in editor.get(address).content.decode()
    editor.post(address, {"do": "note", "note-en": "Withdrawn <b>today</b>.\r\n\r\nRead why."})
    noted = Letter.objects.get(pk=letter.pk).texts.get(language="en")
    assert noted.note == "<p>Withdrawn &lt;b&gt;today&lt;/b&gt;.</p>\n\n<p>Read why.</p>"
    editor.post(address, {"do": "note"})
    assert Letter.objects.get(pk=letter.pk).texts.get(language="en").note == noted.note, "nothing was changed"
    assert noted.subject == letter.texts.get(language="en").subject
    draft = Letter.objects.exclude(pk=letter.pk)
    assert not draft.exists()
    answer = editor.post(address, {"do": "correct"})
    assert answer.url == f"/desk/letters/edit/{draft.get().pk}/"
    assert (draft.get().list, draft.get().state) == (letter.list, "draft")


def test_the_list_of_letters_says_when_each_is_to_be_sent(editor: Client, letter: Letter) -> None:
    at = timezone.now().replace(year=2031, month=3, day=4)
    for state, said in (("draft", "Not scheduled"), ("waiting", "After approval"), ("approved", "4 March 2031")):
        Letter.objects.filter(pk=letter.pk).update(state=state, send_at=at)
        assert said in editor.get("/desk/letters/").content.decode()


def test_who_may_not_send_asks_for_approval(letter: Letter, database: Store) -> None:
    user = person("access_admin", "change_letter")
    client, address = signed_in(user), f"/desk/letters/{letter.pk}/sending/"
    assert "Send now" not in client.get(address).content.decode()
    for verb in ("send", "approve", "pause", "again"):
        assert client.post(address, {"do": verb, "sure": "1", "at": "2099-01-01 10:00"}).status_code == 302
        assert Letter.objects.get().state == "draft"
    client.post(address, {"do": "wait"})
    assert Letter.objects.get().state == "waiting"
    editor = signed_in(people.add_user("anna", password=PASSWORD))
    editor.post(address, {"do": "approve", "at": "2020-01-01 10:00"})
    assert Letter.objects.get().state == "waiting", "the time is past"
    editor.post(address, {"do": "approve", "at": "2099-01-01 10:00"})
    assert Letter.objects.get().state == "approved"
    text = {"id": LetterText.objects.get().pk, "language": "en", "subject": "Changed"}
    sent = form(letter, texts=[text], items=[])
    client.post(f"/desk/letters/edit/{letter.pk}/", sent)
    assert Letter.objects.get().state == "waiting", "what was approved is another text"


def person(*rights: str) -> User:
    user = User.objects.create_user("-".join(rights)[:150])
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


PAGES = {
    "/desk/letters/readers/": {"change_letter"},
    "/desk/letters/readers/{reader}/": {"see_readers"},
    "/desk/letters/readers/{reader}/erase/": {"see_readers"},
    "/desk/letters/mail/": {"see_readers"},
    "/desk/letters/domain/": {"send_letter"},
    "/desk/letters/{letter}/preview/": {"change_letter"},
    "/desk/letters/{letter}/sending/": {"change_letter"},
    "/desk/letters/{letter}/progress/": {"change_letter"},
    "/desk/letters/{letter}/checks/": {"change_letter"},
    "/desk/letters/stories/": {"change_letter"},
    "/desk/letters/edit/{letter}/": {"change_letter"},
    "/desk/letters/new/": {"add_letter"},
    "/desk/letter-lists/new/": {"add_letterlist"},
}


def test_each_page_asks_for_its_right(letter: Letter, database: Store) -> None:
    (reader,) = subscribed(database, letter.list, "one@example.org")
    every = sorted(set().union(*PAGES.values()))
    for right in every:
        client = signed_in(person("access_admin", right))
        for address, needed in PAGES.items():
            answer = client.get(address.format(reader=reader, letter=letter.pk))
            assert (answer.status_code == 200) == (needed == {right}), (right, address, answer.status_code)


def test_editors_see_counts_and_managing_editors_find_a_reader(editor: Client, letter: Letter, database: Store) -> None:
    (reader,) = subscribed(database, letter.list, "one@example.org")
    page = editor.get("/desk/letters/readers/").content.decode()
    assert '<td class="desk-number">1</td>' in page
    assert "one@example.org" not in page
    rows = html.document_fromstring(editor.get("/desk/letter-lists/").content).xpath("//tbody/tr")
    found = [row.text_content().split() for row in rows if "The week on the pass" in row.text_content()]
    assert [words.count("1") for words in found] == [1], "the list says how many readers it has"
    assert editor.post("/desk/letters/readers/", {"address": "one@example.org"}).status_code == 302
    user = people.add_user("nino", password=PASSWORD)
    user.groups.set([people.roles()[1]])
    manager = signed_in(user)
    found = manager.post("/desk/letters/readers/", {"address": "One@example.org"})
    assert found.headers["Location"] == f"/desk/letters/readers/{reader}/"
    assert "no reader" in manager.post("/desk/letters/readers/", {"address": "none@example.org"}).content.decode()
    shown = manager.get(found.headers["Location"]).content.decode()
    assert ("one@example.org" in shown, "Confirmed" in shown) == (True, True)


def test_a_reader_is_exported_and_erased_and_both_are_recorded(letter: Letter, database: Store) -> None:
    (reader,) = subscribed(database, letter.list, "one@example.org")
    client = signed_in(person("access_admin", "see_readers", "change_letter"))
    export = client.post(f"/desk/letters/readers/{reader}/export/")
    assert export.headers["Content-Disposition"].startswith("attachment")
    assert "one@example.org" in str(export.json())
    assert "one@example.org" in client.get(f"/desk/letters/readers/{reader}/erase/").content.decode()
    assert readers.one(database, reader)
    client.post(f"/desk/letters/readers/{reader}/erase/")
    assert readers.one(database, reader) is None
    kept = ModelLogEntry.objects.filter(action__in=["tamizdat.export_reader", "tamizdat.erase_reader"])
    assert kept.count() == 2
    assert "one@example.org" not in str([entry.data for entry in kept])


def test_mail_on_this_machine_is_shown_in_a_frame_without_scripts(settings: Any, tmp_path: Path) -> None:
    mail = replace(settings.NEWSROOM.mail, server="folder:mail", sender="news@example.org")
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path, mail=mail)
    client = signed_in(person("access_admin", "see_readers"))
    assert "No mail has been sent yet" in client.get("/desk/letters/mail/").content.decode()
    message = EmailMessage()
    message["To"], message["Subject"] = "one@example.org", "The road is open"
    message.set_content("Plain.")
    message.add_alternative("<p>The <b>road</b></p><script>alert(1)</script>", subtype="html")
    (tmp_path / "mail" / "new").mkdir(parents=True)
    (tmp_path / "mail" / "new" / "n1.s0.1.tamizdat").write_bytes(bytes(message))
    (tmp_path / "secret").write_text("Subject: secret")
    listed = client.get("/desk/letters/mail/").content.decode()
    assert ("The road is open" in listed, "one@example.org" in listed) == (True, True)
    parts = {part: client.get(f"/desk/letters/mail/n1.s0.1.tamizdat/?part={part}") for part in ("", "text", "headers")}
    assert {
        part: [word in answer.content.decode() for word in ("sandbox=", "Plain.", "To: one@")]
        for part, answer in parts.items()
    } == {
        "": [True, False, False],
        "text": [False, True, False],
        "headers": [False, False, True],
    }
    assert "<b>road</b>" not in parts["text"].content.decode()
    framed = client.get("/desk/letters/mail/n1.s0.1.tamizdat/html/")
    assert "<b>road</b>" in framed.content.decode()
    policy = framed.headers["Content-Security-Policy"]
    assert ("sandbox" in policy, "allow-scripts" in policy, "default-src 'none'" in policy) == (True, False, True)
    for name in ("..%2Fsecret", "..", "secret", "n2"):
        assert client.get(f"/desk/letters/mail/{name}/").status_code == 404


class Nothing:
    """A resolver of a world where nothing is published."""

    def records(self, name: str, kind: str) -> list[str]:
        return []


def test_the_sending_domain_is_checked_when_somebody_asks(
    editor: Client, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    assert "No sender is set yet" in editor.get("/desk/letters/domain/").content.decode()
    mail = replace(settings.NEWSROOM.mail, server="folder:mail", sender="news@news.example")
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path, mail=mail)
    settings.NEWSROOM.keys.mkdir()
    monkeypatch.setattr(domain, "resolver", Nothing)
    shown = editor.get("/desk/letters/domain/").content.decode()
    assert shown.count("._domainkey.news.example") == 2
    found = html.document_fromstring(editor.post("/desk/letters/domain/").content)
    assert len(found.find_class("desk-state--mend")) == 5, "SPF, two keys, DMARC, replies"


def test_every_finding_about_a_domain_has_words() -> None:
    codes = {code for of_one in sending_domain.FINDINGS.values() for code in of_one}
    assert domain.WORDS.keys() == codes | {"unanswered"}
    assert domain.ABOUT.keys() == sending_domain.FINDINGS.keys()
