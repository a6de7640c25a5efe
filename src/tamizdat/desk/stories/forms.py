"""What the story's form does beyond the framework's: cleans what is typed, and offers nouns by their names."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from tamizdat.desk import choices
from tamizdat.kit.slugs import slugify
from tamizdat.kit.text import clean

ONE_LINE = (
    "headline",
    "kicker",
    "slugline",
    "byline",
    "dateline",
    "lead_caption",
    "lead_alt_text",
    "lead_credit_line",
    "credit",
    "licence",
)
PARAGRAPHS = ("dek", "editors_note", "internal_note")


class StoryForm(WagtailAdminPageForm):
    new_story = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The translation_key that the story will have: see writing.py."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_story"].initial = self.instance.translation_key
        self._headline_before, self._slug_before = self.instance.headline, self.instance.slug
        if "regions" in self.fields:
            self.fields["regions"].choices = choices.regions()
        if "topics" in self.fields:
            self.fields["topics"].choices = choices.topics()
        if "series" in self.fields:
            self.fields["series"].choices = [("", "—"), *choices.series()]
        if "slug" in self.fields:
            # Anything may be typed: the model makes an address's part of it.
            self.fields["slug"] = forms.CharField(
                required=False, max_length=255, label=self.fields["slug"].label, help_text=self.fields["slug"].help_text
            )

    def clean_slug(self) -> str:
        """A free slug of ASCII letters.

        Left empty it is made from the headline, and follows it until the story is first published: a draft is saved
        by itself while its headline is still being typed.
        """
        typed = str(self.cleaned_data["slug"]).strip()
        headline = str(self.cleaned_data.get("headline") or "").strip()
        parent = self.parent_page or self.instance.get_parent()
        language = parent.locale.language_code
        if not typed or (typed == self._slug_before and self._followed(language)):
            typed = headline
        return self._free(slugify(typed, language), parent) if typed else ""

    def _followed(self, language: str) -> bool:
        """Whether the slug so far was made from the headline so far."""
        made = slugify(self._headline_before, language)
        return not self.instance.first_published_at and re.fullmatch(rf"{made}(-\d+)?", self._slug_before) is not None

    def _free(self, wanted: str, parent: Any) -> str:
        slug, number = wanted, 2
        while not Page._slug_is_available(slug, parent, self.instance):
            slug, number = f"{wanted}-{number}", number + 1
        return slug

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        for name in ONE_LINE:
            if data.get(name):
                data[name] = clean(data[name])
        for name in PARAGRAPHS:
            if data.get(name):
                data[name] = "\n".join(clean(line) for line in data[name].splitlines()).strip()
        if "headline" in data and self.data.get("headline") and not data["headline"]:
            self.add_error(
                "headline", forms.ValidationError(_("There is nothing to read in this headline. Write one."))
            )
        return data
