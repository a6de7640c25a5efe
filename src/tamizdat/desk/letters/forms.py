"""The form of a letter: its texts in each language, and its parts in order."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from tamizdat.newsroom.models import Article


class ChosenStory(forms.Select):
    """Names the story of a part by its headline in the desk's language, or in any; others are found by typing."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        chosen = value[0] if value and value[0] else ""
        self.choices = [("", ""), *([(chosen, headline(chosen))] if chosen else [])]
        return super().optgroups(name, value, attrs)


def headline(key: str) -> str:
    """Of a story that is named by its translation_key; '' where there is none, or it is no such key."""
    try:
        rows = Article.objects.filter(translation_key=uuid.UUID(str(key))).values_list(
            "locale__language_code", "headline"
        )
    except ValueError:
        return ""
    found = dict(rows)
    return found.get(get_language() or "") or next(iter(found.values()), "")


class TextForm(WagtailAdminModelForm):
    """The subject can wait while the rest is written; the checks ask for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].required = False


class TextsPanel(InlinePanel):
    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "relation_name": "texts",
            "panels": [
                FieldPanel("language", heading=_("Language")),
                FieldPanel("subject", heading=_("Subject")),
                FieldPanel(
                    "preheader",
                    heading=_("Preheader"),
                    help_text=_("Shown after the subject in the reader's list of mail."),
                ),
                FieldPanel("introduction", heading=_("Introduction")),
                FieldPanel("closing", heading=_("Closing words")),
                FieldPanel(
                    "note",
                    heading=_("Note on the page"),
                    help_text=_("On the letter's page only, such as that a story was withdrawn."),
                ),
            ],
            "heading": _("In each language"),
            "label": _("language"),
        } | kwargs
        super().__init__(**kwargs)

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"]["texts"]["form"] = TextForm
        return options


class PartForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", _("Every language")), *(one for one in language.choices if one[0])]


class PartsPanel(InlinePanel):
    """Stories, texts and pictures in their order. Of each part the script shows the fields of its kind."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "relation_name": "items",
            "panels": [
                FieldPanel("kind", heading=_("Kind")),
                FieldPanel("article", heading=_("Story"), help_text=" ", widget=ChosenStory),
                FieldPanel("full_text", heading=_("In full")),
                FieldPanel("text", heading=_("Text")),
                FieldPanel("picture", heading=_("Picture")),
                FieldRowPanel([FieldPanel("language", heading=_("Language"), help_text=" ")]),
            ],
            "heading": _("Stories, texts and pictures"),
            "label": _("part"),
        } | kwargs
        super().__init__(**kwargs)

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"]["items"]["form"] = PartForm
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "desk/letters/parts.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            return {**context, "source": reverse("desk_letter_stories"), "language": get_language() or ""}


LETTER = ObjectList(
    [
        PartsPanel(),
        TextsPanel(),
        FieldPanel("with_pictures", heading=_("With pictures")),
    ]
)
