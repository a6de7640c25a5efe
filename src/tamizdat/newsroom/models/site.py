"""What readers see of the newsroom itself: its name and description in each language."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey

from tamizdat.newsroom.models.texts import Noted, Text, best


class SiteSettings(Noted):
    """One row: the newsroom."""

    kind = "site"

    class Meta:
        verbose_name = verbose_name_plural = "newsroom"

    def __str__(self) -> str:
        return best(self.texts.all(), "", "name") or "Newsroom"

    @classmethod
    def get(cls) -> SiteSettings:
        """The one row, made when it is missing."""
        return cls.objects.get_or_create(pk=1)[0]


class SiteText(Text):
    of = ParentalKey(SiteSettings, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    tagline = models.CharField(max_length=300, blank=True)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        unique_together = [("of", "language")]
