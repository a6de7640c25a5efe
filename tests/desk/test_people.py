"""Accounts of the desk are made with a clear word when they cannot be."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from tamizdat.newsroom.actions.people import EDITORS, MANAGERS, OF_MANAGERS, ROLES, PeopleError, add_user, roles
from tests.desk.conftest import PASSWORD


def test_an_editor_and_an_administrator() -> None:
    anna = add_user("anna", password=PASSWORD, email="anna@example.org")
    boss = add_user("boss", password=PASSWORD, admin=True)
    assert (anna.is_superuser, [group.name for group in anna.groups.all()]) == (False, [EDITORS])
    assert boss.is_superuser
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "password", "email", "said"),
    [
        ("Anna", PASSWORD, "", "already an account"),
        ("nino", "short", "", "too short"),
        ("nino", "password1234", "", "too common"),
        ("nino", PASSWORD, "not-an-address", "valid email"),
        ("ni no", PASSWORD, "", "valid username"),
        ("", PASSWORD, "", "valid username"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(name: str, password: str, email: str, said: str) -> None:
    add_user("anna", password=PASSWORD)
    with pytest.raises(PeopleError, match=said):
        add_user(name, password=password, email=email)
    assert User.objects.count() == 1


def test_the_groups_are_made_once_and_brought_up_to_date() -> None:
    group, managers, *_others = before = roles()
    rights = group.permissions.count()
    group.permissions.clear()
    assert roles() == before
    assert group.permissions.count() == rights > 20
    assert group.page_permissions.count() == 6
    more = {right.codename for right in set(managers.permissions.all()) - set(group.permissions.all())}
    assert (managers.name, more) == (MANAGERS, {*OF_MANAGERS, "add_user", "change_user", "delete_user"})
    assert {one.name for one in Group.objects.all()} == set(ROLES), "the framework's own would be offered, too"
