"""What readers see of the newsroom itself: its name and description in each language."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from tamizdat.kit.hosts import may_be_public
from tamizdat.newsroom.models.texts import LanguageField, Noted, Text, best

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("A colour is # and six hexadecimal figures, such as #c8321e."))


class SiteSettings(Noted):
    """One row: the newsroom."""

    kind = "site"

    class Type(models.TextChoices):
        SERIF = "serif", _("Serif headlines and text")
        SANS = "sans", _("Sans-serif headlines and text")
        MIXED = "mixed", _("Sans-serif headlines over serif text")

    accent = models.CharField(max_length=7, blank=True, validators=[COLOUR], help_text=_("Such as #c8321e."))
    type = models.CharField(max_length=5, choices=Type.choices, default=Type.SERIF)
    logo = models.ForeignKey("newsroom.Picture", null=True, blank=True, related_name="+", on_delete=models.SET_NULL)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)  # what ids of feeds are made of
    card = models.ForeignKey(
        "newsroom.Picture",
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        help_text="Shown where somebody shares a page that has no picture.",
    )
    robots_may_train = models.BooleanField(
        default=True, help_text="Robots that gather texts to train models may read the site."
    )
    hub = models.URLField(blank=True, help_text=_("A WebSub hub that is told when a feed changed."))
    republishing = models.BooleanField(default=True, help_text=_("Stories offer themselves to be republished."))
    licence = models.CharField(max_length=100, blank=True, help_text=_("Of our stories, such as CC BY-ND 4.0."))
    licence_url = models.URLField(blank=True)
    checks = models.JSONField(
        default=dict, blank=True, help_text="What the desk does about each finding before publication: off, blocks."
    )
    own_words = models.TextField(blank=True, help_text="Words that the spelling check takes for right.")
    letters_lead_to = models.URLField(
        blank=True,
        help_text=_("The address that links in letters lead to while readers cannot open the site's own."),
    )
    approval_required = models.BooleanField(
        null=True, help_text=_("A story is published after a second person has approved it.")
    )  # null: nobody has decided, so the desk offers it

    class Meta:
        verbose_name = verbose_name_plural = _("newsroom")
        permissions = [
            ("read_messages", "Can read and delete messages from readers"),
            ("change_ways", "Can see and change bank details and other ways to donate"),
        ]

    def __str__(self) -> str:
        return best(self.texts.all(), "", "name") or "Newsroom"

    def clean(self) -> None:
        super().clean()
        if self.hub and not may_be_public(urlsplit(self.hub).hostname or ""):
            raise ValidationError(
                {"hub": _("A hub is a host of the open net, not one of this machine or its network.")}
            )

    @classmethod
    def get(cls) -> SiteSettings:
        """The one row, made when it is missing."""
        return cls.objects.get_or_create(pk=1)[0]


class SiteText(Text):
    class Ask(models.TextChoices):
        NONE = "none", _("Nothing")
        ASK = "ask", _("A quiet ask")
        WARNING = "warning", _("A warning that giving can be a crime")

    of = ParentalKey(SiteSettings, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    tagline = models.CharField(max_length=300, blank=True)
    description = models.CharField(max_length=500, blank=True)
    ask_mode = models.CharField(max_length=10, choices=Ask.choices, default=Ask.NONE)
    ask = models.TextField(max_length=600, blank=True, help_text=_("The quiet ask in stories."))
    warning = models.TextField(
        max_length=1000, blank=True, help_text=_("Shown instead of the ask where giving can be a crime.")
    )
    support_introduction = RichTextField(blank=True, features=["bold", "italic", "link", "ul", "ol"])
    contact_email = models.EmailField(blank=True)
    safe_ways = RichTextField(
        blank=True, features=["bold", "italic", "link", "ul", "ol"], help_text=_("How to reach us with a secret.")
    )
    republish_terms = RichTextField(blank=True, features=["bold", "italic", "link", "ul", "ol"])

    class Meta:
        unique_together = [("of", "language")]


class SupportWay(Orderable):
    """One way to give: a link, bank details, or a page where others take the payment."""

    class Kind(models.TextChoices):
        LINK = "link", _("A link")
        BANK = "bank", _("Bank details")
        CHECKOUT = "checkout", _("A payment page elsewhere")

    of = ParentalKey(SiteSettings, related_name="ways", on_delete=models.CASCADE)
    language = LanguageField(blank=True, help_text=_("Empty: in every language."))
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LINK)
    label = models.CharField(max_length=100)
    url = models.URLField(blank=True)
    details = models.TextField(
        max_length=1000, blank=True, help_text=_("Such as name, IBAN and reference, a line each.")
    )


class WordCorrection(models.Model):
    """A text of the public site's interface as the newsroom wants it; one that counts has its plural forms a line each."""

    of = ParentalKey(SiteSettings, related_name="words", on_delete=models.CASCADE)
    language = LanguageField()
    message = models.CharField(max_length=500, help_text="The text in English, as the catalogue has it.")
    text = models.TextField(max_length=1000)

    class Meta:
        ordering = ["language", "message"]
        unique_together = [("of", "language", "message")]
