"""The outbox: what was touched and not yet baked. Written in the transaction of the change itself, so none is lost."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """A key was touched. `due_at` is empty for at once, or the moment at which time itself touches the key."""

    key = models.CharField(max_length=200)
    urgency = models.SmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="change_due")]
        constraints = [
            # The same key at the same moment need be noted once; at-once rows may repeat, for they are gone in a moment.
            models.UniqueConstraint(fields=["key", "due_at"], name="change_once_a_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.due_at}" if self.due_at else self.key
