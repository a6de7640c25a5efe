"""An incremental bake gives byte for byte what a full bake gives."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, ArticleAuthor
from tests.edition.newsroom import contents


def edit(room, rnd: random.Random) -> None:
    """One thing that an editor may do, chosen at random."""
    stories = list(Article.objects.order_by("pk"))
    verb = rnd.choice(
        [
            "write",
            "write",
            "write",
            "change",
            "rename",
            "retag",
            "unpublish",
            "publish",
            "embargo",
            "kill",
            "lift",
            "delete",
            "translate",
            "region",
            "author",
            "raze",
        ]
    )
    if verb == "write" or not stories:
        room.story(
            f"Story {rnd.random():.6f}",
            regions=rnd.sample(room.regions, rnd.randint(0, len(room.regions))),
            topics=rnd.sample([room.topic, room.event], rnd.randint(0, 2)),
            authors=rnd.sample(room.authors, rnd.randint(0, len(room.authors))),
            urgency=rnd.randint(1, 9),
            series=rnd.choice([None, *room.series]),
        )
        return
    story = rnd.choice(stories)
    if verb == "translate":
        room.story(
            f"Перевод {rnd.random():.6f}", "ru", translation_key=story.translation_key
        ) if not Article.objects.filter(
            translation_key=story.translation_key, locale__language_code="ru"
        ).exists() else None
    elif verb == "region" and room.regions:
        region = rnd.choice(room.regions)
        region.slug = f"place-{rnd.randint(1, 9)}-{region.pk}"
        region.save()
    elif verb == "author" and room.authors:
        author = rnd.choice(room.authors)
        author.save()
    elif verb == "raze":
        nouns = rnd.choice([room.regions, room.authors, room.series])
        if nouns:
            nouns.pop().delete()
    elif verb == "delete":
        story.delete()
    elif verb == "lift" and story.killed_at:
        articles.lift_kill(story)
    elif verb == "kill":
        articles.kill(story)
    elif verb == "unpublish":
        articles.unpublish(story)
    elif not story.killed_at:
        if verb == "change":
            story.headline = f"Changed {rnd.random():.6f}"
        elif verb == "rename":
            story.slug = f"slug-{rnd.randint(1, 20)}"
        elif verb == "retag":
            story.regions = rnd.sample(room.regions, rnd.randint(0, len(room.regions)))
            story.topics = rnd.sample([room.topic, room.event], rnd.randint(0, 2))
            story.series = rnd.choice([None, *room.series])
            story.authors = [ArticleAuthor(author=one) for one in rnd.sample(room.authors, min(1, len(room.authors)))]
        elif verb == "embargo":
            story.embargoed_until = timezone.now() + timedelta(days=rnd.choice([-1, 1]))
        articles.publish(story)


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_give_what_a_full_bake_gives(room, seed, monkeypatch):
    monkeypatch.setattr("tamizdat.newsroom.keys.PAGE_SIZE", 4)
    monkeypatch.setattr("tamizdat.newsroom.keys.SITEMAP_SIZE", 5)
    monkeypatch.setattr("tamizdat.newsroom.keys.LEDGER_SIZE", 3)
    rnd = random.Random(seed)
    room.bake()
    for _ in range(12):
        for _ in range(rnd.randint(1, 3)):
            edit(room, rnd)
        counts = room.bake()
        assert not counts.failures
    whole = room.another("whole")
    room.bake_whole(whole)
    incremental, full = contents(room.baker), contents(whole)
    assert incremental.keys() == full.keys()
    assert [path for path in full if incremental[path] != full[path]] == []


def test_nothing_changes_when_nothing_was_touched(room):
    room.story()
    room.bake()
    before = contents(room.baker)
    assert room.bake().targets == 0
    counts = room.bake_whole(room.baker)
    assert contents(room.baker) == before
    assert counts.removed == 0
