"""The authors in a form: found by typing, several one after the other, and made where they are missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel


class ChosenOnly(forms.Select):
    """Shows what is chosen and offers nothing else: that is found by typing."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        every: Any = self.choices  # of a field that names a row
        chosen = [one for one in value if str(one).isdecimal()]
        rows = every.queryset.filter(pk__in=chosen)
        self.choices = [("", ""), *((row.pk, str(row)) for row in rows)]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = every


class AuthorsPanel(InlinePanel):
    """The authors of a story or series, in order."""

    def __init__(self, **kwargs: Any) -> None:
        role = FieldPanel("role", heading=_("Role"), help_text=_("Such as reporting, photographs, translation."))
        roles = kwargs.pop("roles", True)
        author = FieldPanel("author", heading=_("Author"), widget=ChosenOnly)
        kwargs = {
            "relation_name": "authors",
            "panels": [FieldRowPanel([author, role])] if roles else [author],
            "heading": _("Authors"),
            "label": _("Author"),
        } | kwargs
        super().__init__(**kwargs)

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "desk/authors.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            locale = getattr(self.instance, "locale", None)
            context["language"] = locale.language_code if locale else settings.LANGUAGE_CODE
            context["source"], context["make"] = reverse("desk_find_authors"), reverse("desk_new_author")
            return context
