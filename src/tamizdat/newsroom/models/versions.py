"""What people said about versions and translations of a story. Readers see nothing of it."""

from __future__ import annotations

from django.db import models


class NamedVersion(models.Model):
    """A version of a story with a name, such as “as the lawyer saw it”. It is never overwritten by an autosave."""

    revision = models.OneToOneField("wagtailcore.Revision", related_name="named", on_delete=models.CASCADE)
    name = models.CharField(max_length=100)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


class CheckedChange(models.Model):
    """Somebody said that a translation needs nothing more for a change of its original, or edited that part of it. `digest` is
    that of the change: parts.Pair.digest."""

    translation = models.ForeignKey("newsroom.Article", related_name="checked_changes", on_delete=models.CASCADE)
    digest = models.CharField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "digest"], name="checked_once")]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.digest}"


class MachineText(models.Model):
    """A part of a translation that a machine wrote and nobody has read yet. `digest` is that of its words: a part that somebody
    edits is not the machine's any more."""

    translation = models.ForeignKey("newsroom.Article", related_name="machine_texts", on_delete=models.CASCADE)
    digest = models.CharField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "digest"], name="machine_text_once")]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.digest}"
