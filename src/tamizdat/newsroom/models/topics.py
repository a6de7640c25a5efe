"""What stories are about: topics in the order of the menu, and running events under them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField

from tamizdat.newsroom.models.texts import Named, Text


class Topic(Named):
    """A topic, or, with a `parent`, a running event under that topic."""

    kind = "topic"

    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        related_name="events",
        on_delete=models.PROTECT,
        limit_choices_to={"parent": None},
        help_text="Empty for a topic. A running event names the topic that it belongs to.",
    )
    running = models.BooleanField(
        default=True, help_text="A running event stands in menus; one that is over keeps its page."
    )

    class Meta:
        ordering = ["sort_order", "id"]

    def clean(self) -> None:
        super().clean()
        if self.parent and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("An event stands under a topic, not under another event or itself.")})
        if self.parent_id and self.pk and self.events.exists():
            raise ValidationError({"parent": _("This topic has events under it, so it cannot become an event itself.")})


class TopicText(Text):
    of = ParentalKey(Topic, related_name="texts", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    class Meta:
        unique_together = [("of", "language")]
