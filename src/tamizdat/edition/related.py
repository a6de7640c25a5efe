"""What to read beside and after a story: what its event had before it; then at least three others, none of them twice:
what the search found nearest when it was published, and stored; where that is too little, those that came before it from
the same place, on the same topic, at all.

A story's place in a list is stored when it enters, so what came before it never changes but by leaving: a new story
makes no older page stale. The first stories of a language have too few before them: they show those that came next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Card, Link, Related
from tamizdat.edition.shapes.blocks import RelatedBlock
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
EARLIER, SHOWN, LEAST = 4, 3, 3
"""Most stories of the same event, most of a group that the search found, and least after a story."""
LOOKED_AT = 8
"""How far back, or on, to look for so many that are public and not shown yet."""
Stories = Mapping[int, tuple[Story, Uses]]


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """A list that a story shares with what may be read after it, and why."""

    why: str
    of: Link | None
    name: ListName


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    """What is chosen for one story so far; `used` are the addresses that its page shows already."""

    story: Story
    uses: Uses
    used: set[str]
    groups: list[Related] = field(default_factory=list)

    def add(self, why: str, of: Link | None, found: Iterable[Card], most: int) -> None:
        """A group of those that the page does not show yet."""
        cards: list[Card] = []
        for card in found:
            if card.url not in self.used:
                cards.append(card)
                self.used.add(card.url)
            if len(cards) == most:
                break
        if cards and self.groups and self.groups[-1].why == why:  # what came next, below what came before
            cards = [*self.groups.pop().cards, *cards]
        if cards:
            self.groups.append(Related(why=why, of=of, cards=tuple(cards)))

    @property
    def lacking(self) -> int:
        """How many more the end of the page needs."""
        return max(0, LEAST - sum(len(group.cards) for group in self.groups if group.why != "earlier"))


def related(reader: Reader, stories: Stories) -> dict[int, tuple[Related, ...]]:
    """For the stories of a slice, in a constant number of queries."""
    chosen = {pk: _Chosen(story=story, uses=uses, used=_shown(story)) for pk, (story, uses) in stories.items()}
    _from_lists(reader, chosen, _event, lambda _: EARLIER)
    _stored(reader, chosen)
    for share in (_region, _topic, _latest):
        _from_lists(reader, chosen, share, lambda one: one.lacking)
    _from_lists(reader, chosen, _latest, lambda one: one.lacking, later=True)
    return {pk: tuple(one.groups) for pk, one in chosen.items()}


def _shown(story: Story) -> set[str]:
    """The addresses of stories that a page shows within its text, and before and after it in its series."""
    article = story.article
    within = {block.card.url for block in article.body if isinstance(block, RelatedBlock)}
    return {article.url, *within, *(link.url for link in (article.previous, article.next) if link)}


def _stored(reader: Reader, chosen: Mapping[int, _Chosen]) -> None:
    """From the rows that were written when each was published."""
    nearest: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = RelatedStory.objects.filter(among("article", chosen)).order_by("article", "rank") if chosen else ()
    for row in rows:
        nearest[row.article_id].append((row.other_id, row.why))
    others = sorted({other for pk in chosen for other, _ in nearest.get(pk, ())})
    reader.values.expect(Key.of("card", other) for other in others)
    places: dict[int, set[int]] = defaultdict(set)
    if others:
        regions = Article.regions.through.objects.filter(article__in=others)
        for article, region in regions.values_list("article", "region"):
            places[article].add(region)
    for pk, one in chosen.items():
        uses = one.uses
        uses.record(keys.related(pk))
        for why, name in WHYS.items():
            public = [
                (other, card)
                for other, because in nearest.get(pk, ())
                if because == why and (card := uses.card(other)) and card.url not in one.used
            ]
            of = None
            if public and why == "place":
                first = public[0][0]
                uses.record(keys.article(first))  # its places are no part of its card
                of = next((label.link for label in one.story.regions if label.pk in places[first]), None)
            one.add(name, of, (card for _, card in public), SHOWN)


def _event(story: Story) -> _Shared | None:
    return _of_noun("earlier", story, [label for label in story.topics if label.parent])


def _region(story: Story) -> _Shared | None:
    return _of_noun("region", story, story.regions)


def _topic(story: Story) -> _Shared | None:
    return _of_noun("topic", story, [label for label in story.topics if not label.parent])


def _latest(story: Story) -> _Shared:
    return _Shared(why="latest", of=None, name=keys.latest_list(story.article.language))


def _of_noun(why: str, story: Story, labels: Iterable[Label]) -> _Shared | None:
    """The list of the first of the labels."""
    label = next(iter(labels), None)
    if label is None:
        return None
    return _Shared(why=why, of=label.link, name=keys.noun_list(story.article.language, label.kind, label.pk))


def _from_lists(
    reader: Reader,
    chosen: Mapping[int, _Chosen],
    share: Callable[[Story], _Shared | None],
    most: Callable[[_Chosen], int],
    *,
    later: bool = False,
) -> None:
    """Add what entered the list that each story shares right before it, the last first; or, `later`, right after it."""
    shares = {pk: found for pk, one in chosen.items() if most(one) and (found := share(one.story))}
    beside = _beside(shares, later)
    reader.values.expect(Key.of("card", other) for _, others in beside.values() for other in others)
    for pk, shared in shares.items():
        one = chosen[pk]
        ordinal, others = beside.get(pk, (0, []))
        if later:  # which may be more tomorrow
            for page in range(keys.page_of(ordinal + 1), keys.page_of(ordinal + LOOKED_AT) + 1):
                one.uses.record(keys.list_page(shared.name, page))
        one.add(shared.why, shared.of, _public(one.uses, shared.name, others), most(one))


def _public(uses: Uses, name: ListName, stories: Iterable[int]) -> Iterable[Card]:
    for pk in stories:
        uses.record(keys.list_entry(name, pk))
        if card := uses.card(pk):
            yield card


def _beside(shares: Mapping[int, _Shared], later: bool) -> dict[int, tuple[int, list[int]]]:
    """Of each story its place in its list, and the stories that entered the list next to it, the nearest first."""
    names = {str(share.name) for share in shares.values()}
    if not names:
        return {}
    rows = ListEntry.objects.filter(among("article", shares), list__key__in=sorted(names))
    places = {
        article: (number, ordinal)
        for number, name, article, ordinal in rows.values_list("list", "list__key", "article", "ordinal")
        if article in shares and name == str(shares[article].name)
    }
    ordinals: dict[int, list[int]] = defaultdict(list)
    for number, ordinal in places.values():
        ordinals[number].append(ordinal)
    at = entries([(number, *one) for number, held in ordinals.items() for one in _joined(sorted(held), later)])
    step = 1 if later else -1
    return {
        article: (
            ordinal,
            [
                at[number, other]
                for other in range(ordinal + step, ordinal + step * (LOOKED_AT + 1), step)
                if (number, other) in at
            ],
        )
        for article, (number, ordinal) in places.items()
    }


def _joined(ordinals: list[int], later: bool) -> list[tuple[int, int]]:
    """Ranges that hold what came right before each, or right after: as few as can be, without reading much between."""
    found: list[tuple[int, int]] = []
    for ordinal in ordinals:
        first, last = (ordinal + 1, ordinal + LOOKED_AT) if later else (max(0, ordinal - LOOKED_AT), ordinal - 1)
        if found and first <= found[-1][1] + LOOKED_AT:
            found[-1] = (found[-1][0], last)
        elif last >= first:
            found.append((first, last))
    return found
