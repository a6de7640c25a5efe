"""Stories' own pages, and what stands at addresses that they left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import companions, ledger, pictures
from tamizdat.edition.frames import frames
from tamizdat.edition.ledger import Place
from tamizdat.edition.products import podcast
from tamizdat.edition.products.base import REDIRECT, Base
from tamizdat.edition.reader import Story
from tamizdat.edition.related import Found, related
from tamizdat.edition.shapes import Alternate, Article, Link, Related, text_url
from tamizdat.kit.paths import file_path

TEMPLATE, VISUAL = "pages/article.html", "pages/visual.html"


class ArticleProduct(Base):
    name = "article"
    phase = 1

    def all(self) -> Iterator[str]:
        return (f"article:{pk}" for pk in ledger.addressed_articles())

    def born_of(self, key: str) -> Iterable[str]:
        return (key,) if key.startswith("article:") else ()

    def label(self, target: str) -> str:
        places = ledger.places([target]).get(target, ())
        return next((place.path for place in places if place.current), target)

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        stories = self.reader.stories([int(self.rest(target)) for target in targets])
        next_to_read = related(self.reader, stories)
        for target in targets:
            pk = int(self.rest(target))
            story, after = stories[pk], next_to_read.get(pk, Found())
            files, depends = self._files(pk, story, after.groups)
            yield Artifact(
                target=target, files=tuple(files), keys=story.keys | after.keys | depends, scope=self._scope(story)
            )

    def _scope(self, story: Story) -> frozenset[str]:
        if story.article is None:
            return self.scope_of_stubs(story.places[0].language if story.places else "")
        templates = [_template(story.article), REDIRECT, *companions.TEMPLATES]
        if podcast.is_episode(story.article):
            templates.append(podcast.TRANSCRIPT)
        return self.scope(story.article.language, *templates)

    def _files(self, pk: int, story: Story, after: tuple[Related, ...]) -> tuple[list[File], set[str]]:
        """With the keys that they depended on beside the story's own."""
        if story.article is None:
            return (self._withdrawn(pk, story) if story.gone else []), set()
        current = next(place for place in story.places if place.current)
        files = [file for row in story.pictures for file in pictures.files(row, self.renditions)]
        files += [File(path=pictures.attachment_path(row), link=self.media / row["file"]) for row in story.attachments]
        files.append(File(path=file_path(current.path), data=self.render(story, after)))
        language = story.article.language
        site = self.reader.nouns.site(language)
        terms, depends = self.prose(self.reader.nouns.site_word(language, "republish_terms"), language)
        files += companions.of(story.article, site, self.renderer, self.renditions, terms)
        files += podcast.companions(story.article, self.renderer, site)
        moved = [place for place in story.places if not place.current]
        # The text edition never knew the addresses that an import brought along.
        own = [place for place in moved if place.path.startswith(f"/{place.language}/") and place.path.endswith("/")]
        if own:
            files += self.stubs([_as_text(place) for place in own], _as_text(current))
        return files + self.stubs(moved, current), depends

    def _withdrawn(self, pk: int, story: Story) -> list[File]:
        """The pages that say that it is gone, in the place of its companions too."""
        stubs = self.stubs(story.places, None)
        current = next((place for place in story.places if place.current and place.path.endswith("/")), None)
        if current is None:
            return stubs
        gone = next(stub.data for stub in stubs if stub.path == file_path(current.path))
        return stubs + companions.withdrawn(
            current.path, current.language, self.reader.uri(pk, current.path), gone, self.reader.companions
        )

    def render(self, story: Story, after: tuple[Related, ...] = ()) -> bytes:
        """The page of a public story, with what to read after it."""
        article = story.article
        assert article is not None
        nouns = self.reader.nouns
        site = nouns.site(article.language)
        here = nouns.language(article.language)
        crumbs = (Link(name=site.name, url=site.url), *article.topics[:1])
        page = self.page(
            article.headline,
            article.url,
            description=article.dek,
            alternates=(*self._self(story, here.name), *article.siblings) if article.siblings else (),
            share_picture=article.picture.share_url if article.picture else "",
            breadcrumbs=crumbs,
            type="article",
        )
        values: dict[str, Any] = {"site": site, "page": page, "article": article, "related": after}
        template = _template(article)
        if template == VISUAL:
            values["frames"] = frames(article.body)
        return self.renderer.page(template, article.language, **values)

    def _self(self, story: Story, name: str) -> tuple[Alternate, ...]:
        article = story.article
        assert article is not None
        return (Alternate(language=article.language, name=name, url=article.url, headline=article.headline),)


def _as_text(place: Place) -> Place:
    """Where the text edition has or had the same."""
    return replace(place, path=text_url(place.path, place.language))


def _template(article: Article) -> str:
    return VISUAL if article.genre == "visual" else TEMPLATE
