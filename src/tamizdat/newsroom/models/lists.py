"""Where a story stands in each list.

A story gets an ordinal when it enters a list: stored, never reused, so numbered pages never shift and one new story
touches a constant number of files.
"""

from __future__ import annotations

from django.db import models

from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys


class StoryList(models.Model):
    """A list by its key, such as `en:region:5`; `next_ordinal` only grows, also when stories leave."""

    key = models.CharField(max_length=120, unique=True)
    next_ordinal = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class ListEntry(models.Model):
    list = models.ForeignKey(StoryList, related_name="entries", on_delete=models.CASCADE)
    article = models.ForeignKey("newsroom.Article", related_name="entries", on_delete=models.CASCADE)
    ordinal = models.PositiveIntegerField()
    public_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "ordinal"], name="entry_ordinal"),
            models.UniqueConstraint(fields=["list", "article"], name="entry_article"),
        ]
        indexes = [models.Index(fields=["list", "-public_since", "-article"], name="entry_newest")]

    def __str__(self) -> str:
        return f"{self.list_id} #{self.ordinal}"

    def source_keys(self) -> set[Key]:
        """An entry goes with its story; the list it was in is told so."""
        name = keys.list_name(self.list.key)
        return {
            keys.list_entry(name, self.article_id),
            keys.list_page(name, keys.page_of(self.ordinal)),
            keys.story_list(name),
        }
