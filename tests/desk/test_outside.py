"""Preview links: who has one sees one story, and answers; whatever else the address says, the answer is the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from tamizdat.config import wiring
from tamizdat.desk import edition_report, preview
from tamizdat.desk.models import OutsideAnswer, PreviewLink, SeenPage
from tamizdat.desk.outside import links, page
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, Attachment, Picture
from tests.desk.test_pictures import jpeg
from tests.edition.renderers import _Shared

Make = Callable[..., Article]


@pytest.fixture(autouse=True)
def tied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme's pages; a story's is its headline in bold."""
    for module, name in (
        (preview, "render_article"),
        (preview, "at_the_desk"),
        (page, "render"),
        (edition_report, "read"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(wiring, "Renderer", _Shared)
    wiring.tie_desk(report=edition_report.read)
    monkeypatch.setattr(preview, "render_article", lambda story: f"<b>{story.headline}</b>".encode())


@pytest.fixture
def maker(editor: Client) -> User:
    user = User.objects.get(username="anna")
    user.email = "anna@example.org"
    user.save()
    return user


def given(story: Article, maker: User, **said: Any) -> tuple[PreviewLink, str]:
    link = links.make(story, name="Lawyer", user=maker, **{"days": 7, "newest": False, **said})
    return link, reverse("outside", args=[links.token(link)])


def shown_by(client: Client, address: str) -> tuple[str, str]:
    """The page around the story, and the story."""
    answer = client.get(address)
    assert answer.status_code == 200
    around = answer.content.decode()
    return around, client.get(re.findall(r'<iframe[^>]* src="([^"]+)"', around)[0]).content.decode()


def send(client: Client, address: str, around: str, **said: str) -> Any:
    return client.post(address, {"shown": re.findall(r'name="shown" value="([^"]+)"', around)[0], **said})


def move_clock(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_stranger_sees_the_story_and_nothing_is_stored_or_passed_on(client: Client, draft: Make, maker: User) -> None:
    _, address = given(draft("On the pass", language="ar"), maker)
    for where in (address, re.findall(r'<iframe[^>]* src="([^"]+)"', client.get(address).content.decode())[0]):
        answer = client.get(where)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"] or where != address
        assert not answer.cookies
    around, story = shown_by(client, address)
    assert story == "<b>On the pass</b>"
    assert '<html lang="ar" dir="rtl">' in around
    assert "<script" not in around
    assert 'lang="en" dir="ltr"' in client.get(f"{address}?language=en").content.decode()
    assert "Ваш комментарий" in client.get(f"{address}?language=ru").content.decode()


def test_wrong_expired_and_ended_links_answer_alike(
    client: Client, draft: Make, maker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = draft("Killed")
    made = {name: given(draft(name), maker) for name in ("ended", "expired", "deleted account")}
    made["killed"] = given(killed, maker)
    links.end(made["ended"][0], user=maker)
    articles.kill(killed)
    PreviewLink.objects.filter(pk=made["expired"][0].pk).update(expires_at=timezone.now())
    PreviewLink.objects.filter(pk=made["deleted account"][0].pk).update(made_by=None)
    token = made["expired"][1].split("/")[3]
    addresses = [address for _, address in made.values()]
    addresses += [reverse("outside", args=[wrong]) for wrong in ("none", f"{token}x", token.replace(".", "")[::-1])]
    answers = [client.get(address) for address in addresses]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert {client.post(address, {"verdict": "approved"}).status_code for address in addresses} == {404}
    assert SeenPage.objects.count() == 0


def test_a_link_ends_in_time_also_when_the_clock_goes_back(
    client: Client, draft: Make, maker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = given(draft(), maker, days=3)
    start = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=2, hours=23))
    assert client.get(address).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: start - timedelta(days=30))
    assert client.get(address).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=3, hours=1))
    assert client.get(address).status_code == 404


