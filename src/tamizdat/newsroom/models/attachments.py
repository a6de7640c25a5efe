"""Files that stories carry: audio, video, documents. Originals are private; a bake links them under their hash."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from tamizdat.newsroom import noting


class Attachment(AbstractDocument):
    seconds = models.PositiveIntegerField(null=True, blank=True, help_text="Length of a recording, in seconds.")

    admin_form_fields = (*WagtailDocument.admin_form_fields, "seconds")

    class Meta:
        verbose_name = "file"
        permissions = [("choose_attachment", "Can choose file")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with noting.attachment(self):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.attachment(self):
            return super().delete(*args, **kwargs)
