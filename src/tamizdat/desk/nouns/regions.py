"""Regions and their groups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
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
        FieldPanel(
            "neighbours", heading=_("Neighbours"), widget=forms.CheckboxSelectMultiple, classname="desk-columns"
        ),
        FieldRowPanel([FieldPanel("latitude", heading=_("Latitude")), FieldPanel("longitude", heading=_("Longitude"))]),
        FieldPanel("ask", heading=_("Asking for support"), help_text=_("In stories about this place.")),
        *noun.place_panels(),
    ]
    list_display = ["__str__", Column("group", label=_("Group")), noun.LANGUAGES_COLUMN, noun.ORDER_COLUMN]
