"""The desk's own tables: nothing in them is for readers, so the bake is not told of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class FailedSignIn(models.Model):
    """`who` is a keyed hash of a name, an address, or both: enough to count by, useless to who reads it."""

    who = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["who", "at"], name="failed_sign_in_who")]

    def __str__(self) -> str:
        return f"{self.who[:8]} {self.at:%Y-%m-%d %H:%M}"


class Assignment(models.Model):
    """Who works on a story, and until when. A story without a row, or without `assigned_to`, is nobody's."""

    story = models.OneToOneField("newsroom.Article", related_name="assignment", on_delete=models.CASCADE)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, related_name="assignments", on_delete=models.SET_NULL
    )
    due_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assigned_to", "due_at"], name="assignment_of_person")]

    def __str__(self) -> str:
        return f"{self.story} ({self.assigned_to or '–'})"


class Plan(models.Model):
    """An entry of the story budget in one language: the day for which a story is planned, and until there is a story, what it
    will be about. Plans of one story in several languages share their `group`."""

    story = models.OneToOneField("newsroom.Article", null=True, related_name="plan", on_delete=models.CASCADE)
    group = models.UUIDField(default=uuid.uuid4, db_index=True)
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    region = models.ForeignKey(
        "newsroom.Region", null=True, blank=True, related_name="+", on_delete=models.SET_NULL
    )  # fmt: skip
    topic = models.ForeignKey("newsroom.Topic", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, related_name="plans", on_delete=models.SET_NULL
    )
    day = models.DateField(null=True, blank=True, db_index=True)
    note = models.TextField(max_length=2000, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.title
