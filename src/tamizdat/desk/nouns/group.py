"""The menu's groups of nouns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from tamizdat.desk.nouns.authors import AuthorViews
from tamizdat.desk.nouns.menus import MenuViews
from tamizdat.desk.nouns.pages import StaticPageViews
from tamizdat.desk.nouns.regions import RegionGroupViews, RegionViews
from tamizdat.desk.nouns.series import SeriesViews
from tamizdat.desk.nouns.site import SiteViews
from tamizdat.desk.nouns.spellings import SpellingsViews
from tamizdat.desk.nouns.topics import TopicViews


class NounsGroup(ViewSetGroup):
    """What stories are filed under, and by whom."""

    menu_label = _("Sections and authors")
    menu_icon = "globe"
    menu_order = 300
    items = (
        RegionViews("desk_regions"),
        RegionGroupViews("desk_region_groups"),
        TopicViews("desk_topics"),
        SeriesViews("desk_series"),
        AuthorViews("desk_authors"),
        SpellingsViews("desk_spellings"),
    )


class SiteGroup(ViewSetGroup):
    """What stands around the stories."""

    menu_label = _("The site")
    menu_icon = "site"
    menu_order = 400
    items = (SiteViews("desk_newsroom"), StaticPageViews("desk_pages"), MenuViews("desk_menus"))
