"""The demo's menus: where the main places are, and what a newsroom owes its readers."""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.newsroom.models import Menu, MenuItem, StaticPage

MAIN = {
    "series": {"en": "Series", "ru": "Проекты"},
    "authors": {"en": "Authors", "ru": "Авторы"},
}
"""Directories of the site, by their place in addresses; regions and topics have panels of their own."""
MAIN_PAGE = "about"
FOOTER = ("about", "team", "contribute", "republishing", "corrections", "privacy", "contact")


def lay(languages: Sequence[str]) -> None:
    """A menu at the top and one at the bottom of each language's pages; one that is there is left alone."""
    pages = dict(StaticPage.objects.values_list("slug", "pk"))
    for language in languages:
        places = [MenuItem(label=label[language], address=f"/{language}/{place}/") for place, label in MAIN.items()]
        _lay(Menu.Place.MAIN, language, [*places, MenuItem(page_id=pages[MAIN_PAGE])])
        _lay(Menu.Place.FOOTER, language, [MenuItem(page_id=pages[slug]) for slug in FOOTER])


def _lay(place: str, language: str, items: list[MenuItem]) -> None:
    if not Menu.objects.filter(place=place, language=language).exists():
        for number, item in enumerate(items):
            item.sort_order = number
        Menu(place=place, language=language, items=items).save()
