"""Accounts of the desk are made with a clear word when they cannot be."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tamizdat.newsroom.actions.people import EDITORS, PeopleError, add_user, editors
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


def test_the_group_is_made_once_and_brought_up_to_date() -> None:
    group = editors()
    rights = group.permissions.count()
    group.permissions.clear()
    assert editors().pk == group.pk
    assert group.permissions.count() == rights > 20
    assert group.page_permissions.count() == 6
