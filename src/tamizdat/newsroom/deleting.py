"""Deletions that go past Article.delete are noted too.

The framework's delete view and its bulk action call DeletePageAction, which reaches into the tree's own delete. Django
tells of every row that goes, inside the transaction in which it goes.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, pre_delete

from tamizdat.newsroom import noting
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.standing import standing


def watch() -> None:
    pre_delete.connect(_before, sender=Article)
    post_delete.connect(_after, sender=Article)


def _before(instance: Article, **_: Any) -> None:
    if not noting.is_under_way(instance):
        instance.stood = standing(Article, instance.pk)


def _after(instance: Article, **_: Any) -> None:
    if not noting.is_under_way(instance):
        noting.settle(instance.stood, None)
