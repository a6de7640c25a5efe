"""The second step of signing in: every route asks for it, every factor passes it once, and who must have one gets no further."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver
from wagtail.models import ModelLogEntry

from tamizdat.desk.models import SecondFactor, SecondFactorRule
from tamizdat.desk.security import factors, rule, second_step, tries
from tamizdat.newsroom.actions import people
from tests.desk.conftest import PASSWORD, signed_in
from tests.desk.test_every_address import patterns

KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The RFC's key: "12345678901234567890"."""


def now_step() -> int:
    return int(time.time()) // factors.PERIOD


@pytest.fixture
def anna() -> Any:
    """She has an authenticator app, whose codes up to the last half-minute are used, and recovery codes."""
    user = people.add_user("anna", password=PASSWORD)
    assert factors.add_app(user, KEY, factors.app_code(KEY, now_step() - 1))
    return user


def password(client: Client, **more: str) -> Any:
    return client.post("/desk/login/", {"username": "anna", "password": PASSWORD}, **more)


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    assert factors.app_code(KEY, second // 30) == code


def test_a_password_alone_opens_nothing(anna: Any, client: Client) -> None:
    assert password(client).url == "/desk/login/second/"
    assert not is_in(client)
    assert client.get("/desk/session/").json()["user"] == ""
    assert client.post("/desk/login/second/", {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post("/desk/login/second/", {"code": factors.app_code(KEY, now_step())}).url == "/desk/"
    assert is_in(client)


def test_no_code_is_taken_twice(anna: Any) -> None:
    code = factors.app_code(KEY, now_step())
    recovery = factors.new_recovery_codes(anna)[0]
    for typed, is_taken in ((code, True), (code, False), (recovery.upper(), True), (recovery, False)):
        client = Client()
        password(client)
        client.post("/desk/login/second/", {"code": typed})
        assert is_in(client) is is_taken, typed
    assert factors.recovery_codes_left(anna) == factors.RECOVERY_CODES - 1


def test_every_way_of_signing_in_asks_for_the_second_step(anna: Any) -> None:
    """Also one that nobody thought of: the session itself says whether the second step was done."""
    routes = [f"/{route}" for route, _pattern in patterns(get_resolver()) if "login" in route and "<" not in route]
    assert "/desk/login/" in routes
    for address in [*routes, "/_util/login/", "/admin/login/", "/desk/_util/login/"]:
        client = Client()
        client.post(address, {"username": "anna", "password": PASSWORD})
        assert not is_in(client), address
    unthought_of = signed_in(anna)
    assert not is_in(unthought_of)
    assert unthought_of.post("/desk/messages/change/").status_code == 302
    link = Client()
    form = link.get(people.new_password_path(anna))
    link.post(form.url, {"new_password1": f"{PASSWORD}9", "new_password2": f"{PASSWORD}9"})
    assert not is_in(link)
    link.post("/desk/login/", {"username": "anna", "password": f"{PASSWORD}9"})
    assert not is_in(link), "the link gives a password, not the second step"


def test_the_window_over_a_form_asks_for_it_too(anna: Any, client: Client) -> None:
    by_itself = {"headers": {"accept": "application/json"}}
    assert password(client, **by_itself).json() == {"second": "/desk/login/second/", "passkey": None}
    refused = client.post("/desk/login/second/", {"code": "1"}, **by_itself)
    assert refused.status_code == 403
    assert "wrong" in refused.json()["error"]
    assert client.post("/desk/login/second/", {"code": factors.app_code(KEY, now_step())}, **by_itself).json() == {}
    assert client.get("/desk/session/").json()["user"] == "anna"


def test_guessing_codes_has_to_wait_from_wherever_it_comes(anna: Any) -> None:
    for number in range(tries.LIMITS["second"]):
        client = Client(headers={"X-Forwarded-For": f"198.51.{number}.1"})
        password(client)
        client.post("/desk/login/second/", {"code": "000000"})
    client = Client(headers={"X-Forwarded-For": "203.0.113.1"})
    password(client)
    assert client.post("/desk/login/second/", {"code": factors.app_code(KEY, now_step())}).status_code == 429
    assert not is_in(client)
    failed = ModelLogEntry.objects.filter(action="tamizdat.factor_failed", object_id=str(anna.pk))
    assert failed.count() == tries.LIMITS["second"]


def test_the_second_step_ends_with_time_another_password_and_a_lock(anna: Any, monkeypatch: Any) -> None:
    def waiting() -> Client:
        client = Client()
        password(client)
        return client

    code = {"code": factors.app_code(KEY, now_step())}
    late = waiting()
    with monkeypatch.context() as patched:
        patched.setattr(second_step.time, "time", lambda real=time.time: real() + second_step.SECONDS + 1)
        assert late.post("/desk/login/second/", code).url == "/desk/login/"
    changed, locked = waiting(), waiting()
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert locked.post("/desk/login/second/", code).url == "/desk/login/"
    anna.set_password("another-of-hers-77")
    anna.save()
    assert changed.post("/desk/login/second/", code).url == "/desk/login/"


def test_setting_up_an_app_gives_recovery_codes_and_ends_other_sessions(editor: Client) -> None:
    elsewhere = signed_in(User.objects.get(username="anna"))
    page = editor.get("/desk/security/own/app/").content.decode()
    key = editor.session["tamizdat.new_app"]
    assert "<svg" in page
    assert key[:4] in page
    assert "does not fit" in editor.post("/desk/security/own/app/", {"code": "000000"}).content.decode()
    page = editor.post("/desk/security/own/app/", {"code": factors.app_code(key, now_step())})
    assert len(page.context["codes"]) == factors.RECOVERY_CODES
    assert "no-store" in page["Cache-Control"]
    assert is_in(editor)
    assert not is_in(elsewhere)
    kept = " ".join(SecondFactor.objects.values_list("secret", flat=True))
    assert key not in kept
    assert not any(code.replace("-", "") in kept for code in page.context["codes"])


def test_after_a_while_changes_ask_for_the_password(editor: Client, monkeypatch: Any) -> None:
    editor.get("/desk/security/own/app/")
    code = factors.app_code(editor.session["tamizdat.new_app"], now_step())
    real = time.time
    monkeypatch.setattr("tamizdat.desk.security.own.time.time", lambda: real() + 3600)
    assert "password is wrong" in editor.post("/desk/security/own/app/", {"code": code}).content.decode()
    assert not SecondFactor.objects.exists()


@pytest.mark.parametrize(
    ("of", "name", "must"), [("everyone", "anna", True), ("chiefs", "anna", False), ("chiefs", "mira", True)]
)
def test_who_must_have_one_gets_no_further_without(of: str, name: str, must: bool) -> None:
    editors, managers, *_others = people.roles()
    for one, role in (("anna", editors), ("mira", managers)):
        people.add_user(one, password=PASSWORD).groups.set([role])
    before = signed_in(User.objects.get(username=name))
    SecondFactorRule.objects.create(pk=1, required_of=of)
    client = Client()
    client.post("/desk/login/", {"username": name, "password": PASSWORD})
    answer = client.get("/desk/stories/")
    assert (answer.status_code == 302) is must
    if not must:
        return
    assert answer.url == "/desk/security/own/"
    assert client.post("/desk/find/authors/new/", {"name": "X"}).url == "/desk/security/own/"
    assert client.get("/desk/session/").json()["user"] == "", "a form that is open sends nothing yet"
    assert "requires a second step" in client.get("/desk/security/own/").content.decode()
    client.get("/desk/security/own/app/")
    client.post("/desk/security/own/app/", {"code": factors.app_code(client.session["tamizdat.new_app"], now_step())})
    assert client.get("/desk/stories/").status_code == 200
    last = SecondFactor.objects.get(kind="app")
    client.post(f"/desk/security/own/factors/{last.pk}/remove/")
    assert SecondFactor.objects.filter(pk=last.pk).exists(), "the last one stays"
    assert before.session.session_key is None or not Session.objects.filter(pk=before.session.session_key).exists()


def test_a_form_that_was_open_when_the_rule_was_made_can_still_be_sent(editor: Client) -> None:
    SecondFactorRule.objects.create(pk=1, required_of="everyone")
    assert editor.get("/desk/").url == "/desk/security/own/"
    assert editor.post("/desk/find/authors/new/", {"name": "Nino"}).status_code == 400, "asked, and it lacks a language"


def test_nobody_removes_the_factor_of_another(anna: Any, writer: Client) -> None:
    factor = SecondFactor.objects.get(user=anna)
    assert writer.post(f"/desk/security/own/factors/{factor.pk}/remove/").status_code == 404


def test_an_administrator_resets_what_somebody_lost(anna: Any, administrator: Client) -> None:
    factors.new_recovery_codes(anna)
    assert administrator.post(f"/desk/security/people/{anna.pk}/reset/").status_code == 302
    assert not SecondFactor.objects.exists()
    client = Client()
    assert password(client).url == "/desk/"
    assert is_in(client)
    assert client.session[rule.FACTOR] == rule.NONE
    entry = ModelLogEntry.objects.get(action="tamizdat.factors_reset")
    assert (entry.user.username, entry.label) == ("boss", "anna")


def test_another_secret_of_the_newsroom_makes_the_app_s_codes_wrong_not_a_fault(anna: Any, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    assert factors.check_code(anna, factors.app_code(KEY, now_step())) == ""
