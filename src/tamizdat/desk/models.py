"""The desk's own tables: failed sign-ins, and links to previews for people without an account."""

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


class PreviewLink(models.Model):
    """A link to a story for somebody who has no account. `revision` is what it shows; None: the newest draft.

    `seen_at` is its last opening: a clock that goes back does not make an expired link work again.
    """

    key = models.CharField(max_length=22, unique=True)
    story = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=100)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.story_id}"


class SeenPage(models.Model):
    """The bytes of a page that a link showed, compressed by gzip, under their SHA-256."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="pages")
    sha256 = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField(null=True)
    packed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["link", "sha256"], name="seen_page_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Opening(models.Model):
    """When a link was opened, and which page it showed."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="openings")
    page = models.ForeignKey(SeenPage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["link", "at"], name="opening_link_at")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.at:%Y-%m-%d %H:%M}"


class OutsideAnswer(models.Model):
    """What somebody who has a preview link wrote about the page that they saw. `read_at` is when its maker saw it."""

    class Verdict(models.TextChoices):
        COMMENT = "comment", _("Comment")
        APPROVED = "approved", _("Approved")
        NOT_APPROVED = "not_approved", _("Not approved")

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="answers")
    page = models.ForeignKey(SeenPage, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.COMMENT)
    quote = models.TextField(blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["link", "at"], name="outside_answer_link_at")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.at:%Y-%m-%d %H:%M}"
