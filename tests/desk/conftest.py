"""A newsroom with an editor, an administrator, a writer who may not publish, and a desk to sign in at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import translation
from wagtail.models import GroupPagePermission, Page

from tamizdat.newsroom.actions import articles, people
from tamizdat.newsroom.actions.newsroom import set_up
from tamizdat.newsroom.models import Article

PASSWORD = "snow-on-the-pass-77"


@pytest.fixture(autouse=True)
def newsroom(db: None, settings: Any, tmp_path: Path) -> None:
    """Set up, with quick password hashes and a media folder of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    translation.activate("en")  # a request of the test before may have left another
    set_up("The Pass")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return signed_in(people.add_user("anna", password=PASSWORD))


@pytest.fixture
def administrator() -> Client:
    return signed_in(people.add_user("boss", password=PASSWORD, admin=True))


@pytest.fixture
def writer() -> Client:
    """May enter the desk and write stories, not publish them."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for verb in ("add_page", "change_page"):
        permission = Permission.objects.get(codename=verb, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    user = User.objects.create_user("writer", password=PASSWORD)
    user.groups.add(group)
    return signed_in(user)


@pytest.fixture
def draft() -> Callable[..., Article]:
    def make(headline: str = "A road over the pass", language: str = "en", **fields: Any) -> Article:
        return articles.create(Article(headline=headline, **fields), language)

    return make


@pytest.fixture
def published(draft: Callable[..., Article]) -> Callable[..., Article]:
    def make(headline: str = "A road over the pass", language: str = "en", **fields: Any) -> Article:
        return articles.publish(draft(headline, language, **fields))

    return make


@pytest.fixture
def store(settings: Any) -> Iterator[Path]:
    """Nobody has written yet, and what a test wrote is gone after it."""
    path = Path(settings.NEWSROOM.audience)

    def clear() -> None:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()

    clear()
    yield path
    clear()
