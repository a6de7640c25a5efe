"""Podcasts: a feed for each show and language, beside the show's page, and the files that its episodes bring along.

A podcast's feed must name absolute addresses: without a canonical address there is no feed, and the show's page offers
none. What names a feed and an episode (`guid`) depends on neither address nor host, so that no listener gets an episode
twice when the newsroom moves.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger, pictures, recordings
from tamizdat.edition.nouns import Noun
from tamizdat.edition.products.base import SETTINGS, OneByOne
from tamizdat.edition.reader import Reader, Story
from tamizdat.edition.shapes import Article, AuthorLine, Enclosure, Episode, Show, Site
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys
from tamizdat.render import Renderer
from tamizdat.render.filters import links_absolute

TEMPLATE, NOTES, TRANSCRIPT = "feeds/podcast.xml", "parts/body.html", "feeds/transcript.html"
EPISODES = 300
"""The newest of a show that its feed holds: more than the directories read."""
SHOWN_IN_NOTES = frozenset(["text", "heading", "quote", "pull_quote", "box", "divider"])
"""Blocks of a story that a podcast player can show below the recording."""
ROLES = frozenset(
    [
        "co-host",
        "editor",
        "guest",
        "guest host",
        "narrator",
        "producer",
        "reporter",
        "researcher",
        "translator",
        "writer",
    ]
)
"""What the podcast namespace's taxonomy can say of an author's role; one of another kind is its reporter."""
FORM = "podcast"
FEED = "podcast.xml"


def feed_url(page_url: str) -> str:
    return f"{page_url}{FEED}"


def is_episode(article: Article) -> bool:
    return article.series_kind == FORM and recordings.recording(article) is not None


def companions(article: Article, renderer: Renderer, site: Site) -> list[File]:
    """Chapters and transcript of an episode, as files beside its page; none for a story that is no episode."""
    block = recordings.recording(article) if article.series_kind == FORM else None
    if block is None:
        return []
    folder = file_path(article.url).removesuffix("index.html")
    files = []
    value: dict[str, Any] = block.value
    if value.get("chapters"):
        files.append(File(path=f"{folder}chapters.json", data=recordings.chapters_json(value["chapters"])))
    if value.get("transcript"):
        data = renderer.page(TRANSCRIPT, article.language, site=site, article=article, html=value["transcript"])
        files.append(File(path=f"{folder}transcript.html", data=data))
    if value.get("cues"):
        files.append(File(path=f"{folder}transcript.vtt", data=recordings.web_vtt(value["cues"]).encode()))
    return files


class Shows:
    """Podcasts as feeds and pages show them."""

    def __init__(self, reader: Reader, renderer: Renderer, media: Path) -> None:
        self.reader, self.renderer, self.media = reader, renderer, media

    def show(
        self, noun: Noun, language: str, pks: Sequence[int], *, notes: bool
    ) -> tuple[Show, set[str], list[dict[str, Any]]]:
        """The show with these stories as its episodes, those without a recording left out; what it depended on; and the
        rows of its pictures. Without `notes` episodes carry no html."""
        reader, nouns = self.reader, self.reader.nouns
        stories = reader.stories(pks)
        depends = {keys.noun(noun.kind, noun.pk)}
        people = [nouns.authors[pk] for pk in nouns.series_authors[noun.pk] if pk in nouns.authors]
        depends |= {keys.noun("author", person.pk) for person in people}
        wanted = [pk for person in people if (pk := person.row["portrait_id"])]
        cover = noun.row["picture_id"]
        rows = pictures.read([*wanted, *([cover] if cover else [])])
        depends |= {keys.picture(pk) for pk in (*wanted, cover) if pk}
        guid = uuid.uuid5(noun.row["guid"], language)
        url = nouns.url(noun, language)
        episodes = []
        for pk in pks:
            depends |= stories[pk].keys
            hosts = {nouns.url(person, language) for person in people}
            if episode := self._episode(pk, stories[pk], guid, hosts, notes=notes):
                episodes.append(episode)
        made = Show(
            guid=str(guid),
            name=nouns.word(noun, language),
            url=url,
            feed_url=feed_url(url) if reader.canonical and episodes else "",
            description=recordings.plain(nouns.word(noun, language, "introduction")),
            picture=pictures.shape(rows[cover], language) if cover in rows else None,
            cover_url=pictures.largest(rows[cover]) if cover in rows else "",
            category=noun.row["category"],
            explicit=noun.row["explicit"],
            owner_email=noun.row["owner_email"],
            funding_url=noun.row["funding_url"],
            authors=tuple(reader.author_line(person, language, "host", rows) for person in people),
            episodes=tuple(episodes),
        )
        return made, depends, list(rows.values())

    def _episode(self, pk: int, story: Story, show: uuid.UUID, hosts: set[str], *, notes: bool) -> Episode | None:
        article, card = story.article, story.card
        block = recordings.recording(article) if article else None
        if article is None or card is None or block is None:
            return None
        value: dict[str, Any] = block.value
        row = next(one for one in story.attachments if f"/{pictures.attachment_path(one)}" == value["url"])
        transcripts = []
        if value.get("transcript"):
            transcripts.append(Enclosure(url=f"{article.url}transcript.html", type="text/html"))
        if value.get("cues"):
            transcripts.append(Enclosure(url=f"{article.url}transcript.vtt", type="text/vtt"))
        return Episode(
            guid=str(uuid.uuid5(show, f"article:{pk}")),
            card=card,
            season=article.season,
            number=article.episode,
            recording=Enclosure(
                url=quote(value["url"]), type=value["type"], bytes=(self.media / row["file"]).stat().st_size
            ),
            duration=value["duration"],
            html=self._notes(article) if notes else "",
            people=tuple(replace(one, role=_role(one, hosts)) for one in article.authors),
            chapters_url=f"{article.url}chapters.json" if value.get("chapters") else "",
            transcripts=tuple(transcripts),
        )

    def _notes(self, article: Article) -> str:
        """What the story says around the recording."""
        said = replace(article, body=tuple(block for block in article.body if block.kind in SHOWN_IN_NOTES))
        site = self.reader.nouns.site(article.language)
        text = self.renderer.page(NOTES, article.language, site=site, article=said).decode()
        return links_absolute(text.strip(), self.reader.canonical)


def _role(author: AuthorLine, hosts: set[str]) -> str:
    if author.url in hosts:
        return "host"
    return author.role.casefold() if author.role.casefold() in ROLES else "reporter"


class PodcastProduct(OneByOne):
    """`podcast:en:4`: the feed of a series, in each place where its page stands or stood, so that no subscription ends."""

    name = "podcast"
    phase = 5

    def all(self) -> Iterator[str]:
        shows = [noun.pk for noun in self.reader.nouns.series.values() if noun.row["form"] == FORM]
        return (f"podcast:{language}:{pk}" for language in self.reader.languages for pk in shows)

    def born_of(self, key: str) -> Iterable[str]:
        kind, _, pk = key.removeprefix("newest:").rpartition(":")
        if key.startswith("newest:") and kind.endswith(":series"):
            noun = self.reader.nouns.series.get(int(pk))
            return (f"podcast:{kind.partition(':')[0]}:{pk}",) if noun and noun.row["form"] == FORM else ()
        if kind == "series" and pk.isdigit():
            return [f"podcast:{language}:{pk}" for language in self.reader.languages]
        return super().born_of(key)

    def one(self, target: str) -> Artifact:
        language, pk = self._split(target)
        reader = self.reader
        story_list = keys.noun_list(language, "series", pk)
        depends = {keys.newest(story_list), keys.noun("series", pk)}
        noun = reader.nouns.series.get(pk)
        if not reader.canonical or language not in reader.languages or noun is None or noun.row["form"] != FORM:
            return Artifact(target=target, files=(), keys=frozenset(depends), scope=frozenset([SETTINGS]))
        pks = [one.pk for one in reader.newest(story_list, EPISODES)]
        show, more, rows = Shows(reader, self.renderer, self.media).show(noun, language, pks, notes=True)
        files = [file for row in rows for file in pictures.files(row, self.renditions)]
        if show.episodes:
            site = reader.nouns.site(language)
            data = self.renderer.page(TEMPLATE, language, site=site, show=show)
            places = ledger.places([keys.noun("series", pk)]).get(keys.noun("series", pk), ())
            paths = {feed_url(place.path).lstrip("/") for place in places if place.language == language}
            files += [File(path=path, data=data) for path in sorted(paths)]
        scope = self.scope(language, TEMPLATE, NOTES)
        return Artifact(target=target, files=tuple(files), keys=frozenset(depends | more), scope=scope)

    def label(self, target: str) -> str:
        language, pk = self._split(target)
        noun = self.reader.nouns.series.get(pk)
        return feed_url(self.reader.nouns.url(noun, language)) if noun else target

    def _split(self, target: str) -> tuple[str, int]:
        language, _, pk = self.rest(target).rpartition(":")
        return language, int(pk)
