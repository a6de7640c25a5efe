"""What one person asks for is done when another approves it, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tamizdat.desk import second_person
from tamizdat.desk.models import SecondPersonRequest
from tamizdat.desk.second_person import Kind, SecondPersonError
from tamizdat.newsroom.actions import people
from tests.desk.conftest import PASSWORD, signed_in


@pytest.fixture
def done() -> Iterator[list[Any]]:
    """What the kind `test` did; the kind `test_use` does nothing by itself."""
    did: list[Any] = []
    kinds = {"test": Kind(label="A test", command="tamizdat test", run=lambda asked: did.append(asked.data))}
    kinds["test_use"] = Kind(label="A test", command="tamizdat test")
    second_person.KINDS |= kinds
    yield did
    for name in kinds:
        del second_person.KINDS[name]


@pytest.fixture
def boss() -> Any:
    return people.add_user("boss", password=PASSWORD, admin=True)


@pytest.fixture
def mira() -> Any:
    user = people.add_user("mira", password=PASSWORD)
    user.groups.set([people.roles()[1]])
    return user


def ask(user: Any, kind: str = "test", reason: str = "Court order") -> SecondPersonRequest:
    return second_person.ask(kind, user=user, summary="Do it", reason=reason, data={"row": 7})


def test_it_is_done_once_by_another_person(done: list[Any], boss: Any, mira: Any) -> None:
    asked = ask(boss)
    assert ask(boss) == asked, "not asked for twice"
    with pytest.raises(SecondPersonError, match="yourself"):
        second_person.approve(asked, by=boss)
    assert done == []
    second_person.approve(asked, by=mira)
    assert done == [{"row": 7}]
    with pytest.raises(SecondPersonError, match="decided already"):
        second_person.approve(asked, by=mira)
    assert done == [{"row": 7}]
    entries = ModelLogEntry.objects.filter(action__startswith="tamizdat.second_person").order_by("pk")
    assert [(one.action.rpartition("_")[2], one.user.username, one.data["reason"]) for one in entries] == [
        ("asked", "boss", "Court order"),
        ("approved", "mira", "Court order"),
    ]


def test_a_fault_leaves_it_undecided(done: list[Any], boss: Any, mira: Any) -> None:
    def fail(asked: Any) -> None:
        raise RuntimeError

    second_person.KINDS["test"] = Kind(label="A test", command="", run=fail)
    asked = ask(boss)
    with pytest.raises(RuntimeError):
        second_person.approve(asked, by=mira)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_reason_and_a_second_person_are_needed(done: list[Any], boss: Any) -> None:
    with pytest.raises(SecondPersonError, match="tamizdat test"):
        ask(boss)
    people.add_user("anna", password=PASSWORD)
    with pytest.raises(SecondPersonError, match="Nobody else"):
        ask(boss)
    people.add_user("other", password=PASSWORD, admin=True)
    with pytest.raises(SecondPersonError, match="reason"):
        ask(boss, reason=" ")


def test_an_editor_and_whom_the_asker_let_in_approve_nothing(done: list[Any], boss: Any, mira: Any) -> None:
    asked = ask(boss)
    with pytest.raises(SecondPersonError, match="Only managing editors"):
        second_person.approve(asked, by=people.add_user("anna", password=PASSWORD))
    log(instance=mira, action="tamizdat.password_link", user=boss)
    with pytest.raises(SecondPersonError, match="last 7 days"):
        second_person.approve(asked, by=mira)
    ModelLogEntry.objects.update(timestamp=timezone.now() - second_person.INDEPENDENT_AFTER - timedelta(hours=1))
    second_person.approve(asked, by=mira)


def test_requests_and_approvals_grow_old(done: list[Any], boss: Any, mira: Any) -> None:
    asked = ask(boss)
    SecondPersonRequest.objects.update(asked_at=timezone.now() - second_person.WAITS)
    with pytest.raises(SecondPersonError, match="older than two days"):
        second_person.approve(asked, by=mira)
    use = ask(boss, "test_use")
    second_person.approve(use, by=mira)
    SecondPersonRequest.objects.update(decided_at=timezone.now() - second_person.USABLE)
    with pytest.raises(SecondPersonError, match="too old"):
        second_person.use("test_use", boss, row=7)


def test_an_approval_is_used_once_by_its_asker_for_what_was_asked(done: list[Any], boss: Any, mira: Any) -> None:
    second_person.approve(ask(boss, "test_use"), by=mira)
    for user, row in ((mira, 7), (boss, 8)):
        with pytest.raises(SecondPersonError):
            second_person.use("test_use", user, row=row)
    second_person.use("test_use", boss, row=7)
    with pytest.raises(SecondPersonError):
        second_person.use("test_use", boss, row=7)


def form(person: User, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("email", "first_name", "last_name", "password1", "password2"), "")
    groups = list(person.groups.values_list("pk", flat=True))
    return empty | {"username": person.username, "is_active": "on", "groups": groups} | more


def test_an_administrator_is_made_by_two(administrator: Client, mira: Any) -> None:
    anna = people.add_user("anna", password=PASSWORD)
    administrator.post(f"/desk/users/edit/{anna.pk}/", form(anna, is_superuser="on"))
    anna.refresh_from_db()
    assert not anna.is_superuser
    asked = SecondPersonRequest.objects.get()
    for address in ("/desk/", "/desk/security/"):
        assert "Make anna an administrator" in signed_in(mira).get(address).content.decode()
    administrator.post(f"/desk/security/requests/{asked.pk}/", {"do": "approve"})
    anna.refresh_from_db()
    assert not anna.is_superuser, "not by oneself"
    signed_in(mira).post(f"/desk/security/requests/{asked.pk}/", {"do": "approve"})
    anna.refresh_from_db()
    assert anna.is_superuser


def test_the_only_administrator_is_told_the_command(administrator: Client) -> None:
    anna = people.add_user("anna", password=PASSWORD)
    page = administrator.post(f"/desk/users/edit/{anna.pk}/", form(anna, is_superuser="on")).content.decode()
    assert "tamizdat user admin" in page
    assert not SecondPersonRequest.objects.exists()


def test_all_readers_are_exported_once_after_an_approval(administrator: Client, mira: Any) -> None:
    address = "/desk/letters/readers/export/"
    assert administrator.post(address, {"do": "fetch"}).status_code == 302, "nobody approved"
    administrator.post(address, {"reason": "Move to another host"})
    signed_in(mira).post(f"/desk/security/requests/{SecondPersonRequest.objects.get().pk}/", {"do": "approve"})
    answer = administrator.post(address, {"do": "fetch"})
    assert answer["Content-Type"].startswith("text/csv")
    assert administrator.post(address, {"do": "fetch"}).status_code == 302, "only once"
    assert ModelLogEntry.objects.filter(action="tamizdat.readers_exported").exists()
