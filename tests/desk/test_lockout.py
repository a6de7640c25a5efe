"""Sessions are seen and ended; a lock-out ends every way in and holds what was scheduled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry, Revision

from tamizdat.desk import lockout
from tamizdat.desk.models import HeldStory, SecondFactor
from tamizdat.desk.security import factors, sessions
from tamizdat.newsroom.actions import letter_states, people
from tamizdat.newsroom.models import Article, Letter, LetterList, LetterListText, LetterText
from tests.desk.conftest import PASSWORD, signed_in

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"


@pytest.fixture
def anna() -> Any:
    return people.add_user("anna", password=PASSWORD)


@pytest.fixture
def mira() -> Client:
    user = people.add_user("mira", password=PASSWORD)
    user.groups.set([people.roles()[1]])
    return signed_in(user)


def enter(name: str = "anna") -> Client:
    client = Client(headers={"User-Agent": FIREFOX, "X-Forwarded-For": "203.0.113.9"})
    client.post("/desk/login/", {"username": name, "password": PASSWORD})
    return client


def scheduled(anna: Any, draft: Callable[..., Article]) -> Article:
    story = draft("Tomorrow")
    story.go_live_at = timezone.now() + timedelta(days=1)
    story.save_revision(user=anna).publish(user=anna)
    return story


def due() -> set[int]:
    """The stories that will be published at their time."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return set(map(int, waiting.values_list("object_id", flat=True)))


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (FIREFOX, "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_session_is_known_by_its_browser_and_system(agent: str, family: str) -> None:
    assert sessions.family(agent) == family


def test_sessions_are_listed_and_ended_one_by_one_and_all(anna: Any) -> None:
    here, phone, desktop = enter(), enter(), enter()
    page = here.get("/desk/security/own/").content.decode()
    assert page.count("Firefox, Android") >= 3
    assert page.count(">this session<") == 1
    assert "203.0.113" not in page
    assert all("203.0.113" not in str(one.get_decoded()) for one in Session.objects.all())
    one = next(each for each in sessions.of(anna) if each.id in page and each.id == _id_of(phone))
    here.post("/desk/security/own/sessions/", {"session": one.id})
    assert phone.get("/desk/").status_code == 302
    assert desktop.get("/desk/").status_code == 200
    here.post("/desk/security/own/sessions/")
    assert desktop.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200


def _id_of(client: Client) -> str:
    return sessions._id(Session.objects.get(pk=client.session.session_key))


def test_a_chief_ends_sessions_of_others_but_not_an_administrator_s(anna: Any, mira: Client) -> None:
    boss = people.add_user("boss", password=PASSWORD, admin=True)
    there, above = enter(), enter("boss")
    assert mira.post(f"/desk/security/people/{anna.pk}/sessions/").status_code == 302
    assert there.get("/desk/").status_code == 302
    mira.post(f"/desk/security/people/{boss.pk}/sessions/")
    mira.post(f"/desk/security/people/{boss.pk}/lock-out/")
    assert above.get("/desk/").status_code == 200
    editor = enter()
    editor.post(f"/desk/security/people/{boss.pk}/sessions/")
    editor.post(f"/desk/security/people/{boss.pk}/lock-out/")
    assert above.get("/desk/").status_code == 200
    boss.refresh_from_db()
    assert boss.is_active


def test_a_lock_out_ends_every_way_in(anna: Any, mira: Client) -> None:
    there, link = enter(), people.new_password_path(anna)
    factors.add_app(
        anna, "GEZDGNBVGY3TQOJQ", factors.app_code("GEZDGNBVGY3TQOJQ", int(timezone.now().timestamp()) // 30)
    )
    factors.new_recovery_codes(anna)
    APIToken.objects.create(user=anna, name="Script", key_hash="a" * 64, prefix="abc")
    ended: list[Any] = []
    lockout.ENDED_BY_LOCKOUT.append(ended.append)
    try:
        answer = mira.post(f"/desk/security/people/{anna.pk}/lock-out/", {"reason": "Phone taken"}, follow=True)
    finally:
        lockout.ENDED_BY_LOCKOUT.remove(ended.append)
    assert "anna is locked out" in answer.content.decode()
    assert ended == [anna]
    assert there.get("/desk/").status_code == 302
    assert enter().get("/desk/").status_code == 302
    assert "used already" in Client().get(link).content.decode()
    assert not SecondFactor.objects.exists()
    assert not APIToken.objects.filter(revoked_at=None).exists()
    assert ModelLogEntry.objects.get(action="tamizdat.locked_out").data == {"reason": "Phone taken"}


def test_who_was_locked_out_comes_back_by_a_new_link(anna: Any, mira: Client) -> None:
    lockout.lock_out(anna, by=None)
    page = mira.post(f"/desk/security/people/{anna.pk}/let-in/")
    path = "/desk/password/" + page.context["link"].partition("/desk/password/")[2]
    somebody = Client()
    form = somebody.get(path)
    somebody.post(form.url, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert enter().get("/desk/").status_code == 200


def test_what_they_scheduled_is_held_until_a_chief_decides(
    anna: Any, mira: Client, draft: Callable[..., Article]
) -> None:
    kept, left = scheduled(anna, draft), scheduled(anna, draft)
    other = scheduled(User.objects.get(username="mira"), draft)
    lockout.lock_out(anna, by=None)
    assert due() == {other.pk}
    page = mira.get(f"/desk/security/people/{anna.pk}/").content.decode()
    assert page.count("was scheduled for") == 2
    for story, do in ((kept, "release"), (left, "drop")):
        mira.post(f"/desk/security/held/{HeldStory.objects.get(story=story).pk}/", {"do": do})
    assert not HeldStory.objects.exists()
    assert due() == {other.pk, kept.pk}


def test_letters_that_they_approved_wait_again(anna: Any) -> None:
    row = LetterList(slug="week", texts=[LetterListText(language="en", name="Week")])
    row.save()
    letter = Letter(list=row, texts=[LetterText(language="en", subject="Roads")])
    letter.save()
    letter_states.approve(letter, send_at=timezone.now() + timedelta(days=1), user=anna)
    lockout.lock_out(anna, by=None)
    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING


def test_the_last_48_hours_are_listed(anna: Any, mira: Client) -> None:
    log(instance=anna, action="tamizdat.sign_in", user=anna, title="Recent")
    old = log(instance=anna, action="tamizdat.sign_in", user=anna, title="Before")
    ModelLogEntry.objects.filter(pk=old.pk).update(timestamp=timezone.now() - timedelta(hours=49))
    page = mira.get(f"/desk/security/people/{anna.pk}/").content.decode()
    assert "Recent" in page
    assert "Before" not in page


def test_sign_ins_and_roles_are_in_the_log(anna: Any) -> None:
    Client().post("/desk/login/", {"username": "anna", "password": "wrong"})
    enter()
    anna.groups.add(people.roles()[1])
    anna.is_superuser = True
    anna.save()
    entries = ModelLogEntry.objects.for_instance(anna).order_by("pk")
    said = [(one.action.partition(".")[2], one.data.get("given")) for one in entries]
    assert said[-4:] == [
        ("sign_in_failed", None),
        ("sign_in", None),
        ("rights", ["Managing editors"]),
        ("rights", ["administrator"]),
    ]


def test_accounts_that_are_switched_off_together_are_in_the_log(anna: Any, administrator: Client) -> None:
    address = f"/desk/bulk/auth/user/set_active_state/?id={anna.pk}&next=/desk/users/"
    administrator.post(address, {"mark_as_active": "False"})
    entry = ModelLogEntry.objects.for_instance(anna).filter(action="tamizdat.rights").latest("pk")
    assert (entry.user.username, entry.data) == ("boss", {"given": [], "taken": ["active account"]})


def test_the_pages_of_administrators_are_theirs(mira: Client, administrator: Client) -> None:
    for address in ("/desk/security/log/export/", "/desk/security/log/verify/", "/desk/security/rule/"):
        assert mira.post(address, {"required_of": "everyone"}, follow=True).redirect_chain[0][0] == "/desk/"
    assert mira.get("/desk/security/log/").status_code == 302
    answer = administrator.post("/desk/security/log/export/", {"form": "jsonl"})
    assert b'"head"' in b"".join(answer.streaming_content)
    assert "whole" in administrator.post("/desk/security/log/verify/", follow=True).content.decode()
    assert (
        "not the end of a chain"
        in administrator.post("/desk/security/log/verify/", {"head": "x"}, follow=True).content.decode()
    )
