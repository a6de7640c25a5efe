"""The record of corrections: what readers were told was wrong, kept for ever, whatever becomes of the story."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tamizdat.kit.keys import Key
from tamizdat.newsroom.models.articles import ArticleNote


class CorrectionRecord(models.Model):
    """A correction as it was published first. It has no link to its story, which may be deleted.

    `text` is what readers read, without markup. `old` and `new` are the words of a quick correction, which readers saw in the
    story itself.
    """

    story = models.PositiveBigIntegerField(db_index=True)
    translation_key = models.UUIDField(db_index=True)
    headline = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=14, choices=ArticleNote.Kind.choices)
    date = models.DateTimeField()
    text = models.TextField()
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL
    )  # fmt: skip

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def source_keys(self) -> set[Key]:
        """No page is made of it."""
        return set()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.headline}"
