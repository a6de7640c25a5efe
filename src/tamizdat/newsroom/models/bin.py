"""What was deleted at the desk and can still come back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class BinEntry(models.Model):
    """Something in the bin: a story or a picture, whose rows stay in their tables, or a noun, whose rows are kept in `rows`.

    `of_kind` and `number` are the kind and number of its key.
    """

    of_kind = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    name = models.CharField(max_length=300)
    rows = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    deleted_at = models.DateTimeField(db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_kind", "number"], name="bin_entry")]
        ordering = ["-deleted_at", "-pk"]

    def __str__(self) -> str:
        return self.name


def in_bin(kind: str) -> Any:
    """The numbers of all of a kind that are in the bin, for a condition on rows of that kind."""
    return BinEntry.objects.filter(of_kind=kind).order_by().values("number")


def is_in_bin(kind: str, number: int | None) -> bool:
    return number is not None and BinEntry.objects.filter(of_kind=kind, number=number).exists()
