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
                "One spelling per line, in any language and alphabet. A search for one finds the others. "
                "Spellings that differ only in the alphabet, such as Lukashenko and Лукашенко, are found without this."
            ),
        ),
    ]
    list_display = ["__str__"]
