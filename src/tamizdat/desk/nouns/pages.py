"""Static pages: about, team, contribute, privacy and the like."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import StaticPage


class StaticPageViews(noun.NounViews):
    model = StaticPage
    menu_label = _("Static pages")
    icon = "doc-full"
    url_prefix = "static-pages"
    search_fields = ["texts__title"]
    panels = [
        noun.texts([FieldPanel("title", heading=_("Title")), FieldPanel("body", heading=_("Text"))]),
        FieldPanel("form", heading=_("Format")),
        *noun.place_panels(),
    ]
    list_display = ["__str__", noun.SLUG_COLUMN, noun.LANGUAGES_COLUMN, noun.ORDER_COLUMN]
