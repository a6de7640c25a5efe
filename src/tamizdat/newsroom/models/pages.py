"""Static pages: about, team, contribute, republishing, privacy, corrections, contact, and whatever a newsroom adds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField

from tamizdat.newsroom.models.texts import Named, Text, best


class StaticPage(Named):
    kind = "page"

    class Form(models.TextChoices):
        PLAIN = "plain", _("Plain")
        TEAM = "team", _("Team: lists the authors")
        CONTACT = "contact", _("Contact: a form to write to the newsroom")

    form = models.CharField(max_length=10, choices=Form.choices, default=Form.PLAIN)

    class Meta:
        ordering = ["sort_order", "id"]

    def name_in(self, language: str) -> str:
        return best(self.texts.all(), language, "title") or self.slug


class StaticPageText(Text):
    of = ParentalKey(StaticPage, related_name="texts", on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    body = RichTextField(blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"])

    class Meta:
        unique_together = [("of", "language")]

    def __str__(self) -> str:
        return f"{self.title} ({dict(settings.LANGUAGES).get(self.language, self.language)})"
