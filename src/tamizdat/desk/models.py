"""The desk's own tables: nothing in them is for readers, so the bake is not told of them."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

GUARD = "desk.guard_accounts"
"""To end sessions, to lock people out and to approve as the second person. Administrators may do everything."""


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


class SecondFactor(models.Model):
    """An authenticator app, a passkey or one recovery code of a person. What `secret` holds, by kind: see security/factors.py."""

    class Kind(models.TextChoices):
        APP = "app", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey")
        RECOVERY = "recovery", _("Recovery code")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60, blank=True)
    secret = models.TextField()
    counter = models.BigIntegerField(default=0)
    """Of an app: the half-minute of the newest code that was used; none that is not newer is taken."""
    added_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(kind="app"), name="one_app_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}".strip()


class SecondFactorRule(models.Model):
    """Who must have a second factor. One row, or none: nobody must."""

    class Of(models.TextChoices):
        NOBODY = "nobody", _("Nobody has to: each person decides")
        CHIEFS = "chiefs", _("Managing editors and administrators")
        EVERYONE = "everyone", _("Everyone")

    required_of = models.CharField(_("Required of"), max_length=8, choices=Of, default=Of.NOBODY)

    def __str__(self) -> str:
        return self.get_required_of_display()


class SecondPersonRequest(models.Model):
    """Something that one person asks for and another approves. `kind` names what an approval does: see second_person.py."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        USED = "used", _("Done")

    kind = models.CharField(max_length=40)
    summary = models.TextField()
    """What is asked for, in words, as the second person reads it."""
    reason = models.TextField()
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        permissions = [("guard_accounts", "Can end sessions, lock people out and approve as the second person")]

    def __str__(self) -> str:
        return self.summary


class HeldStory(models.Model):
    """A story whose scheduled publication stopped when the person who scheduled it was locked out."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_stories")
    story = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", models.CASCADE, related_name="+")
    goes_live_at = models.DateTimeField()
    held_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["goes_live_at", "pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.goes_live_at:%Y-%m-%d %H:%M}"


class LogLink(models.Model):
    """A link of the chain that is made of the log's entries: see log_chain.py. `number` has no gap."""

    number = models.BigIntegerField(primary_key=True)
    table = models.CharField(max_length=5)
    """`page` or `model`: the framework has a table of entries for stories and one for all else."""
    entry = models.BigIntegerField()
    content = models.CharField(max_length=64, blank=True)
    """SHA-256 of the entry; empty in a link that says that the entry was taken out."""
    former = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["table", "entry"], name="log_link_entry")]

    def __str__(self) -> str:
        return f"{self.number}:{self.sha256}"


class LogHead(models.Model):
    """The newest link. Each writer locks this one row, so that two never follow the same link."""

    number = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.number}:{self.sha256}"


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class Webhook(models.Model):
    """An address that is told when a story is published, corrected or killed: see webhooks.py."""

    address = models.URLField(_("Address"), max_length=500)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    """What its messages are signed with; the other side knows it, too."""
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.address


class WebhookDelivery(models.Model):
    """A message to a webhook, from the transaction of what it tells until it was taken or given up."""

    webhook = models.ForeignKey(Webhook, related_name="deliveries", on_delete=models.CASCADE)
    event = models.CharField(max_length=20)
    story = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)
    added_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    """When it is tried next; None: it is over."""
    tries = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], name="webhook_delivery_due")]

    def __str__(self) -> str:
        return f"{self.event} {self.webhook}"
