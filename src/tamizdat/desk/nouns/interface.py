"""Correcting what the public site's interface says: the part of the newsroom's form, and what it refuses."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel

from tamizdat import theme
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.messages import messages, placeholders
from tamizdat.render.sources import Sources

CHOICES = "interface-texts"
"""The list of texts in the page, from which the browser offers those that hold what is typed."""


@cache
def texts() -> dict[str, str | None]:
    """What the templates say, in English: plural by message, None where it has none."""
    return dict(sorted(messages(_sources()).items()))


@cache
def catalogue(language: str) -> Catalogue:
    return Catalogue(_sources(), language)


def said(language: str) -> dict[str, str]:
    """What the interface says in a language where nobody corrects it, as the form has it: a plural form a line."""
    words = catalogue(language)
    return {
        message: "\n".join(words.plural(message, plural, count) for count in words.counts())
        if plural
        else words.text(message)
        for message, plural in texts().items()
    }


def _sources() -> Sources:
    return Sources([settings.NEWSROOM.theme, theme.FOLDER])


class CorrectionForm(WagtailAdminModelForm):
    """One text in one language. What stands there unchanged is let be: a later version may not say it any more."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        language, message, text = (given.get(field, "") for field in ("language", "message", "text"))
        if not (language and message and text and self.has_changed()):
            return given
        if message not in texts():
            self.add_error("message", _("The site has no such text. Choose one from the list."))
        elif wrong := _wrong(language, message, texts()[message], text.splitlines()):
            self.add_error("text", wrong)
        return given


def _wrong(language: str, message: str, plural: str | None, lines: list[str]) -> str:
    """Why these lines cannot stand for a message; '' if they can."""
    counts = catalogue(language).counts() if plural else [1]
    if len(lines) != len(counts):
        if not plural:
            return _("Write it in one line.")
        numbers = ", ".join(map(str, counts))
        return _("This text counts something. Write a line for each of these numbers, in this order: %(numbers)s.") % {
            "numbers": numbers
        }
    wanted = placeholders(plural or message)
    for number, line in enumerate(lines):
        lost, unknown = wanted - placeholders(line), placeholders(line) - wanted
        if plural and number < len(lines) - 1:
            lost.discard("count")  # "one picture"
        if (lost or unknown) and not wanted:
            return _("The site puts no value into this text: write it without values in brackets.")
        if lost or unknown:
            return _("Keep %(places)s as in the English text: the site puts a value there.") % {
                "places": ", ".join(f"%({name})s" for name in sorted(wanted))
            }
        try:
            line % dict.fromkeys(wanted, "") if wanted else None
        except (TypeError, ValueError, KeyError):
            return _("Write a percent sign twice here: the site puts values into this text.")
    return ""


class TextsPanel(InlinePanel):
    """The newsroom's own texts, each chosen from those that there are."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "relation_name": "words",
            "panels": [
                FieldPanel("language", heading=gettext_lazy("Language")),
                FieldPanel(
                    "message",
                    heading=gettext_lazy("Text in English"),
                    help_text=gettext_lazy("Type a word from it and choose from the list."),
                    widget=forms.TextInput(attrs={"list": CHOICES, "autocomplete": "off"}),
                ),
                FieldPanel(
                    "text",
                    heading=gettext_lazy("Our wording"),
                    help_text=gettext_lazy("In grey: what the site says now. Keep %(names)s as they are."),
                    widget=forms.Textarea(attrs={"rows": 2}),
                ),
            ],
            "heading": gettext_lazy("Texts of the site's interface"),
            "label": gettext_lazy("text"),
            "help_text": gettext_lazy("Change what the site says on its buttons and headings, such as “Most read”."),
        } | kwargs
        super().__init__(**kwargs)

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"]["words"]["form"] = CorrectionForm
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "desk/interface_texts.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["choices"] = CHOICES
            context["texts"] = list(texts())
            context["said"] = {code: said(code) for code, _name in settings.LANGUAGES}
            return context
