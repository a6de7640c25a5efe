"""Menus of the site, each with its items per language."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from tamizdat.newsroom.models.texts import LanguageField, Noted

ADDRESS = re.compile(r"(?:/(?![/\\])|https?://[^/\\?#@]|mailto:)[^\s\\\x00-\x20\x7f]*", re.IGNORECASE)
"""A path of the site, or of the web or of mail. Browsers take //host and /\\host for another host, and leave out tabs."""


class Menu(Noted):
    kind = "menu"

    class Place(models.TextChoices):
        MAIN = "main", _("At the top")
        FOOTER = "footer", _("At the bottom")

    place = models.CharField(max_length=10, choices=Place.choices)
    language = LanguageField()

    class Meta:
        ordering = ["place", "language"]
        unique_together = [("place", "language")]

    def __str__(self) -> str:
        return f"{self.get_place_display()} ({self.get_language_display()})"


class MenuItem(Orderable):
    """Points to a page, topic, region or series of the newsroom, or to an address."""

    of = ParentalKey(Menu, related_name="items", on_delete=models.CASCADE)
    label = models.CharField(max_length=100, blank=True, help_text="Left empty, the name of what it points to.")
    page = models.ForeignKey("newsroom.StaticPage", null=True, blank=True, related_name="+", on_delete=models.CASCADE)
    topic = models.ForeignKey("newsroom.Topic", null=True, blank=True, related_name="+", on_delete=models.CASCADE)
    region = models.ForeignKey("newsroom.Region", null=True, blank=True, related_name="+", on_delete=models.CASCADE)
    series = models.ForeignKey("newsroom.Series", null=True, blank=True, related_name="+", on_delete=models.CASCADE)
    address = models.CharField(max_length=500, blank=True, help_text="Such as /en/regions/ or https://example.org/.")

    def clean(self) -> None:
        super().clean()
        targets = [self.page_id, self.topic_id, self.region_id, self.series_id, self.address]
        if sum(bool(target) for target in targets) != 1:
            raise ValidationError(_("Point to exactly one of: page, topic, region, series, address."))
        if self.address and not ADDRESS.fullmatch(self.address):
            raise ValidationError(
                {"address": _("An address starts with one / or with https:// (or mailto:), without blanks.")}
            )
        if self.address and not self.label:
            raise ValidationError({"label": _("An item that points to an address needs a label.")})
