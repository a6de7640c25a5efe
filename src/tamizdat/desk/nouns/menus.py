"""Menus of the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import Menu


class MenuViews(noun.NounViews):
    model = Menu
    menu_label = _("Menus")
    icon = "bars"
    url_prefix = "menus"
    search_fields: list[str] = []
    panels = [
        FieldRowPanel([FieldPanel("place", heading=_("Place")), FieldPanel("language", heading=_("Language"))]),
        InlinePanel(
            "items",
            [
                FieldPanel("label", heading=_("Label"), help_text=_("If empty, the name of the linked page is used.")),
                FieldRowPanel([FieldPanel("page", heading=_("Static page")), FieldPanel("topic", heading=_("Topic"))]),
                FieldRowPanel([FieldPanel("region", heading=_("Region")), FieldPanel("series", heading=_("Series"))]),
                FieldPanel(
                    "address", heading=_("Address"), help_text=_("Such as /en/regions/ or https://example.org/.")
                ),
            ],
            heading=_("Items"),
            label=_("item"),
            help_text=_("Each link must point to exactly one thing."),
        ),
    ]
    list_display = ["__str__"]
