"""The demo's menus: where the main places are, and what a newsroom owes its readers."""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.newsroom.models import Menu, MenuItem, StaticPage, Topic

MAIN = ("the-zeskari-vote", "kok-bel-water-talks")
"""Running events: what the panels of regions, topics, media and about do not bring to the top."""
FOOTER = ("about", "team", "contribute", "republishing", "corrections", "privacy", "contact")


def lay(languages: Sequence[str]) -> None:
    """A menu at the top and one at the bottom of each language's pages; one that is there is left alone."""
    pages = dict(StaticPage.objects.values_list("slug", "pk"))
    topics = dict(Topic.objects.values_list("slug", "pk"))
    for language in languages:
        _lay(Menu.Place.MAIN, language, [MenuItem(topic_id=topics[slug]) for slug in MAIN])
        _lay(Menu.Place.FOOTER, language, [MenuItem(page_id=pages[slug]) for slug in FOOTER])


def _lay(place: str, language: str, items: list[MenuItem]) -> None:
    if not Menu.objects.filter(place=place, language=language).exists():
        for number, item in enumerate(items):
            item.sort_order = number
        Menu(place=place, language=language, items=items).save()
