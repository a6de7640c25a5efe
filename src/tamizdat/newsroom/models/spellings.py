"""Names whose spellings no rule of the search brings together: Artsakh and Nagorno-Karabakh, Tiflis and Tbilisi."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom import noting


class SearchAlias(models.Model):
    """One name: who searches for one of its spellings finds the others, too."""

    kind = "alias"

    spellings = models.TextField(max_length=2000, help_text="One a line, in any language and script.")

    class Meta:
        ordering = ["spellings"]
        verbose_name = _("spellings")
        verbose_name_plural = _("spellings")

    def group(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (" ".join(line.split()) for line in self.spellings.splitlines()))))

    def clean(self) -> None:
        super().clean()
        if len(self.group()) < 2:
            raise ValidationError({"spellings": _("Write at least two spellings, each on a line of its own.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.spellings = "\n".join(self.group())
        with noting.writes():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)

    def __str__(self) -> str:
        return " · ".join(self.group())
