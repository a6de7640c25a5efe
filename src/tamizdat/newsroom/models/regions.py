"""Places that the newsroom covers, in groups."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
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

    class Ask(models.TextChoices):
        """What a story about the place shows where others ask for support."""

        AS_LANGUAGE = "", _("As the language has it")
        NONE = "none", _("Nothing")
        WARNING = "warning", _("The warning that giving can be a crime there")

    group = models.ForeignKey(RegionGroup, related_name="regions", on_delete=models.PROTECT)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)], help_text=_("Degrees north.")
    )
    longitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east."),
    )
    neighbours = ParentalManyToManyField("self", blank=True)
    ask = models.CharField(max_length=10, choices=Ask.choices, default="", blank=True)

    class Meta:
        ordering = ["group__sort_order", "sort_order", "id"]


class RegionText(Text):
    of = ParentalKey(Region, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    class Meta:
        unique_together = [("of", "language")]
