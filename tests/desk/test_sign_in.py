"""Guessing passwords is slow, for a name, for an address, and does not lock an editor out from elsewhere."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tamizdat.desk.models import FailedSignIn
from tamizdat.desk.sign_in import LIMITS, WINDOW
from tamizdat.newsroom.actions.people import add_user
from tests.desk.conftest import PASSWORD


def sign_in(name: str, password: str, address: str = "203.0.113.9") -> int:
    posted = {"username": name, "password": password}
    return Client().post("/desk/login/", posted, headers={"X-Forwarded-For": f"1.2.3.4, {address}"}).status_code


def test_the_right_password_opens_the_desk(client: Client) -> None:
    add_user("anna", password=PASSWORD)
    assert client.post("/desk/login/", {"username": "anna", "password": PASSWORD}).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_after_some_failures_even_the_right_password_waits(client: Client) -> None:
    add_user("anna", password=PASSWORD)
    for _ in range(LIMITS["both"]):
        assert sign_in("anna", "wrong") == 200
    assert sign_in("anna", PASSWORD) == 429
    assert sign_in("ANNA", PASSWORD) == 429
    assert sign_in("anna", PASSWORD, "198.51.100.7") == 302, "from elsewhere the editor gets in"
    FailedSignIn.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))
    assert sign_in("anna", PASSWORD) == 302, "and from here after the wait"


def test_one_address_cannot_try_many_names() -> None:
    add_user("anna", password=PASSWORD)
    for number in range(LIMITS["address"]):
        sign_in(f"name{number}", "wrong")
    assert sign_in("anna", PASSWORD) == 429


def test_many_addresses_cannot_try_one_name() -> None:
    add_user("anna", password=PASSWORD)
    for number in range(LIMITS["name"]):
        sign_in("anna", "wrong", f"198.51.100.{number}")
    assert sign_in("anna", PASSWORD, "192.0.2.1") == 429


def test_a_made_up_forwarded_address_changes_nothing() -> None:
    add_user("anna", password=PASSWORD)
    for number in range(LIMITS["both"]):
        headers = {"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"}
        Client().post("/desk/login/", {"username": "anna", "password": "wrong"}, headers=headers)
    assert sign_in("anna", PASSWORD) == 429


def test_no_name_and_no_address_is_kept_and_the_record_stays_short() -> None:
    sign_in("anna", "wrong")
    kept = " ".join(FailedSignIn.objects.values_list("who", flat=True))
    assert "anna" not in kept
    assert "203.0.113.9" not in kept
    FailedSignIn.objects.update(at=timezone.now() - WINDOW)
    sign_in("nino", "wrong")
    assert FailedSignIn.objects.count() == 3