def test_what_was_seen_is_kept_and_the_answer_stands_in_the_history(
    client: Client, editor: Client, draft: Make, maker: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    story = draft("First")
    fixed, newest = given(story, maker), given(story, maker, newest=True)
    around, _ = shown_by(client, newest[1])
    story.headline = "Second"
    story.save_revision()
    assert shown_by(client, fixed[1])[1] == "<b>First</b>"
    assert shown_by(client, newest[1])[1] == "<b>Second</b>"
    with django_capture_on_commit_callbacks(execute=True):
        said = {"verdict": "approved", "quote": "First", "text": "Fine.\n\n<script>alert(1)</script>"}
        sent = send(client, newest[1], around, **said)
    assert sent.status_code == 303
    assert "Approved" in client.get(f"{newest[1]}?language=en&sent=1").content.decode()
    answer = OutsideAnswer.objects.get()
    assert links.bytes_of(answer.page) == b"<b>First</b>"
    assert answer.page.sha256 == hashlib.sha256(b"<b>First</b>").hexdigest()
    assert newest[0].openings.order_by("pk")[0].page == answer.page
    entry = PageLogEntry.objects.get(action=links.ANSWERED)
    assert "Lawyer: Approved" in entry.formatter.format_message(entry)
    assert entry.data["sha256"] == answer.page.sha256
    assert mail.outbox[0].to == ["anna@example.org"]
    assert "Lawyer" in mail.outbox[0].subject
    assert "Fine" not in mail.outbox[0].body
    assert "Lawyer" in editor.get("/desk/").content.decode()
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert "Fine." in form
    assert "<script>alert(1)" not in form
    listed = editor.get(reverse("desk_preview_links", args=[story.pk])).content.decode()
    assert newest[1] in listed
    kept = editor.get(reverse("desk_seen_page", args=[story.pk, answer.page_id]))
    assert kept.content == b"<b>First</b>"
    assert "Lawyer" not in editor.get("/desk/").content.decode()  # it is read


def test_what_cannot_be_taken_is_answered_and_not_lost(client: Client, draft: Make, maker: User) -> None:
    link, address = given(draft(), maker)
    around, _ = shown_by(client, f"{address}?language=en")
    answer = send(client, f"{address}?language=en", around, verdict="comment", text=" ", quote="these words")
    assert answer.status_code == 400
    assert "write a comment first" in answer.content.decode()
    assert "these words</textarea>" in answer.content.decode()
    assert send(client, address, around, verdict="comment", text="x" * 4001).status_code == 400
    assert send(client, address, around, verdict="other", text="x").status_code == 400
    assert client.post(address, {"shown": "1", "verdict": "approved"}).status_code == 404
    assert not link.answers.exists()
    codes = [send(client, address, around, verdict="comment", text="x").status_code for _ in range(21)]
    assert codes == [303] * 20 + [429]
    assert {client.get(address).status_code for _ in range(31)} == {200, 429}


def test_ending_all_links_of_a_person(client: Client, draft: Make, maker: User) -> None:
    addresses = [given(draft(name), maker)[1] for name in ("A", "B")]
    other = given(draft("C"), User.objects.create_user("other"))[1]
    assert links.ended_by(maker) == 2
    assert links.ended_by(maker) == 0
    assert [client.get(address).status_code for address in (*addresses, other)] == [404, 404, 200]
    User.objects.filter(username="other").update(is_active=False)
    assert client.get(other).status_code == 404


def test_links_are_made_and_ended_by_those_who_may_edit_the_story(
    client: Client, editor: Client, draft: Make, maker: User
) -> None:
    story = draft()
    address = reverse("desk_preview_links", args=[story.pk])
    assert client.post(address, {"name": "Lawyer", "days": "7"}).url.startswith("/desk/login/")
    assert "Say who" in editor.post(address, {"name": "​", "days": "7"}).content.decode()
    assert editor.post(address, {"name": "Lawyer", "days": "8"}).status_code == 200
    assert not PreviewLink.objects.exists()
    assert editor.post(address, {"name": "Lawyer", "days": "1", "newest": "on"}).status_code == 302
    link = PreviewLink.objects.get()
    assert (link.revision, link.expires_at - link.made_at) == (None, timedelta(days=1))
    end = reverse("desk_end_preview_link", args=[story.pk, link.pk])
    assert client.post(end).url.startswith("/desk/login/")
    assert editor.get(end).status_code == 405
    assert editor.post(end).status_code == 302
    assert "Works no more." in editor.get(address).content.decode()


def test_it_shows_pictures_and_files_of_the_story_and_no_others(
    client: Client, draft: Make, maker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring.tie_desk(report=edition_report.read)  # the real renderer of stories
    shown, other = (Picture(title=name, file=ContentFile(jpeg(), f"{name}.jpg"), alt_text=name) for name in "ab")
    shown.save()
    other.save()
    report = Attachment(title="Report", file=ContentFile(b"%PDF-1.7", "report.pdf"), file_hash="0f" * 20, file_size=8)
    report.save()
    story = draft(lead_picture=shown, body=[("document", {"file": report, "title": ""})])
    _, address = given(story, maker)
    page = shown_by(client, address)[1]
    assert "/desk/preview/" not in page
    files = set(re.findall(rf"{re.escape(address)}(?:pictures|files)/[^\s\",]+", page))
    assert {name.rpartition(".")[2] for name in files} == {"avif", "webp", "jpg", "pdf"}
    assert {client.get(name).status_code for name in files} == {200}
    picture = next(name for name in files if name.endswith(".jpg"))
    assert client.get(picture[:-1]).status_code == 404
    assert client.get(f"{address}pictures/..").status_code == 404
    assert client.get(f"/desk/media/{shown.file.name}").url.startswith("/desk/login/")
    links.ended_by(maker)
    assert {client.get(name).status_code for name in files} == {404}
