"""Lists that readers subscribe to: their forms, and how many readers each has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from tamizdat.desk.deleting import IntoTheBin
from tamizdat.desk.letters.store import by_list
from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import LetterList


def _rule(row: LetterList) -> Any:
    return row.get_rule_display()


def _about(row: LetterList) -> Any:
    return row.region or row.topic or row.series or ""


class ListIndex(noun.NounList):
    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """With the readers of all lists counted at once."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        counted = by_list()
        for row in rows:
            row.readers = counted[row.pk].active if row.pk in counted else 0
        return paginator, page, rows, is_paginated


class ListDelete(IntoTheBin):
    """A list that has letters stays: readers follow their addresses."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.letters.exists():
            told = _("“%(name)s” was not deleted: it has letters. Close it, so that nobody can subscribe any more.")
            messages.error(request, told % {"name": self.object})
            return redirect("desk_letter_lists:index")
        return super().post(request, *args, **kwargs)


class LetterListViews(noun.NounViews):
    model = LetterList
    menu_label = _("Lists")
    icon = "list-ul"
    url_prefix = "letter-lists"
    index_view_class = ListIndex
    delete_view_class = ListDelete
    panels = [
        noun.texts(
            [
                noun.name_panel(),
                FieldPanel("description", heading=_("Description"), help_text=_("Shown where readers subscribe.")),
                FieldPanel("welcome", heading=_("Welcome"), help_text=_("In the first letter to a new reader.")),
                FieldRowPanel(
                    [
                        FieldPanel("discreet_name", heading=_("Discreet sender")),
                        FieldPanel("discreet_subject", heading=_("Discreet subject")),
                    ]
                ),
            ]
        ),
        MultiFieldPanel(
            [
                FieldPanel("rule", heading=_("When a letter is made")),
                FieldRowPanel([FieldPanel("weekday", heading=_("Weekday")), FieldPanel("hour", heading=_("Hour"))]),
                FieldPanel("approval", heading=_("When it is made by rule")),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("fill", heading=_("Stories of a new letter")),
                FieldRowPanel(
                    [
                        FieldPanel("region", heading=_("Region")),
                        FieldPanel("topic", heading=_("Topic or event")),
                        FieldPanel("series", heading=_("Series")),
                    ],
                    help_text=_("Only stories from here. Choose one, or none."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("most_stories", heading=_("Stories at most")),
                        FieldPanel("full_texts", heading=_("In full")),
                    ],
                    help_text=_("Of stories that are not in full: the headline, the dek and a link."),
                ),
            ],
            heading=_("What is in it"),
        ),
        FieldPanel("is_open", heading=_("Readers can subscribe")),
        *noun.place_panels(),
    ]
    list_display = [
        "__str__",
        Column("rule", label=_("When a letter is made"), accessor=_rule),
        Column("about", label=_("About"), accessor=_about),
        Column("readers", label=_("Readers"), accessor="readers"),
        BooleanColumn("is_open", label=_("Open")),
        noun.LANGUAGES_COLUMN,
    ]
