"""Accounts: roles of ours, nothing asked that says who somebody is, and a way back in for who forgot the password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from tamizdat.newsroom.actions import people
from tamizdat.newsroom.models import Author, AuthorText, SiteSettings, SupportWay
from tests.desk.conftest import PASSWORD, signed_in

NEW = "grey-herons-over-the-lake-3"


@pytest.fixture
def manager() -> Client:
    user = people.add_user("mira", password=PASSWORD)
    user.groups.set([people.roles()[1]])
    return signed_in(user)


def account(**fields: Any) -> dict[str, Any]:
    return {
        "username": "nino",
        "email": "",
        "first_name": "",
        "last_name": "",
        "password1": NEW,
        "password2": NEW,
    } | fields


def test_an_account_needs_a_role_and_no_name(administrator: Client) -> None:
    page = administrator.get("/desk/users/new/")
    assert [str(label) for _value, label in page.context["form"].fields["groups"].choices] == [
        *people.ROLES,
    ]
    assert "Managing editors also publish without approval" in page.content.decode()
    answer = administrator.post("/desk/users/new/", account())
    assert answer.context["form"].errors == {"groups": ["Choose a role."]}
    editors = Group.objects.get(name=people.EDITORS)
    administrator.post("/desk/users/new/", account(groups=[editors.pk]))
    made = User.objects.get(username="nino")
    edit = f"/desk/users/edit/{made.pk}/"
    page = administrator.get(edit)
    assert f"/desk/accounts/{made.pk}/password-link/" in page.content.decode()
    answer = administrator.post(edit, account(is_active="on", password1="", password2=""))
    assert "groups" in answer.context["form"].errors


def test_a_role_is_not_deleted_under_those_who_have_no_other(administrator: Client, editor: Client) -> None:
    group = Group.objects.get(name=people.EDITORS)
    answer = administrator.post(f"/desk/groups/delete/{group.pk}/", follow=True)
    assert "the only role of anna" in answer.content.decode()
    assert Group.objects.filter(pk=group.pk).exists()


def test_nobody_has_to_say_who_they_are_to_choose_a_password(editor: Client) -> None:
    prefixed = {f"name_email-{name}": "" for name in ("first_name", "last_name", "email")}
    data = prefixed | {"locale-preferred_language": "ru", "locale-current_time_zone": ""}
    data |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    assert editor.post("/desk/account/", data).status_code == 302


def test_a_link_sets_a_new_password_once(administrator: Client, editor: Client) -> None:
    anna = User.objects.get(username="anna")
    assert editor.post(f"/desk/accounts/{anna.pk}/password-link/").status_code == 302
    page = administrator.post(f"/desk/accounts/{anna.pk}/password-link/").content.decode()
    path = re.search(r'value="https?://[^/"]+(/desk/password/[^"]+)"', page)[1]
    somebody = Client()
    form = somebody.get(path)
    somebody.post(form.url, {"new_password1": NEW, "new_password2": NEW})
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert "used already" in Client().get(path).content.decode()
    assert "Ask an administrator" in Client().get("/desk/login/").content.decode()


def test_only_an_administrator_gets_into_an_administrator_s_account(administrator: Client, manager: Client) -> None:
    boss = User.objects.get(username="boss")
    group = Group.objects.get(name=people.MANAGERS)
    group.permissions.add(*people.Permission.objects.filter(codename="change_user"))
    assert manager.post(f"/desk/accounts/{boss.pk}/password-link/").status_code == 302


def test_where_mail_is_set_up_a_link_is_sent_and_not_without_end(settings: Any, client: Client) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    people.add_user("anna", password=PASSWORD, email="anna@example.org")
    answers = [client.post("/desk/password_reset/", {"email": "anna@example.org"}).status_code for _try in range(10)]
    assert answers == [302] * 8 + [429] * 2
    assert len(mail.outbox) == 8
    assert re.search(r"/desk/password_reset/confirm/\S+", mail.outbox[0].body)


def test_without_mail_nothing_can_be_asked_for(client: Client) -> None:
    assert client.get("/desk/password_reset/").status_code == 404


def test_real_names_and_bank_details_are_for_those_with_that_right(
    editor: Client, manager: Client, administrator: Client
) -> None:
    pen = Author(pseudonym=True, real_name="Nino Kapanadze", texts=[AuthorText(language="en", name="Grey Heron")])
    pen.save()
    site = SiteSettings.get()
    site.ways.add(SupportWay(kind="bank", label="Account", details="GE00 0000"))
    site.save()
    author, newsroom = f"/desk/authors/edit/{pen.pk}/", f"/desk/newsroom/edit/{site.pk}/"
    for client, sees in ((editor, False), (manager, True), (administrator, True)):
        assert ("Nino Kapanadze" in client.get(author).content.decode()) is sees
        assert ("GE00 0000" in client.get(newsroom).content.decode()) is sees


def test_the_rights_of_a_role_are_in_russian_too(administrator: Client) -> None:
    role = people.roles()[0]
    page = administrator.get(reverse("wagtailusers_groups:edit", args=[role.pk]), headers={"Accept-Language": "ru"})
    text = page.content.decode()
    assert "Видит настоящие имена авторов под псевдонимами" in text
    heads = re.findall(r'<th title="[^"]*">([^<]*)</th>', text)
    assert {"Добавить", "Править", "Выбрать", "Удалить"} <= set(heads)
    assert not re.search("[A-Za-z]", " ".join(heads))
