"""Spellings of names that the search brings together because the desk says so."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import SearchAlias


class SpellingsViews(noun.NounViews):
    model = SearchAlias
    menu_label = _("Spellings")
    icon = "search"
    url_prefix = "spellings"
    search_fields = ["spellings"]
    panels = [
        FieldPanel(
            "spellings",
            heading=_("One name"),
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=_(
                "Each spelling on a line of its own, in any language and script. Who searches for one finds the others. "
                "What differs by script alone, such as Lukashenko and Лукашенко, the search finds by itself."
            ),
        ),
    ]
    list_display = ["__str__"]
