"""Which stories are read most, as it was when they were last counted.

The counts themselves lie with the door (audience/); here stands only the order, so that a page that shows it changes when
the order does and at no other time.
"""

from __future__ import annotations

from django.db import models


class MostRead(models.Model):
    """The story at `place` (0 is the most read) in its language."""

    language = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey("newsroom.Article", related_name="+", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "place"], name="most_read_place")]

    def __str__(self) -> str:
        return f"{self.language} {self.place + 1}: {self.article_id}"
