"""Series: blogs, podcasts, features and visual stories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from tamizdat.desk.nouns import noun
from tamizdat.desk.stories.authors import AuthorsPanel
from tamizdat.newsroom.models import Series


class SeriesViews(noun.NounViews):
    model = Series
    menu_label = _("Series")
    icon = "list-ul"
    url_prefix = "series"
    panels = [
        FieldPanel("form", heading=_("Format")),
        noun.texts([noun.name_panel(), noun.introduction_panel()]),
        FieldPanel("picture", heading=_("Picture")),
        AuthorsPanel(roles=False),
        MultiFieldPanel(
            [
                FieldPanel("category", heading=_("Category")),
                FieldPanel("owner_email", heading=_("Email for podcast directories")),
                FieldPanel("funding_url", heading=_("Where listeners donate")),
                FieldPanel("explicit", heading=_("Strong language")),
            ],
            heading=_("Of a podcast"),
            classname="collapsed",
        ),
        *noun.place_panels(),
    ]
    list_display = [
        "__str__",
        Column("form", label=_("Format"), accessor="get_form_display"),
        noun.LANGUAGES_COLUMN,
        noun.ORDER_COLUMN,
    ]
