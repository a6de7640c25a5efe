"""A small newsroom in the test database, baked into a folder of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tamizdat.bake import full
from tamizdat.bake.baker import Baker
from tamizdat.bake.products import Counts
from tamizdat.config import wiring
from tamizdat.newsroom.actions import articles, newsroom
from tamizdat.newsroom.models import (
    Article,
    ArticleAuthor,
    Author,
    AuthorText,
    Region,
    RegionGroup,
    RegionGroupText,
    RegionText,
    Series,
    SeriesText,
    Topic,
    TopicText,
)
from tests.edition.renderers import edition

CANONICAL = "https://example.org"


class SmallNewsroom:
    """Two regions, a topic with an event, two authors, two series; stories are made by `story`."""

    def __init__(self, folder: Path) -> None:
        newsroom.set_up("The Test")
        group = RegionGroup(slug="group")
        group.texts.add(RegionGroupText(language="en", name="Group"))
        group.save()
        self.regions = [
            self._noun(Region(slug=slug, group=group), RegionText, slug.title()) for slug in ("north", "south")
        ]
        self.topic = self._noun(Topic(slug="politics"), TopicText, "Politics")
        self.event = self._noun(Topic(slug="vote", parent=self.topic), TopicText, "The vote")
        self.authors = [
            self._noun(Author(slug=slug, real_name="Secret Realname"), AuthorText, slug.title())
            for slug in ("ana", "bek")
        ]
        self.series = [
            self._noun(Series(slug=form, form=form), SeriesText, form.title()) for form in ("blog", "podcast")
        ]
        self.folder = folder
        self.baker = self.another("one")

    def _noun(self, row, texts, name):
        row.texts.add(texts(language="en", name=name))
        row.save()
        return row

    def another(self, name: str, *, own_renderer: bool = False, **said: Any) -> Baker:
        """A second tree over the same database, with a graph of its own, where newsroom.toml says what is `said`.

        With `own_renderer`, as in a running process, its renderer follows texts of the interface that are changed later.
        """
        said = {"canonical": CANONICAL, "time_zone": "Asia/Tbilisi", **said}
        room = replace(settings.NEWSROOM, folder=self.folder / name, **said)
        return Baker(public=room.public, state=room.state, policy=(wiring.edition if own_renderer else edition)(room))

    def bake(self) -> Counts:
        """What the worker does until nothing waits."""
        if not self.baker.graph.state.generation:
            return self.bake_whole(self.baker)
        return self.baker.bake_due(timezone.now())

    @staticmethod
    def bake_whole(baker: Baker) -> Counts:
        """Everything, in this process: a forked one would not see a test's open transaction."""
        baker.tree.open()
        full.mark_all(baker)
        counts = baker.bake_due(timezone.now())
        baker.graph.state.end_full_bake()
        return counts

    def story(self, headline: str = "A bridge opened", language: str = "en", publish: bool = True, **fields) -> Article:
        tags = {name: fields.pop(name, []) for name in ("regions", "topics", "authors")}
        fields.setdefault("body", [("text", f"<p>The text of {headline}.</p>")])
        article = Article(headline=headline, **fields)
        article.regions, article.topics = tags["regions"], tags["topics"]
        for number, author in enumerate(tags["authors"]):
            article.authors.add(ArticleAuthor(author=author, sort_order=number))
        articles.create(article, language)
        return articles.publish(article) if publish else article

    def read(self, path: str) -> str:
        return (self.folder / "one" / "public" / path.lstrip("/")).read_text()

    def exists(self, path: str) -> bool:
        return (self.folder / "one" / "public" / path.lstrip("/")).exists()


def contents(baker: Baker) -> dict[str, bytes]:
    """Every file of a tree, by path."""
    root = baker.tree.root
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
