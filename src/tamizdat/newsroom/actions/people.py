"""Who may enter the desk, and what editors may do there.

Editors may do everything to stories, nouns, pictures and files; people, groups and the system's settings are for
administrators. Both are accounts of the desk: an author needs none.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Editors"
NOUNS = ("regiongroup", "region", "topic", "series", "author", "staticpage", "menu", "searchalias")
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
        group = editors()
        if not admin:
            user.groups.add(group)
    return user


def editors() -> Group:
    """The group of editors with its rights, made or brought up to date; safe to run again."""
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=EDITORS)
        group.permissions.set(Permission.objects.filter(_of_the_desk()))
        root = Page.objects.filter(depth=1).first()
        collection = Collection.get_first_root_node()
        for permission in Permission.objects.filter(codename__in=[f"{verb}_page" for verb in ON_STORIES]):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for permission in Permission.objects.filter(_of_files()):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _of_the_desk() -> Q:
    nouns = Q(content_type__app_label="newsroom", content_type__model__in=NOUNS)
    site = Q(content_type__app_label="newsroom", codename__in=["change_sitesettings", "read_messages"])
    return nouns | site | Q(content_type__app_label="wagtailadmin", codename="access_admin")


def _of_files() -> Q:
    names = [f"{verb}_{model}" for verb in ON_FILES for model in ("picture", "attachment")]
    return Q(content_type__app_label="newsroom", codename__in=names)
