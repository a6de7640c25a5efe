"""What was taken down: records of who removed what and when, and of every file of the edition that went or changed with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Removal(models.Model):
    """A story that was killed, a picture that was, or words that were removed everywhere.

    The record of words names nobody: `name` is empty, `mark` a salted hash of the words, and its files are only counted.
    `counts` says how much was changed, by the kind of place. It is finished when the edition, too, is clean.
    """

    class Kind(models.TextChoices):
        STORY = "story", _("Story")
        PICTURE = "picture", _("Picture")
        WORDS = "words", _("Words")

    of_kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    mark = models.CharField(max_length=100, blank=True)
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("record of a removal")
        verbose_name_plural = _("records of removals")
        default_permissions = ("view",)
        permissions = [("remove_everywhere", "Can remove a person, words or a picture everywhere")]

    def __str__(self) -> str:
        return self.name or f"{self.get_of_kind_display()} {self.pk}"


class RemovedFile(models.Model):
    """A file of the edition that a removal took away or changed. `sha256` is that of the file before."""

    removal = models.ForeignKey(Removal, related_name="files", on_delete=models.CASCADE)
    path = models.CharField(max_length=1000)
    removed = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


class KilledPicture(models.Model):
    """A picture that was killed: it, and what looks the same, is not taken in again. `file_hash` is the SHA-1 of its file."""

    removal = models.ForeignKey(Removal, related_name="pictures", on_delete=models.CASCADE)
    file_hash = models.CharField(max_length=40, db_index=True)
    perceptual_hash = models.CharField(max_length=16, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.perceptual_hash
