"""Regions and their groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import Region, RegionGroup


class RegionGroupViews(noun.NounViews):
    model = RegionGroup
    menu_label = _("Groups of regions")
    icon = "folder-inverse"
    url_prefix = "region-groups"
    panels = [noun.texts([noun.name_panel()]), *noun.place_panels()]
    list_display = ["__str__", noun.LANGUAGES_COLUMN, noun.ORDER_COLUMN]


class RegionViews(noun.NounViews):
    model = Region
    menu_label = _("Regions")
    icon = "globe"
    url_prefix = "regions"
    panels = [
        FieldPanel("group", heading=_("Group")),
        noun.texts([noun.name_panel(), noun.introduction_panel()]),
        *noun.place_panels(),
    ]
    list_display = ["__str__", Column("group", label=_("Group")), noun.LANGUAGES_COLUMN, noun.ORDER_COLUMN]
