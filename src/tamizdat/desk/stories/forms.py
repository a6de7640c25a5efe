"""What the story's form does beyond the framework's: cleans what is typed, and offers nouns by their names."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Page

from tamizdat.desk import choices, taken
from tamizdat.desk.languages import autonyms
from tamizdat.kit.slugs import FALLBACK, slugify
from tamizdat.kit.text import clean
from tamizdat.newsroom import addresses, dates, keys
from tamizdat.newsroom.public import public_since
from tamizdat.newsroom.untranslated import untranslated

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


SCHEDULE = "schedule"
"""What the button Schedule sends as `action-publish`."""


class StoryForm(WagtailAdminPageForm):
    data: Any
    new_story = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The translation_key that the story will have: see writing.py."""
    untranslated = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Whether the editor was told that the story still has words of another language, and pressed Publish again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_story"].initial = self.instance.translation_key
        self._headline_before, self._slug_before = self.instance.headline, self.instance.slug
        if "headline" in self.fields and not self.instance.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
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
        slug = slugify(typed, language) if typed else ""
        is_made_up = slug == FALLBACK and typed != FALLBACK  # nothing of what was typed is left
        if typed and typed not in (headline, self._slug_before) and not is_made_up:
            self._refuse_sibling(slug, parent)
            self._refuse_taken(slug, language)
        return self._free(slug, parent) if slug else ""

    def _refuse_sibling(self, slug: str, parent: Any) -> None:
        """Raises ValidationError where another story of the language, even a draft, has the slug that was typed."""
        other = parent.get_children().filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            told = _("The story “%(headline)s” has the slug %(slug)s. Choose another slug.")
            raise forms.ValidationError(told % {"headline": other.draft_title or other.title, "slug": slug})

    def _refuse_taken(self, slug: str, language: str) -> None:
        """Raises ValidationError where the story would not get the address that the slug asks for."""
        story = self.instance
        since = public_since(story.first_published_at, story.embargoed_until) or timezone.now()
        owner = keys.article(story.pk) if story.pk else ""
        address = addresses.for_article(language, slug, since)
        if found := addresses.taken(address, story.kind, by_others_than=owner):
            raise forms.ValidationError(taken.said(found))

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
        for name, value in list(data.items()):
            if isinstance(value, datetime) and not dates.is_believed(value):
                self.add_error(name, not_believed())
        if self.data.get("headline") and data.get("headline") == "" and not self.is_deferred_validation:
            self.add_error("headline", forms.ValidationError(_("This headline has no letters or digits. Write one.")))
        if self.data.get("action-publish") == SCHEDULE:
            self._ask_for_a_time(data.get("go_live_at"), data.get("expire_at"))
        return data

    def _ask_for_a_time(self, begins: datetime | None, ends: datetime | None) -> None:
        """Whoever presses Schedule without a time would publish at once."""
        if "go_live_at" in self.errors or "expire_at" in self.errors:
            return
        if begins and begins <= timezone.now():
            self.add_error("go_live_at", forms.ValidationError(_("This time is past. Choose a later one.")))
        elif not begins and not (ends and self.instance.live):
            self.add_error("go_live_at", forms.ValidationError(_("Choose a date and time.")))

    def _post_clean(self) -> None:
        """An expired story can be worked on: its expiry has to lie ahead when it is published or changed, not before. The
        framework puts its own check around `clean`, so this comes after both."""
        stays = "expire_at" not in self.changed_data and not self._publishes
        if stays and "expire_at" in self.errors and not self.cleaned_data.get("go_live_at"):
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = self.instance.expire_at
        super()._post_clean()
        if self._publishes and not self.errors and not self.cleaned_data.get("untranslated"):
            self._warn_of_other_languages()

    @property
    def _publishes(self) -> bool:
        """Approving a story publishes it at the last step, and asks the same at those before."""
        return "action-publish" in self.data or self.data.get("workflow-action-name") == "approve"

    def _warn_of_other_languages(self) -> None:
        """Refuses the first time; the form that comes back says that it was said."""
        if found := untranslated(self.instance):
            self.data = self.data.copy()
            self.data["untranslated"] = "on"
            told = _(
                "Parts of this story are still in another language: %(found)s. To publish it anyway, press Publish again."
            )
            self.add_error(None, forms.ValidationError(told % {"found": in_words(found)}))


def not_believed() -> forms.ValidationError:
    told = _("Write a year from %(first)s to %(last)s.")
    return forms.ValidationError(told % {"first": dates.FIRST, "last": dates.LAST})


class NoteForm(WagtailAdminModelForm):
    """A note on a story."""

    def clean_date(self) -> datetime:
        date: datetime | None = self.cleaned_data["date"]
        if date is None or not dates.is_believed(date):
            raise not_believed()
        return date


def in_words(found: dict[str, int]) -> str:
    """Such as “English (3 parts)”."""
    names = dict(autonyms())
    return ", ".join(
        ngettext("%(name)s (%(count)d part)", "%(name)s (%(count)d parts)", count)
        % {"name": names.get(code, code), "count": count}
        for code, count in found.items()
    )
