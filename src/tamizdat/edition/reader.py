"""The only way from the database to the public: rows become derived values, and values become shapes, by who uses them.

Whether something is public is decided in newsroom/public.py. What is read is recorded by use (uses.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from tamizdat.edition import stories
from tamizdat.edition.stories import Story
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Values, images, letters, lists, neighbours, newsletter, nouns
from tamizdat.edition.values import stories as story_values
from tamizdat.edition.values.setting import Setting
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.models.bin import in_bin
from tamizdat.newsroom.public import is_public

KINDS = (
    *nouns.KINDS,
    *newsletter.KINDS,
    *images.KINDS,
    *story_values.KINDS,
    *neighbours.KINDS,
    *lists.KINDS,
    *letters.KINDS,
)


class Reader:
    """Reads for products; each target has `uses` of its own."""

    def __init__(
        self,
        *,
        languages: Sequence[str],
        canonical: str,
        time_zone: str,
        companions: Sequence[str],
        reply_address: str = "",
    ) -> None:
        self.setting = Setting(
            languages=tuple(languages),
            canonical=canonical,
            time_zone=time_zone,
            companions=frozenset(companions),
            reply_address=reply_address,
        )
        self.values = Values(self.setting, KINDS)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.setting.languages

    @property
    def canonical(self) -> str:
        return self.setting.canonical

    @property
    def companions(self) -> frozenset[str]:
        return self.setting.companions

    def expect_stories(self, pks: Sequence[int]) -> None:
        """Read together what `story` will be asked for."""
        stories.expect(self.values, pks)

    def story(self, uses: Uses, pk: int) -> Story | None:
        """Everything for a story's own page; None when it is not public."""
        return stories.story(self.values, uses, pk)

    def draft(self, article: ArticleRow) -> tuple[Story, Uses]:
        """A story as it is at the desk, published or not, for those who may see it there: the preview."""
        uses = self.values.uses()
        return stories.draft(self.values, uses, article), uses

    def working(self, pks: Sequence[int]) -> dict[int, tuple[Story, Uses]]:
        """Those of the stories that are not the same at the desk as before readers, as they are there: drafts, changes that are
        not published, what was taken off the site. For the desk's own search and nothing else."""
        same = is_public(timezone.now()) & Q(has_unpublished_changes=False)
        wanted = frozenset(pks)
        rows = ArticleRow.objects.filter(story_values.among("pk", pks)).exclude(
            same | Q(pk__in=in_bin(ArticleRow.kind))
        )
        found = {}
        for row in rows.select_related("latest_revision", "locale"):
            if row.pk in wanted:
                story = row.get_latest_revision_as_object()
                story.first_published_at = story.first_published_at or row.latest_revision_created_at
                found[row.pk] = self.draft(story)
        return found
