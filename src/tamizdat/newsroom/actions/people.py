"""Who may enter the desk, and what editors may do there.

Reporters write their own stories and submit them; translators write translations; photo editors see to pictures, in stories too,
and publish none. Editors may do everything to stories, nouns, letters, pictures and files. Managing editors also publish without
approval, see real names behind pen names and single readers of letters, change how readers donate, and manage people; groups and
the system's settings are for administrators. All are accounts of the desk: an author needs none. What a person may do can be
narrowed to topics, regions and languages (`limit`).
"""

from __future__ import annotations

from collections.abc import Sequence
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

from tamizdat.newsroom.models import Scope

EDITORS = "Editors"
MANAGERS = "Managing editors"
"""What editors may do, and who publishes without approval, sees real names behind pen names and readers' addresses, changes
where donations go, and manages people."""
REPORTERS, TRANSLATORS, PHOTO_EDITORS = "Reporters", "Translators", "Photo editors"
ROLES = (EDITORS, MANAGERS, REPORTERS, TRANSLATORS, PHOTO_EDITORS)
OF_MANAGERS = ("see_real_names", "change_ways", "see_readers", "guard_accounts", "publish_all", "remove_everywhere")
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
ON_STORIES = {
    EDITORS: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    MANAGERS: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    REPORTERS: ("add",),
    TRANSLATORS: ("unlock",),
    PHOTO_EDITORS: ("change",),
}
"""The framework lists stories for those only who have a right on them; unlocking needs that one may edit a story, too."""
ON_FILES = {
    EDITORS: ("add", "change", "choose"),
    MANAGERS: ("add", "change", "choose"),
    REPORTERS: ("add", "choose"),
    TRANSLATORS: ("choose",),
    PHOTO_EDITORS: ("add", "change", "choose"),
}
"""Who may add a file may change their own, who may change one may delete it."""
OF_FILES = ("wagtailimages", "wagtaildocs")
"""The framework asks for rights on its own models, whatever models take their place."""


class PeopleError(Exception):
    """An account cannot be made, or is not there. The message says why and what to do."""


def add_user(name: str, *, password: str, email: str = "", admin: bool = False, role: str = EDITORS) -> Any:
    """Let `name` enter the desk in a role, or with `admin` as one who may do everything. Raises PeopleError."""
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
        groups = {group.name: group for group in roles()}
        if not admin:
            user.groups.add(groups[role])
    return user


def named(name: str) -> Any:
    """The account with this name. Raises PeopleError."""
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise PeopleError(f"There is no account {name!r}. Make one with `tamizdat user add {name}`.")
    return user


def new_password_path(user: Any) -> str:
    """Where the person sets a new password, once and within a day: below the desk's address. Nothing is stored."""
    number = urlsafe_base64_encode(str(user.pk).encode())
    return f"/desk/password/{number}/{default_token_generator.make_token(user)}/"


def limit(user: Any, *, topics: Sequence[int], regions: Sequence[int], languages: Sequence[str]) -> None:
    """Narrow what somebody may write and publish to these; an empty list means all."""
    given = {"topics": sorted(topics), "regions": sorted(regions), "languages": sorted(languages)}
    Scope.objects.update_or_create(user=user, defaults=given)


def roles() -> list[Group]:
    """The groups of ROLES, in that order, made or brought up to date with their rights; safe to run again."""
    with transaction.atomic():
        Group.objects.filter(name=OF_THE_FRAMEWORK, user=None).delete()
        return [_group(name) for name in ROLES]


def _group(name: str) -> Group:
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(_of_the_desk(name)))
        root = Page.objects.filter(depth=1).first()
        collection = Collection.get_first_root_node()
        on_stories = [f"{verb}_page" for verb in ON_STORIES[name]]
        for permission in Permission.objects.filter(codename__in=on_stories):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        on_files = [f"{verb}_{model}" for verb in ON_FILES[name] for model in ("image", "document")]
        for permission in Permission.objects.filter(content_type__app_label__in=OF_FILES, codename__in=on_files):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _of_the_desk(name: str) -> Q:
    """The rights of a role that are on no page and no collection."""
    rights = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    if name == TRANSLATORS:
        rights |= Q(content_type__app_label="newsroom", codename="translate_article")
    if name in (EDITORS, MANAGERS):
        rights |= Q(content_type__app_label="newsroom", content_type__model__in=NOUNS) & ~Q(codename__in=OF_MANAGERS)
        rights |= Q(content_type__app_label="newsroom", codename__in=["change_sitesettings", "read_messages"])
    if name == MANAGERS:
        rights |= Q(content_type__app_label__in=["newsroom", "desk"], codename__in=OF_MANAGERS)
        rights |= Q(content_type__app_label="auth", content_type__model="user") & ~Q(codename="view_user")
    return rights
