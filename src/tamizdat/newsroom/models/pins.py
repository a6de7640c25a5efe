"""Stories that an editor put into a place of the front, or of a region's or topic's page, until a time or for good."""

from __future__ import annotations

from typing import Any

from django.db import models

from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys, noting

SLOTS = 5
"""Places that can be chosen: the lead, and those after it."""


class Pin(models.Model):
    """`page` is such as `en:front` or `en:region:5`; slot 0 leads."""

    page = models.CharField(max_length=60)
    slot = models.PositiveSmallIntegerField()
    article = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "slot"], name="pin_slot"),
            models.UniqueConstraint(fields=["page", "article"], name="pin_article"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.slot}: {self.article_id}"

    def source_keys(self) -> set[Key]:
        return {keys.pins(self.page)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """At its end time itself changes the page."""
        with noting.writes():
            super().save(*args, **kwargs)
            if self.until:
                noting.note_at(self.until, self.source_keys())

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)
