"""The newsletters that readers can subscribe to, and which of them goes with a story, a place or a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamizdat.edition.shapes import OfferedList
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Kind, Values, one_by_one
from tamizdat.kit.keys import Key
from tamizdat.newsroom.models.letters import ABOUT

KIND = "letter_list"
PATH = "/{language}/newsletter/"
"""Of the page to subscribe; letters and their archives are below it."""


@dataclass(frozen=True, kw_only=True)
class _Offer:
    """A list with the (kind, number) that its letters are about; () when they are about everything."""

    shape: OfferedList
    about: tuple[str, int] | tuple[()]


def _letter_lists(_: Values, key: Key, uses: Uses) -> tuple[_Offer, ...]:
    """Lists that are open and have a name in the language, in the newsroom's order."""
    found = []
    for noun in uses.table(KIND).values():
        text = noun.texts.get(key.rest, {})
        if not (noun.is_open and text.get("name")):
            continue
        about = next(((kind, pk) for kind in ABOUT if (pk := getattr(noun, kind))), ())
        shape = OfferedList(
            number=noun.pk, slug=noun.slug, name=text["name"], description=text["description"], rule=noun.rule
        )
        found.append(_Offer(shape=shape, about=about))
    return tuple(found)


def _letter_offer(_: Values, key: Key, uses: Uses) -> OfferedList | None:
    """`letter_offer:topic:5:en`: the first list about a noun. `letter_offer:all:0:en`: the first list about everything, else
    the first of all."""
    kind, pk, language = key.rest.split(":")
    offers: tuple[_Offer, ...] = uses.value(Key.of("letter_lists", language))
    about = () if kind == "all" else (kind, int(pk))
    found = [offer.shape for offer in offers if offer.about == about]
    if not found and kind == "all":
        found = [offer.shape for offer in offers]
    return found[0] if found else None


def url(uses: Uses, language: str) -> str:
    """Address of the page to subscribe; '' where nothing is offered."""
    return PATH.format(language=language) if uses.value(Key.of("letter_lists", language)) else ""


def lists(uses: Uses, language: str) -> tuple[OfferedList, ...]:
    """All that a reader of the language can subscribe to."""
    return tuple(offer.shape for offer in uses.value(Key.of("letter_lists", language)))


def named(uses: Uses, list: int, language: str) -> OfferedList | None:
    """The list of that number, while a reader of the language can subscribe to it."""
    return next((one for one in lists(uses, language) if one.number == list), None)


def offer(uses: Uses, language: str, nouns: Iterable[tuple[str, int]] = ()) -> OfferedList | None:
    """The list about the first of the (kind, number) that has one, else the first list of the newsroom."""
    for kind, pk in (*nouns, ("all", 0)):
        found: OfferedList | None = uses.value(Key.of("letter_offer", kind, pk, language))
        if found:
            return found
    return None


KINDS = (
    Kind(name="letter_lists", level=0, read=one_by_one(_letter_lists)),
    Kind(name="letter_offer", level=1, read=one_by_one(_letter_offer)),
)
