"""The desk's own tables: nothing in them is for readers, so the bake is not told of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Notice(models.Model):
    """Something that somebody should know, shown at "My queue" until it is read, and sent by mail where they want that."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("It waits for your approval")
        RETURNED = "returned", _("Returned to you")
        APPROVED = "approved", _("Approved")
        ASSIGNED = "assigned", _("Assigned to you")
        MENTION = "mention", _("You are mentioned in a comment")
        COMMENT = "comment", _("A comment on your story")
        FAILED = "failed", _("Not published at its time")
        LATE = "late", _("Published late")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="notices", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    story = models.ForeignKey("newsroom.Article", related_name="notices", on_delete=models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="notice_of_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.story}"


class NoMail(models.Model):
    """Who wants notices at the desk only."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, related_name="no_mail", on_delete=models.CASCADE)

    def __str__(self) -> str:
        return str(self.user)
