"""Authors. A real name is for the desk alone, and says so."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import Author


class AuthorViews(noun.NounViews):
    model = Author
    menu_label = _("Authors")
    icon = "user"
    url_prefix = "authors"
    panels = [
        noun.texts(
            [
                noun.name_panel(),
                FieldPanel("role", heading=_("Role"), help_text=_("Such as editor, Tbilisi correspondent.")),
                FieldPanel(
                    "short_bio",
                    heading=_("Short biography"),
                    help_text=_("One line at the end of each story."),
                    widget=forms.Textarea({"rows": 2}),
                ),
                FieldPanel("long_bio", heading=_("Long biography")),
            ]
        ),
        FieldPanel("portrait", heading=_("Portrait")),
        InlinePanel(
            "links",
            [FieldPanel("label", heading=_("Label")), FieldPanel("url", heading=_("Address"))],
            heading=_("Links"),
            label=_("link"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("pseudonym", heading=_("The name is a pen name")),
                FieldPanel(
                    "real_name",
                    heading=_("Real name (never public)"),
                    permission="newsroom.see_real_names",
                    help_text=_("Readers never see it. Leave it empty if it must not be stored at all."),
                ),
            ],
            heading=_("Pen name"),
        ),
        *noun.place_panels(),
    ]
    list_display = ["__str__", BooleanColumn("pseudonym", label=_("Pen name")), noun.LANGUAGES_COLUMN, noun.SLUG_COLUMN]
