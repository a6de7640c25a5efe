"""Podcasts: a feed for each show and language, beside the show's page, and the files that its episodes bring along.

A podcast's feed must name absolute addresses: without a canonical address there is no feed, and the show's page offers
none. What names a feed and an episode (`guid`) depends on neither address nor host, so that no listener gets an episode
twice when the newsroom moves.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from tamizdat.bake.products import File
from tamizdat.edition import recordings
from tamizdat.edition.products.product import Making, OneByOne, Tools
from tamizdat.edition.shapes import Article, AuthorLine, Enclosure, Episode, Show, Site
from tamizdat.edition.shapes.blocks import BoxBlock, DividerBlock, HeadingBlock, PullQuoteBlock, QuoteBlock, TextBlock
from tamizdat.edition.stories import Story
from tamizdat.edition.values.images import Image
from tamizdat.edition.values.nouns import Label, Podcast
from tamizdat.edition.values.stories import places
from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys
from tamizdat.render.filters import links_absolute

TEMPLATE, NOTES, TRANSCRIPT = "feeds/podcast.xml", "parts/body.html", "feeds/transcript.html"
EPISODES = 300
"""The newest of a show that its feed holds: more than the directories read."""
SHOWN_IN_NOTES = (TextBlock, HeadingBlock, QuoteBlock, PullQuoteBlock, BoxBlock, DividerBlock)
"""Blocks of a story that a podcast player can show below the recording."""
ROLES = frozenset([
    "co-host", "editor", "guest", "guest host", "narrator", "producer", "reporter", "researcher", "translator", "writer",
])  # fmt: skip
"""What the podcast namespace's taxonomy can say of an author's role; one of another kind is its reporter."""
FORM = "podcast"
FEED = "podcast.xml"


def feed_url(page_url: str) -> str:
    return f"{page_url}{FEED}"


def is_episode(article: Article) -> bool:
    return article.series_kind == FORM and recordings.recording(article) is not None


def companions(article: Article, making: Making, site: Site) -> list[File]:
    """Chapters and transcript of an episode, as files beside its page; none for a story that is no episode."""
    block = recordings.recording(article) if article.series_kind == FORM else None
    if block is None:
        return []
    folder = file_path(article.url).removesuffix("index.html")
    files = []
    if block.chapters:
        files.append(File(path=f"{folder}chapters.json", data=recordings.chapters_json(block.chapters)))
    if block.transcript:
        data = making.page(TRANSCRIPT, article.language, site=site, article=article, html=block.transcript)
        files.append(File(path=f"{folder}transcript.html", data=data))
    if block.cues:
        files.append(File(path=f"{folder}transcript.vtt", data=recordings.web_vtt(block.cues).encode()))
    return files


class Shows:
    """Podcasts as feeds and pages show them."""

    def __init__(self, tools: Tools) -> None:
        self._reader, self._media = tools.reader, tools.media

    def show(
        self, making: Making, label: Label, language: str, pks: Sequence[int], *, notes: bool
    ) -> tuple[Show, list[Image]]:
        """The show with these stories as its episodes, those without a recording left out; and its pictures. Without `notes`
        episodes carry no html."""
        self._reader.expect_stories(pks)
        people = making.series_people(label.pk, language)
        facts: Podcast = making.value(Key.of("podcast_facts", label.pk))
        cover = making.image(facts.picture)
        guid = uuid.uuid5(uuid.UUID(facts.guid), language)
        hosts = {line.url for line, _ in people}
        stories = [(pk, self._reader.story(making, pk)) for pk in pks]
        episodes = [
            episode
            for pk, story in stories
            if story and (episode := self._episode(making, pk, story, guid, hosts, notes=notes))
        ]
        canonical = self._reader.setting.canonical
        show = Show(
            guid=str(guid),
            name=label.name,
            url=label.url,
            feed_url=feed_url(label.url) if canonical and episodes else "",
            description=recordings.plain(making.text("series", label.pk, "introduction", language)),
            picture=cover.shape(language) if cover else None,
            cover_url=cover.largest_url if cover else "",
            category=facts.category,
            explicit=facts.explicit,
            owner_email=facts.owner_email,
            funding_url=facts.funding_url,
            authors=tuple(replace(line, role="host") for line, _ in people),
            episodes=tuple(episodes),
        )
        images = [image for _, image in people if image]
        return show, [*images, cover] if cover else images

    def _episode(
        self, making: Making, pk: int, story: Story, show: uuid.UUID, hosts: set[str], *, notes: bool
    ) -> Episode | None:
        article = story.article
        block = recordings.recording(article)
        if block is None:
            return None
        file = next(one for one in story.files if one.url == block.url)
        transcripts = []
        if block.transcript:
            transcripts.append(Enclosure(url=f"{article.url}transcript.html", type="text/html"))
        if block.cues:
            transcripts.append(Enclosure(url=f"{article.url}transcript.vtt", type="text/vtt"))
        return Episode(
            guid=str(uuid.uuid5(show, f"article:{pk}")),
            card=story.card,
            season=article.season,
            number=article.episode,
            recording=Enclosure(url=quote(block.url), type=block.type, bytes=(self._media / file.file).stat().st_size),
            duration=block.duration,
            html=self._notes(making, article) if notes else "",
            people=tuple(replace(one, role=_role(one, hosts)) for one in article.authors),
            chapters_url=f"{article.url}chapters.json" if block.chapters else "",
            transcripts=tuple(transcripts),
        )

    def _notes(self, making: Making, article: Article) -> str:
        """What the story says around the recording."""
        said = replace(article, body=tuple(block for block in article.body if isinstance(block, SHOWN_IN_NOTES)))
        text = making.page(NOTES, article.language, site=making.site(article.language), article=said).decode()
        return links_absolute(text.strip(), self._reader.setting.canonical)


def _role(author: AuthorLine, hosts: set[str]) -> str:
    if author.url in hosts:
        return "host"
    return author.role.casefold() if author.role.casefold() in ROLES else "reporter"


class PodcastProduct(OneByOne):
    """`podcast:en:4`: the feed of a series, in each place where its page stands or stood, so that no subscription ends."""

    name = "podcast"
    phase = 5
    templates = frozenset([TEMPLATE, NOTES])

    def all(self) -> Iterator[Key]:
        shows = [label.pk for label in self.making().labels("series", self.setting.default) if label.form == FORM]
        return (self.target(language, pk) for language in self.setting.languages for pk in shows)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "series" and key.is_numbered:
            return [self.target(language, key.number) for language in self.setting.languages]
        return super().targets_for(key)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        language, pk = target.head, target.number
        label = making.label("series", pk, language)
        known = self.setting.canonical and language in self.setting.languages
        if not known or label is None or label.form != FORM:
            return
        name = keys.noun_list(language, "series", pk)
        pks = [one.pk for one in making.newest(name, EPISODES)]
        show, images = Shows(self.tools).show(making, label, language, pks, notes=True)
        for image in images:
            yield from image.files(self.tools.renditions)
        if show.episodes:
            data = making.page(TEMPLATE, language, site=making.site(language), show=show)
            owner = keys.noun("series", pk)
            making.record(owner)
            given = places([owner]).get(owner, ())
            paths = {feed_url(place.path).lstrip("/") for place in given if place.language == language}
            yield from (File(path=path, data=data) for path in sorted(paths))

    def label(self, target: Key) -> str:
        label = self.making().label("series", target.number, target.head)
        return feed_url(label.url) if label else target
