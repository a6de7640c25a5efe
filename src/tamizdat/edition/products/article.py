"""Stories' own pages, and what is at addresses that they left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import companions, consent
from tamizdat.edition.frames import frames
from tamizdat.edition.products import podcast
from tamizdat.edition.products.newsletter import sign_up
from tamizdat.edition.products.product import GONE, REDIRECT, Making, Product
from tamizdat.edition.related import related
from tamizdat.edition.shapes import Alternate, Article, Related, text_url
from tamizdat.edition.stories import Story
from tamizdat.edition.values import newsletter
from tamizdat.edition.values.nouns import language_of
from tamizdat.edition.values.stories import Place, Standing, addressed_articles
from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path

TEMPLATE, VISUAL = "pages/article.html", "pages/visual.html"


class ArticleProduct(Product):
    """`article:12`."""

    name = "article"
    phase = 1
    templates = frozenset(
        [TEMPLATE, VISUAL, GONE, REDIRECT, podcast.TRANSCRIPT, consent.TEMPLATE, *companions.TEMPLATES]
    )

    def all(self) -> Iterator[Key]:
        return (self.target(pk) for pk in addressed_articles())

    def targets_for(self, key: Key) -> Iterable[Key]:
        return (key,) if key.kind == "article" and key.is_numbered else ()

    def label(self, target: Key) -> str:
        current = self.making().standing(target.number).current
        return current.path if current else target

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        self.reader.expect_stories([target.number for target in targets])
        made = {target.number: (target, self.making()) for target in targets}
        stories = {pk: (story, making) for pk, (_, making) in made.items() if (story := self.reader.story(making, pk))}
        next_to_read = related(self.reader, stories)
        for pk, (target, making) in made.items():
            standing = making.standing(pk)
            if pk in stories:
                files = self._files(making, standing, stories[pk][0], next_to_read.get(pk, ()))
            else:
                files = self._withdrawn(making, standing) if standing.state == "gone" else []
            yield making.artifact(target, files)

    def _files(self, making: Making, standing: Standing, story: Story, after: tuple[Related, ...]) -> list[File]:
        current = standing.current
        assert current is not None  # a story is public only with an address
        files = [file for image in story.images for file in image.files(self.tools.renditions)]
        files += [File(path=one.path, link=self.tools.media / one.file) for one in story.files]
        files.append(File(path=file_path(current.path), data=self.render(making, story, after)))
        language = story.article.language
        site = making.site(language)
        terms = making.prose(making.site_text(language, "republish_terms"), language)
        files += companions.of(story.article, site, making, self.tools.renditions, terms)
        files += podcast.companions(story.article, making, site)
        moved = [place for place in standing.places if not place.current]
        # The text edition never knew the addresses that an import brought along.
        own = [place for place in moved if place.path.startswith(f"/{place.language}/") and place.path.endswith("/")]
        files += making.stubs([_as_text(place) for place in own], _as_text(current).path)
        return files + making.stubs(moved, current.path)

    def _withdrawn(self, making: Making, standing: Standing) -> list[File]:
        """The pages that say that it is gone, in the place of its companions too."""
        stubs = making.stubs(standing.places, None)
        current = standing.current
        if current is None or not current.path.endswith("/"):
            return stubs
        gone = next(stub.data for stub in stubs if stub.path == file_path(current.path))
        return stubs + companions.withdrawn(current.path, current.language, standing.uri, gone, self.setting.companions)

    def render(self, making: Making, story: Story, after: tuple[Related, ...] = ()) -> bytes:
        """The page of a public story, with what to read after it."""
        offered = newsletter.offer(making, story.article.language, _filed(story))
        article = replace(story.article, sign_up=sign_up(making, story.article.language, offered))
        site = making.site(article.language)
        head = making.head(
            article.headline,
            article.url,
            description=article.dek or story.card.opening,
            alternates=(_own(article), *article.siblings) if article.siblings else (),
            share_picture=article.picture,
            breadcrumbs=(site.link, *article.topics[:1]),
            type="article",
        )
        values: dict[str, Any] = {"site": site, "page": head, "article": article, "related": after}
        if article.genre == "visual":
            return making.page(VISUAL, article.language, **values, frames=frames(article.body))
        return making.page(TEMPLATE, article.language, **values)


def _own(article: Article) -> Alternate:
    name = language_of(article.language).name
    return Alternate(language=article.language, name=name, url=article.url, headline=article.headline)


def _filed(story: Story) -> Iterator[tuple[str, int]]:
    """What a newsletter for this story's readers may be about, the narrowest first: events are topics within others."""
    yield from (("topic", label.pk) for label in story.topics if label.parent)
    yield from (("region", label.pk) for label in story.regions)
    yield from (("topic", label.pk) for label in story.topics if not label.parent)
    if story.series:
        yield "series", story.series.pk


def _as_text(place: Place) -> Place:
    """Where the text edition has or had the same."""
    return replace(place, path=text_url(place.path, place.language))
