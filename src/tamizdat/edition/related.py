"""What to read after a story: what the search found nearest when it was published, and stored; where nothing was, those
that came before it to the same event and the same place.

A story's place in a list is stored when it enters, so what came before it never changes but by leaving: a new story
makes no older page stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tamizdat.edition.entries import entries
from tamizdat.edition.reader import Reader, Story
from tamizdat.edition.rule import among
from tamizdat.edition.shapes import Link, Related
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Article, ListEntry, RelatedStory

WHYS = {"event": "event", "place": "region", "words": "topic"}
"""Why the search took a story for near, and what that is called on a page; in the order of the page."""
SHOWN, LOOKED_AT = 3, 5
"""Stories of a group, and how far back to look for so many that are public."""


@dataclass(frozen=True, kw_only=True)
class Found:
    groups: tuple[Related, ...] = ()
    keys: frozenset[str] = frozenset()


def related(reader: Reader, stories: Mapping[int, Story]) -> dict[int, Found]:
    """For the public ones of a slice, in a constant number of queries."""
    found = _stored(reader, {pk: story for pk, story in stories.items() if story.article})
    return {**_listed(reader, {pk: story for pk, story in stories.items() if pk not in found}), **found}


def _stored(reader: Reader, stories: Mapping[int, Story]) -> dict[int, Found]:
    """From the rows that were written when each was published; a story without any that is public now is left out."""
    nearest: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = RelatedStory.objects.filter(among("article", stories)).order_by("article", "rank")
    for pk, other, why in rows.values_list("article", "other", "why") if stories else ():
        if pk in stories:
            nearest[pk].append((other, why))
    others = sorted({other for near in nearest.values() for other, _ in near})
    cards = reader.cards(others)
    places: dict[int, set[int]] = defaultdict(set)
    if others:
        for article, region in Article.regions.through.objects.filter(article__in=others).values_list(
            "article", "region"
        ):
            places[article].add(region)
    made = {}
    for pk, near in nearest.items():
        groups, depends = [], {keys.card(other) for other, _ in near}
        for why in WHYS:
            shown = [other for other, because in near if because == why and other in cards][:SHOWN]
            if shown:
                depends |= {key for other in shown for key in cards[other].keys}
                groups.append(
                    Related(
                        why=WHYS[why],
                        of=_place(reader, stories[pk], places[shown[0]]) if why == "place" else None,
                        cards=tuple(cards[other].card for other in shown),
                    )
                )
        if groups:
            made[pk] = Found(groups=tuple(groups), keys=frozenset(depends))
    return made


def _place(reader: Reader, story: Story, places: set[int]) -> Link | None:
    """The first of the story's regions that is one of `places`."""
    assert story.article is not None
    shared = [region for region in story.regions if region in places]
    return reader.nouns.link(reader.nouns.regions[shared[0]], story.article.language) if shared else None


def _listed(reader: Reader, stories: Mapping[int, Story]) -> dict[int, Found]:
    """From the lists that a story shares with others, by the order in which they entered."""
    wanted = {pk: _shared(reader, story) for pk, story in stories.items() if story.article}
    numbers = {
        story_list: reader.story_list(story_list)[0] for shares in wanted.values() for _, _, _, story_list in shares
    }
    before = _before([pk for pk, shares in wanted.items() if shares], sorted(set(numbers.values())))
    cards = reader.cards(sorted({other for others in before.values() for other in others}))
    made = {}
    for pk, shares in wanted.items():
        groups, depends, used = [], set(), {pk}
        for why, kind, noun, story_list in shares:
            others = before.get((numbers[story_list], pk), [])
            depends |= {keys.card(other) for other in others}
            shown = [other for other in others if other in cards and other not in used][:SHOWN]
            used.update(shown)
            for other in shown:
                depends |= cards[other].keys
            if shown:
                article = stories[pk].article
                assert article is not None
                of = reader.nouns.link(reader.nouns.by_kind[kind][noun], article.language)
                groups.append(Related(why=why, of=of, cards=tuple(cards[other].card for other in shown)))
        made[pk] = Found(groups=tuple(groups), keys=frozenset(depends))
    return made


def _shared(reader: Reader, story: Story) -> list[tuple[str, str, int, str]]:
    """(why, kind, number, list) of the event and the place that a story is about, or else of its topic."""
    assert story.article is not None
    language, nouns = story.article.language, reader.nouns
    events = [pk for pk in story.topics if nouns.topics[pk].row["parent_id"]]
    found = [("event", "topic", pk) for pk in events[:1]] + [("region", "region", pk) for pk in story.regions[:1]]
    found = found or [("topic", "topic", pk) for pk in story.topics[:1]]
    return [(why, kind, pk, keys.noun_list(language, kind, pk)) for why, kind, pk in found]


def _before(pks: list[int], lists: list[int]) -> dict[tuple[int, int], list[int]]:
    """By (list, story): the stories that entered the list right before it, the last of them first."""
    mine = ListEntry.objects.filter(among("article", pks), list__in=lists)
    asked = frozenset(pks)
    places = [place for place in mine.values_list("list", "article", "ordinal") if place[1] in asked]
    ordinals: dict[int, list[int]] = defaultdict(list)
    for story_list, _, ordinal in places:
        ordinals[story_list].append(ordinal)
    ranges = [(story_list, *one) for story_list, held in ordinals.items() for one in _joined(sorted(held))]
    at = entries(ranges)
    return {
        (story_list, article): [
            at[story_list, other]
            for other in range(ordinal - 1, ordinal - 1 - LOOKED_AT, -1)
            if (story_list, other) in at
        ]
        for story_list, article, ordinal in places
    }


def _joined(ordinals: list[int]) -> list[tuple[int, int]]:
    """Ranges that hold what came right before each: as few as can be, without reading much between."""
    found: list[tuple[int, int]] = []
    for ordinal in ordinals:
        first, last = max(0, ordinal - LOOKED_AT), ordinal - 1
        if found and first <= found[-1][1] + LOOKED_AT:
            found[-1] = (found[-1][0], last)
        elif last >= first:
            found.append((first, last))
    return found
