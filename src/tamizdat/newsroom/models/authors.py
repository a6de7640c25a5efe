"""Authors. An author needs no account; a pseudonym is an author like any other."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom.models.texts import Named, Text, language_choices


class Author(Named):
    """`real_name` is for the desk alone: no shape of the edition has a field for it, so it cannot reach the public."""

    kind = "author"

    pseudonym = models.BooleanField(default=False, help_text=_("The name is a pen name."))
    real_name = models.CharField(
        max_length=200, blank=True, help_text="Never public. Leave it empty if it must not be written down at all."
    )
    portrait = models.ForeignKey("newsroom.Picture", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)

    class Meta:
        ordering = ["sort_order", "slug"]
        permissions = [("see_real_names", "Can see the real names behind pen names")]

    def clean(self) -> None:
        super().clean()
        if self.pseudonym and self.real_name:
            told = {slugify(self.real_name, language) for language, _ in language_choices()}
            if any(name in self.slug for name in told):
                raise ValidationError(
                    {"slug": _("It gives the real name away. Make it of the pen name, or leave it empty.")}
                )


class AuthorText(Text):
    of = ParentalKey(Author, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True, help_text="Such as editor, Tbilisi correspondent.")
    short_bio = models.CharField(max_length=400, blank=True, help_text="One line at the end of a story.")
    long_bio = RichTextField(blank=True, features=["bold", "italic", "link"])

    class Meta:
        unique_together = [("of", "language")]


class AuthorLink(Orderable):
    of = ParentalKey(Author, related_name="links", on_delete=models.CASCADE)
    label = models.CharField(max_length=100)
    url = models.URLField(max_length=500)
