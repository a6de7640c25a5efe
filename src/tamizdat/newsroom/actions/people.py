"""Who may enter the desk, and what editors may do there.

Editors may do everything to stories, nouns, letters, pictures and files; managing editors also see real names behind pen names
and single readers of letters, and change how readers donate; people, groups and the system's settings are for administrators.
All are accounts of the desk: an author needs none.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.http import urlsafe_base64_encode
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Editors"
MANAGERS = "Managing editors"
"""What editors may do, and who sees real names behind pen names and readers' addresses, and changes where donations go."""
OF_MANAGERS = ("see_real_names", "change_ways", "see_readers", "remove_everywhere")
OF_THE_FRAMEWORK = "Moderators"
"""A group that the framework makes in every database: nobody here has its rights."""
NOUNS = (
    "regiongroup",
    "region",
    "topic",
    "series",
    "author",
    "staticpage",
    "menu",
    "searchalias",
    "letterlist",
    "letter",
    "removal",
)
ON_STORIES = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
ON_FILES = ("add", "change", "delete", "choose")


class PeopleError(Exception):
    """An account cannot be made. The message says why and what to do."""


def add_user(name: str, *, password: str, email: str = "", admin: bool = False) -> Any:
    """Let `name` enter the desk: as an editor, or with `admin` as one who may do everything. Raises PeopleError."""
    model = get_user_model()
    user = model(username=name, email=email, is_superuser=admin, is_staff=admin)
    if model.objects.filter(username__iexact=name).exists():
        raise PeopleError(f"There is already an account {name!r}. Choose another name.")
    try:
        model.username_validator(name)
        if email:
            validate_email(email)
        validate_password(password, user)
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from None
    with transaction.atomic():
        user.set_password(password)
        user.save()
        group, _managers = roles()
        if not admin:
            user.groups.add(group)
    return user


def new_password_path(user: Any) -> str:
    """Where the person sets a new password, once and within a day: below the desk's address. Nothing is stored."""
    number = urlsafe_base64_encode(str(user.pk).encode())
    return f"/desk/password/{number}/{default_token_generator.make_token(user)}/"


def roles() -> tuple[Group, Group]:
    """The groups of editors and of managing editors with their rights, made or brought up to date; safe to run again."""
    with transaction.atomic():
        Group.objects.filter(name=OF_THE_FRAMEWORK, user=None).delete()
        return _group(EDITORS, _of_the_desk()), _group(MANAGERS, _of_the_desk() | Q(codename__in=OF_MANAGERS))


def _group(name: str, rights: Q) -> Group:
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(rights))
        root = Page.objects.filter(depth=1).first()
        collection = Collection.get_first_root_node()
        for permission in Permission.objects.filter(codename__in=[f"{verb}_page" for verb in ON_STORIES]):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for permission in Permission.objects.filter(_of_files()):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _of_the_desk() -> Q:
    nouns = Q(content_type__app_label="newsroom", content_type__model__in=NOUNS) & ~Q(codename__in=OF_MANAGERS)
    site = Q(content_type__app_label="newsroom", codename__in=["change_sitesettings", "read_messages"])
    return nouns | site | Q(content_type__app_label="wagtailadmin", codename="access_admin")


def _of_files() -> Q:
    names = [f"{verb}_{model}" for verb in ON_FILES for model in ("picture", "attachment")]
    return Q(content_type__app_label="newsroom", codename__in=names)
