"""Lists that readers subscribe to, and their letters as editors write them.

Who the readers are, and what became of each message, is in the letters database (letters/store); nothing of it is here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from tamizdat.newsroom import noting
from tamizdat.newsroom.models.texts import LanguageField, Named, Noted, Text, best
from tamizdat.newsroom.paths import LETTER_PAGES

ABOUT = ("topic", "region", "series")
"""What the letters of a list can be about: one of these, or everything."""
PROSE = ["bold", "italic", "link", "ul", "ol"]


class LetterList(Named):
    """What one can subscribe to. With a region, topic or series, its letters hold stories of that alone."""

    kind = "letter_list"

    class Rule(models.TextChoices):
        """When a letter is made."""

        WEEKLY = "weekly", _("Every week")
        DAILY = "daily", _("Every day")
        EVENT = "event", _("When a story about its topic is published")
        BREAKING = "breaking", _("When an urgent story is published")
        HAND = "hand", _("By hand only")

    class Fill(models.TextChoices):
        """Which stories a new letter holds."""

        LATEST = "latest", _("The latest since the last letter")
        MOST_READ = "most_read", _("The most read")
        HAND = "hand", _("None: they are chosen by hand")

    class Approval(models.TextChoices):
        """What happens to a letter that was made by rule."""

        WAIT = "wait", _("It waits for approval")
        ALONE = "alone", _("It is sent without approval")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.HAND)
    region = models.ForeignKey("newsroom.Region", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    topic = models.ForeignKey("newsroom.Topic", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    series = models.ForeignKey("newsroom.Series", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    weekday = models.PositiveSmallIntegerField(
        choices=Weekday.choices, default=Weekday.MONDAY, help_text=_("Of a weekly list.")
    )
    hour = models.PositiveSmallIntegerField(
        default=8,
        validators=[MaxValueValidator(23)],
        help_text=_("Of a weekly or daily list: from 0 to 23, in the newsroom's time zone."),
    )
    approval = models.CharField(max_length=5, choices=Approval.choices, default=Approval.WAIT)
    fill = models.CharField(max_length=10, choices=Fill.choices, default=Fill.LATEST)
    most_stories = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(50)], help_text=_("In one letter.")
    )
    full_texts = models.PositiveSmallIntegerField(
        default=3,
        validators=[MaxValueValidator(50)],
        help_text=_("How many of the stories stand in the letter whole; of the others, the headline and a summary."),
    )
    is_open = models.BooleanField(default=True, help_text=_("Readers can subscribe."))

    class Meta:
        ordering = ["sort_order", "id"]

    def clean(self) -> None:
        super().clean()
        if sum(bool(getattr(self, f"{kind}_id")) for kind in ABOUT) > 1:
            raise ValidationError(_("Choose one of: region, topic, series; or none."))
        if self.rule == self.Rule.EVENT and not self.topic_id:
            raise ValidationError({"topic": _("Choose the topic or the running event that the letters are about.")})
        if self.slug in LETTER_PAGES:
            raise ValidationError({"slug": _("The site needs this address itself. Choose another.")})
        before = LetterList.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if before not in (None, self.slug) and self.letters.exclude(sent_at=None).exists():
            raise ValidationError({"slug": _("Letters that were sent lead to this address, so it stays.")})

    def _free_slug(self) -> str:
        slug = super()._free_slug()
        return f"{slug}-letter" if slug in LETTER_PAGES else slug


class LetterListText(Text):
    of = ParentalKey(LetterList, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    description = models.TextField(max_length=500, blank=True, help_text=_("Shown where readers subscribe."))
    welcome = RichTextField(blank=True, features=PROSE, help_text=_("In the first letter to a new reader."))
    discreet_name = models.CharField(
        max_length=100, blank=True, help_text=_("The sender's name for readers who chose a discreet letter.")
    )
    discreet_subject = models.CharField(
        max_length=150, blank=True, help_text=_("The subject for readers who chose a discreet letter.")
    )

    class Meta:
        unique_together = [("of", "language")]


class Letter(Noted):
    """One issue of a list. It is public from the moment its sending starts."""

    kind = "letter"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")

    list = models.ForeignKey(LetterList, related_name="letters", on_delete=models.PROTECT)
    number = models.PositiveIntegerField(editable=False, help_text="Of its list; part of its address.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    send_at = models.DateTimeField(null=True, blank=True, help_text=_("When an approved letter is sent."))
    sent_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When its sending started.")
    send = models.PositiveBigIntegerField(
        null=True, blank=True, editable=False, help_text="The number of its sending in the letters database."
    )
    stopped_by = models.CharField(
        max_length=255, blank=True, editable=False, help_text="A story whose removal paused the sending."
    )
    with_pictures = models.BooleanField(default=True, help_text=_("The letter shows pictures."))

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="letter_number")]
        permissions = [
            ("send_letter", "Can approve and send letters"),
            ("see_readers", "Can see addresses of readers"),
        ]

    def __str__(self) -> str:
        return best(self.texts.all(), settings.LANGUAGE_CODE, "subject") or f"{self.list} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with noting.writes():
            if self._state.adding and not self.number:
                newest = Letter.objects.filter(list=self.list_id).aggregate(newest=models.Max("number"))["newest"]
                self.number = (newest or 0) + 1
            super().save(*args, **kwargs)


class LetterText(Text):
    of = ParentalKey(Letter, related_name="texts", on_delete=models.CASCADE)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(max_length=200, blank=True, help_text=_("What lists of mail show after the subject."))
    introduction = RichTextField(blank=True, features=PROSE)
    closing = RichTextField(blank=True, features=PROSE)
    note = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("On the letter's page only, such as that a story was withdrawn."),
    )

    class Meta:
        unique_together = [("of", "language")]


class LetterItem(Orderable):
    """A part of a letter; one without its story, text or picture is not shown. A story is named by its `translation_key`: each
    language has its own version of it."""

    class Kind(models.TextChoices):
        STORY = "story", _("Story")
        TEXT = "text", _("Text")
        PICTURE = "picture", _("Picture")

    of = ParentalKey(Letter, related_name="items", on_delete=models.CASCADE)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.STORY)
    language = LanguageField(blank=True, help_text=_("Empty: in every language."))
    article = models.UUIDField(null=True, blank=True, db_index=True, help_text="The translation_key of a story.")
    text = RichTextField(blank=True, features=PROSE)
    picture = models.ForeignKey("newsroom.Picture", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    full_text = models.BooleanField(default=False, help_text=_("The story stands in the letter whole."))


class LetterSlot(models.Model):
    """A moment, or a story, for which a list has made its letter: never a second one, though the letter was deleted."""

    list = models.ForeignKey(LetterList, related_name="slots", on_delete=models.CASCADE)
    name = models.CharField(max_length=60, help_text="Such as 2026-11-30, or story: with a translation_key.")
    letter = models.ForeignKey(Letter, null=True, related_name="+", on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "name"], name="letter_slot")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.name}"
