"""What to read after a story: what the search found nearest when it was published, and stored; where nothing was, those
that came before it to the same event and the same place.

A story's place in a list is stored when it enters, so what came before it never changes but by leaving: a new story
makes no older page stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Link, Related
from tamizdat.edition.stories import Story
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.lists import entries
from tamizdat.edition.values.nouns import Label
from tamizdat.edition.values.stories import among
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models import Article, ListEntry, RelatedStory

WHYS = {"event": "event", "place": "region", "words": "topic"}
"""Why the search took a story for near, and what that is called on a page; in the order of the page."""
SHOWN, LOOKED_AT = 3, 5
"""Stories of a group, and how far back to look for so many that are public."""
Stories = Mapping[int, tuple[Story, Uses]]


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """A list that a story shares with what may be read after it, and why."""

    why: str
    label: Label
    name: ListName


def related(reader: Reader, stories: Stories) -> dict[int, tuple[Related, ...]]:
    """For the stories of a slice, in a constant number of queries."""
    found = _stored(reader, stories)
    return {**_listed(reader, {pk: one for pk, one in stories.items() if pk not in found}), **found}


def _stored(reader: Reader, stories: Stories) -> dict[int, tuple[Related, ...]]:
    """From the rows that were written when each was published; a story without any that is public now is left out."""
    nearest: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = RelatedStory.objects.filter(among("article", stories)).order_by("article", "rank") if stories else ()
    for row in rows:
        nearest[row.article_id].append((row.other_id, row.why))
    others = sorted({other for pk in stories for other, _ in nearest.get(pk, ())})
    reader.values.expect(Key.of("card", other) for other in others)
    places: dict[int, set[int]] = defaultdict(set)
    if others:
        rows = Article.regions.through.objects.filter(article__in=others)
        for article, region in rows.values_list("article", "region"):
            places[article].add(region)
    made = {}
    for pk, (story, uses) in stories.items():
        uses.record(keys.related(pk))
        public = {other: card for other, _ in nearest.get(pk, ()) if (card := uses.card(other))}
        groups = []
        for why in WHYS:
            shown = [other for other, because in nearest.get(pk, ()) if because == why and other in public][:SHOWN]
            if shown:
                uses.record(keys.article(shown[0]))  # its places are no part of its card
                of = _shared_place(story, places[shown[0]]) if why == "place" else None
                groups.append(Related(why=WHYS[why], of=of, cards=tuple(public[other] for other in shown)))
        if groups:
            made[pk] = tuple(groups)
    return made


def _shared_place(story: Story, places: set[int]) -> Link | None:
    """The first of the story's regions that is one of `places`."""
    return next((label.link for label in story.regions if label.pk in places), None)


def _listed(reader: Reader, stories: Stories) -> dict[int, tuple[Related, ...]]:
    """From the lists that a story shares with others, by the order in which they entered."""
    shares = {pk: _shared(story) for pk, (story, _) in stories.items()}
    before = _before(shares)
    reader.values.expect(Key.of("card", other) for others in before.values() for other in others)
    made = {}
    for pk, (_, uses) in stories.items():
        groups, used = [], {pk}
        for share in shares[pk]:
            cards = {}
            for other in before.get((str(share.name), pk), ()):
                uses.record(keys.list_entry(share.name, other))
                if other not in used and (card := uses.card(other)):
                    cards[other] = card
            shown = list(cards)[:SHOWN]
            used.update(shown)
            if shown:
                groups.append(Related(why=share.why, of=share.label.link, cards=tuple(cards[other] for other in shown)))
        made[pk] = tuple(groups)
    return made


def _shared(story: Story) -> list[_Shared]:
    """The lists of the event and the place that a story is about, or else of its topic."""
    events = [label for label in story.topics if label.parent]
    found = [("event", label) for label in events[:1]] + [("region", label) for label in story.regions[:1]]
    found = found or [("topic", label) for label in story.topics[:1]]
    return [
        _Shared(why=why, label=label, name=keys.noun_list(story.article.language, label.kind, label.pk))
        for why, label in found
    ]


def _before(shares: Mapping[int, Iterable[_Shared]]) -> dict[tuple[str, int], list[int]]:
    """By (list, story): the stories that entered the list right before it, the last of them first."""
    names = sorted({str(share.name) for several in shares.values() for share in several})
    mine = (
        ListEntry.objects.filter(among("article", shares), list__key__in=names) if names else ListEntry.objects.none()
    )
    places = [row for row in mine.values_list("list", "list__key", "article", "ordinal") if row[2] in shares]
    ordinals: dict[int, list[int]] = defaultdict(list)
    for number, _, _, ordinal in places:
        ordinals[number].append(ordinal)
    at = entries([(number, *one) for number, held in ordinals.items() for one in _joined(sorted(held))])
    return {
        (name, article): [
            at[number, other] for other in range(ordinal - 1, ordinal - 1 - LOOKED_AT, -1) if (number, other) in at
        ]
        for number, name, article, ordinal in places
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
