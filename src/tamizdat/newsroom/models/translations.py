"""Which version of the original a translation was made from, or was last compared with by a person."""

from __future__ import annotations

from django.db import models


class TranslatedFrom(models.Model):
    """`revision` is that version of the original; empty when it is there no more. Readers see nothing of it."""

    translation = models.OneToOneField(
        "newsroom.Article", related_name="translated_from", on_delete=models.CASCADE
    )  # fmt: skip
    original = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, related_name="+", on_delete=models.SET_NULL)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.translation_id} from {self.original_id}, {self.at:%Y-%m-%d %H:%M}"
