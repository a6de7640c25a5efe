"""Which stories were found to be about the same when a story was published. Stored, so that every bake shows the same."""

from __future__ import annotations

from django.db import models


class RelatedStory(models.Model):
    """`other` stands at `rank` (0 is the nearest) after `article`; `why` is event, place or words."""

    article = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)
    other = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)
    why = models.CharField(max_length=5)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "rank"], name="related_story_rank")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.rank + 1}: {self.other_id} ({self.why})"
