"""Files that stories carry: audio, video, documents. Originals are private; a bake links them under their hash."""

from __future__ import annotations

import shutil
import tempfile
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from tamizdat.newsroom import noting, whereabouts


class Attachment(AbstractDocument):
    kind = "attachment"

    seconds = models.PositiveIntegerField(null=True, blank=True, help_text=_("Length of a recording, in seconds."))

    admin_form_fields = (*WagtailDocument.admin_form_fields, "seconds")

    class Meta:
        verbose_name = _("file")
        permissions = [("choose_attachment", "Can choose file")]

    def clean(self) -> None:
        super().clean()
        if self._is_new_file():
            self._refuse_picture()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every way of storing a file ends here, so none goes to readers with the place where it was recorded. Raises
        ValidationError for a picture."""
        if self._is_new_file():
            self._refuse_picture()
            self.file.name = normalize("NFC", self.file.name)  # a public address is written with it
            self._forget_whereabouts()
            self._set_document_file_metadata()
        with noting.writes():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)

    def _is_new_file(self) -> bool:
        return not getattr(self.file, "_committed", True)

    def _refuse_picture(self) -> None:
        if whereabouts.is_picture(self._bytes()):
            raise ValidationError(
                {
                    "file": _(
                        "This is a picture. Upload it among the pictures, where its place and device are taken out of it, "
                        "and put it into the story as a picture."
                    )
                }
            )

    def _forget_whereabouts(self) -> None:
        told = whereabouts.telling(self._bytes())
        if told:
            copy = tempfile.NamedTemporaryFile(prefix="tamizdat-file-")  # noqa: SIM115 - closed when its row is stored
            file = self._bytes()
            file.seek(0)
            shutil.copyfileobj(file, copy)
            whereabouts.blank(copy, told)
            copy.seek(0)
            row: Any = self  # the field takes what it is not typed to take
            row.file = File(copy, name=file.name)

    def _bytes(self) -> Any:
        return self.file.open("rb")
