"""The ledger of addresses: every public address ever given, and to what."""

from __future__ import annotations

from django.db import models

from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys


class Address(models.Model):
    """An address, frozen when it is given and never given to anything else.

    `owner` is such as `article:12`. An address that is not `current` leads to the owner's current one in its language.
    `ended` says why an owner that exists no more is gone; while the owner exists, its own state decides. `uri` is the id of
    a story that exists no more.
    """

    class Ended(models.TextChoices):
        NO = "", "No"
        GONE = "gone", "Gone"
        KILLED = "killed", "Killed"

    path = models.CharField(max_length=500, unique=True)
    language = models.CharField(max_length=20)
    owner = models.CharField(max_length=60)
    current = models.BooleanField(default=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, default=Ended.NO, blank=True)
    uri = models.CharField(max_length=1000, blank=True, default="")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "language"], name="address_owner")]

    def __str__(self) -> str:
        return self.path

    def source_keys(self) -> set[Key]:
        return {keys.ledger(self.pk // keys.LEDGER_SIZE)}
