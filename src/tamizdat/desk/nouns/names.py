"""What the framework's lists, forms and messages call the newsroom's nouns, in the language of the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.models import (
    Article,
    ArticleAuthor,
    Attachment,
    Author,
    Letter,
    LetterItem,
    LetterList,
    Menu,
    MenuItem,
    Picture,
    Region,
    RegionGroup,
    Series,
    SeriesAuthor,
    SiteSettings,
    StaticPage,
    Topic,
)

NAMES: dict[type[Any], tuple[Any, Any]] = {
    ArticleAuthor: (_("author of a story"), _("authors of a story")),
    Author: (_("author"), _("authors")),
    Letter: (_("letter"), _("letters")),
    LetterItem: (_("part of a letter"), _("parts of a letter")),
    LetterList: (_("list of letters"), _("lists of letters")),
    Menu: (_("menu"), _("menus")),
    MenuItem: (_("menu item"), _("menu items")),
    Picture: (_("picture"), _("pictures")),
    Region: (_("region"), _("regions")),
    RegionGroup: (_("group of regions"), _("groups of regions")),
    Series: (_("series"), _("several series")),
    SeriesAuthor: (_("author of a series"), _("authors of a series")),
    StaticPage: (_("static page"), _("static pages")),
    Topic: (_("topic"), _("topics")),
}
FIELDS: dict[tuple[type[Any], str], Any] = {
    (Article, "body"): _("Text"),
    (Article, "lead_picture"): _("Lead picture"),
    (Article, "series"): _("Series"),
    (ArticleAuthor, "author"): _("Author"),
    (Attachment, "seconds"): _("Seconds"),
    (Author, "portrait"): _("Portrait"),
    (Letter, "list"): _("List"),
    (LetterItem, "picture"): _("Picture"),
    (LetterList, "region"): _("Region"),
    (LetterList, "series"): _("Series"),
    (LetterList, "topic"): _("Topic or event"),
    (MenuItem, "page"): _("Static page"),
    (MenuItem, "region"): _("Region"),
    (MenuItem, "series"): _("Series"),
    (MenuItem, "topic"): _("Topic"),
    (Region, "group"): _("Group"),
    (Series, "picture"): _("Picture"),
    (SeriesAuthor, "author"): _("Author"),
    (SiteSettings, "card"): _("Picture for sharing"),
    (SiteSettings, "logo"): _("Logo"),
    (Topic, "parent"): _("Event under"),
}
"""Fields that the framework itself calls by name: in its own forms, and where it says what uses a thing."""


def name_nouns() -> None:
    """Their models know no desk; names that stand there would be written into migrations."""
    for model, (one, several) in NAMES.items():
        model._meta.verbose_name, model._meta.verbose_name_plural = one, several
    for (model, field), name in FIELDS.items():
        model._meta.get_field(field).verbose_name = name
