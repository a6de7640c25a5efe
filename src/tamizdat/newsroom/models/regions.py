"""Places that the newsroom covers, in groups."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField

from tamizdat.newsroom.models.texts import Named, Text


class RegionGroup(Named):
    """A heading over regions, such as Caucasus."""

    kind = "group"

    class Meta:
        ordering = ["sort_order", "id"]


class RegionGroupText(Text):
    of = ParentalKey(RegionGroup, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)

    class Meta:
        unique_together = [("of", "language")]


class Region(Named):
    kind = "region"

    group = models.ForeignKey(RegionGroup, related_name="regions", on_delete=models.PROTECT)

    class Meta:
        ordering = ["group__sort_order", "sort_order", "id"]


class RegionText(Text):
    of = ParentalKey(Region, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    class Meta:
        unique_together = [("of", "language")]
