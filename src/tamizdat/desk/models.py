"""The desk's own table."""

from __future__ import annotations

from django.db import models


class FailedSignIn(models.Model):
    """`who` is a keyed hash of a name, an address, or both: enough to count by, useless to who reads it."""

    who = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["who", "at"], name="failed_sign_in_who")]

    def __str__(self) -> str:
        return f"{self.who[:8]} {self.at:%Y-%m-%d %H:%M}"
