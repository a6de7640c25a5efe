"""Series: blogs, podcasts, features and visual stories."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from tamizdat.newsroom.models.texts import Named, Text
from tamizdat.newsroom.podcasts import CATEGORIES, is_category


class Series(Named):
    kind = "series"

    class Form(models.TextChoices):
        BLOG = "blog", _("Blog")
        PODCAST = "podcast", _("Podcast")
        FEATURE = "feature", _("Feature")
        VISUAL = "visual", _("Visual story")

    form = models.CharField(max_length=10, choices=Form.choices)
    picture = models.ForeignKey("newsroom.Picture", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    guid = models.UUIDField(default=uuid.uuid4, editable=False, help_text="Names a podcast's feed for good.")
    category = models.CharField(
        max_length=60, blank=True, default="News", help_text=_("Of a podcast, as the directories name them.")
    )
    explicit = models.BooleanField(default=False, help_text=_("Of a podcast: strong language."))
    owner_email = models.EmailField(blank=True, help_text=_("Of a podcast: public in its feed, for the directories."))
    funding_url = models.URLField(blank=True, help_text=_("Of a podcast: where listeners give."))

    class Meta:
        ordering = ["form", "sort_order", "id"]
        verbose_name_plural = _("series")

    def clean(self) -> None:
        super().clean()
        if self.form == self.Form.PODCAST and self.category and not is_category(self.category):
            raise ValidationError(
                {
                    "category": _("Directories know no such category. Use one of: %(categories)s; or News > Politics.")
                    % {"categories": ", ".join(CATEGORIES)}
                }
            )


class SeriesText(Text):
    of = ParentalKey(Series, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    class Meta:
        unique_together = [("of", "language")]


class SeriesAuthor(Orderable):
    of = ParentalKey(Series, related_name="authors", on_delete=models.CASCADE)
    author = models.ForeignKey("newsroom.Author", related_name="+", on_delete=models.CASCADE)
