"""The removal that is measured, in a process of the newsroom's own (benchmarks/removal.py)."""

from __future__ import annotations

import json
import time

from django.utils import timezone

from tamizdat.bake.urgency import KILL
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.removals import finding, words
from tamizdat.newsroom.actions.removals.wording import Wording
from tamizdat.newsroom.models import Article
from tamizdat.operations.bakery import bakery

NAME = {"en": "Lali Gelovani", "ru": "Лали Геловани"}
STORIES = 100


def measure() -> None:
    """In a process of the newsroom's own; prints what `removal.run` reads."""
    total = Article.objects.count()
    for number, story in enumerate(Article.objects.order_by("pk")[:: max(1, total // STORIES)]):
        story.dek = f"{NAME[story.language]} said so."
        articles.publish(story)
        if number % 2:
            articles.publish(story)
    room = bakery()
    room.bake_due()
    began = time.perf_counter()
    places = len(finding.find(_wording()).places)
    found = time.perf_counter()
    words.remove(words.Order(wording=_wording()))
    removed = time.perf_counter()
    baker = room.baker
    while baker.drain(timezone.now()) or baker.step(urgencies=range(KILL, KILL + 1)):
        pass
    baked = time.perf_counter()
    room.bake_due()
    indexed = time.perf_counter()
    left = len(finding.find(_wording()).places)
    print(json.dumps([found - began, places, removed - found, baked - removed, indexed - baked, left]))


def _wording() -> Wording:
    """A new one for each step, as at the desk: a finder remembers the words that it has compared."""
    return Wording(finder=finding.finder([*NAME.values()]))
