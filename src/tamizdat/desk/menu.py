"""The menu at the left, in a newsroom's words and without what a newsroom does not need."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from tamizdat.desk.languages import autonyms

NOT_HERE = frozenset(["explorer", "snippets", "help"])
REPORTS = frozenset(["edition", "missed", "corrections", "rights", "removals", "site-history", "locked-pages"])
SETTINGS_NOT_HERE = frozenset(["sites", "locales", "workflows", "workflow-tasks"])


def stories() -> MenuItem:
    return MenuItem(_("Stories"), reverse("desk_stories:index"), name="stories", icon_name="doc-full", order=100)


def new_story() -> MenuItem:
    """One click to an empty form; with several languages, the second click says which."""
    languages = autonyms()
    if len(languages) == 1:
        return MenuItem(_("New story"), reverse("desk_new_story"), name="new-story", icon_name="plus", order=50)
    items = [
        MenuItem(
            name, reverse("desk_new_story_in", args=[code]), name=f"new-story-{code}", icon_name="plus", order=place
        )
        for place, (code, name) in enumerate(languages)
    ]
    return SubmenuMenuItem(_("New story"), Menu(items=items), name="new-story", icon_name="plus", order=50)


def edition() -> MenuItem:
    return MenuItem(_("Site"), reverse("desk_edition"), name="edition", icon_name="site", order=10)


def missed() -> MenuItem:
    return MenuItem(_("What readers did not find"), reverse("desk_missed"), name="missed", icon_name="search", order=20)


def corrections() -> MenuItem:
    return MenuItem(_("Corrections"), reverse("desk_corrections"), name="corrections", icon_name="edit", order=30)


def rights() -> MenuItem:
    return MenuItem(_("Rights to pictures"), reverse("desk_rights"), name="rights", icon_name="image", order=40)


class OfRemovals(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.view_removal"))


def removals() -> MenuItem:
    return OfRemovals(_("Removals"), reverse("desk_removals"), name="removals", icon_name="warning", order=50)


def plain_settings(items: list[Any]) -> None:
    """The framework's item writes its own name and version below the menu of settings."""
    for place, item in enumerate(items):
        if item.name == "settings":
            items[place] = SubmenuMenuItem(
                item.label, item.menu, name=item.name, icon_name=item.icon_name, order=item.order
            )


def without(items: list[Any], names: frozenset[str]) -> None:
    items[:] = [item for item in items if item.name not in names]
