"""Guessing passwords is slow, for a name, for an address, and does not lock an editor out from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tamizdat.desk.models import FailedSignIn
from tamizdat.desk.security.tries import FEW, GUESSED_NAME, LIMITS, WINDOW
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
    for number in range(LIMITS["network"]):
        sign_in(f"name{number}", "wrong")
    assert sign_in("anna", PASSWORD) == 429


def test_many_addresses_are_slowed_down_for_one_name_and_lock_nobody_out() -> None:
    add_user("anna", password=PASSWORD)
    for number in range(GUESSED_NAME):
        assert sign_in("anna", "wrong", f"198.51.100.{number}") == 200
    for _ in range(FEW):
        assert sign_in("anna", "wrong", "192.0.2.1") == 200
    assert sign_in("anna", PASSWORD, "192.0.2.1") == 429
    assert sign_in("anna", PASSWORD, "192.0.2.2") == 302, "the owner, from a network of her own"


def test_a_device_that_signed_in_before_is_welcome_whatever_others_do() -> None:
    add_user("anna", password=PASSWORD)
    posted = {"username": "anna", "password": PASSWORD}
    known = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    assert known.post("/desk/login/", posted).status_code == 302
    del known.cookies["sessionid"]
    for number in range(LIMITS["network"]):
        sign_in(f"name{number}", "wrong")
    assert sign_in("anna", PASSWORD) == 429, "another device in that network"
    assert known.post("/desk/login/", posted).status_code == 302
    del known.cookies["sessionid"]
    for _ in range(LIMITS["device"]):
        known.post("/desk/login/", {"username": "anna", "password": "wrong"})
    assert known.post("/desk/login/", posted).status_code == 429, "a device that guesses waits too"
    assert known.post("/desk/login/", {"username": "nino", "password": "wrong"}).status_code == 429, "of another name"


@pytest.mark.parametrize("spelling", ["anna ", "  anna", "\u3000anna", "anna\u3000\u3000", "ＡＮＮＡ", "anna\u00a0"])
def test_other_spellings_of_a_name_have_no_count_of_their_own(spelling: str) -> None:
    add_user("anna", password=PASSWORD)
    for _ in range(LIMITS["both"]):
        sign_in(spelling, "wrong")
    assert sign_in("anna", PASSWORD) == 429


def test_an_ipv6_network_counts_as_one() -> None:
    add_user("anna", password=PASSWORD)
    for number in range(LIMITS["both"]):
        sign_in("anna", "wrong", f"2001:db8:1:2:{number}::1")
    assert sign_in("anna", PASSWORD, "2001:db8:1:2:ffff::9") == 429
    assert sign_in("anna", PASSWORD, "2001:db8:1:3::1") == 302


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
