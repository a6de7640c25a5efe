"""Feeds: of everything in a language and of every list, as RSS 2.0, Atom and JSON Feed 1.1.

They carry the whole text, since a feed reader is a way around a blocked site; the newsroom's own also come as summaries. A
month's have summaries only: nobody follows a month for long, and its stories stand whole in the feeds of their other lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger, portable
from tamizdat.edition.cards import KeyedCard
from tamizdat.edition.products.base import Base
from tamizdat.edition.products.listing import NOUNS, address, split
from tamizdat.edition.reader import Story
from tamizdat.edition.shapes import Card, Feed, FeedEntry, Site
from tamizdat.newsroom import keys
from tamizdat.render import Formatter
from tamizdat.render.filters import absolute

ATOM, RSS = "feeds/atom.xml", "feeds/rss.xml"
NAMES = {"feed.xml": ATOM, "rss.xml": RSS, "feed.json": ""}
"""Files beside the list's page, with their templates; JSON has none."""
SUMMARIES = {"feed-summary.xml": ATOM, "rss-summary.xml": RSS, "feed-summary.json": ""}
ENTRIES, ENTRIES_OF_LIST = 30, 15
JSON_FEED = "https://jsonfeed.org/version/1.1"


class FeedProduct(Base):
    """`feed:en:latest`, `feed:en:region:3`."""

    name = "feed"
    phase = 5

    def all(self) -> Iterator[str]:
        for language in self.reader.languages:
            yield f"feed:{keys.latest_list(language)}"
            for kind in NOUNS:
                for pk in self.reader.nouns.by_kind[kind]:
                    yield f"feed:{keys.noun_list(language, kind, pk)}"
        for story_list, _ in self.reader.lists():
            if split(story_list)[1] == "month":
                yield f"feed:{story_list}"

    def born_of(self, key: str) -> Iterable[str]:
        kind, _, rest = key.partition(":")
        if kind == "newest":
            return (f"feed:{rest}",)
        if kind in NOUNS and rest.isdigit():
            return [f"feed:{keys.noun_list(language, kind, int(rest))}" for language in self.reader.languages]
        return super().born_of(key)

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        written: dict[int, tuple[Story, str]] = {}  # the newest stories stand in several lists
        self.reader.expect_newest([self.rest(target) for target in targets], ENTRIES_OF_LIST)
        for target in targets:
            yield self._feeds(target, written)

    def _feeds(self, target: str, written: dict[int, tuple[Story, str]]) -> Artifact:
        story_list = self.rest(target)
        language, kind, rest = split(story_list)
        nouns = self.reader.nouns
        depends = {keys.newest(story_list)} | ({keys.noun(kind, int(rest))} if kind in NOUNS else set())
        if language not in self.reader.languages or not address(self.reader, story_list):
            return Artifact(target=target, files=(), keys=frozenset(depends))
        site = nouns.site(language)
        noun = nouns.by_kind[kind][int(rest)] if kind in NOUNS else None
        shown = self.reader.newest(story_list, ENTRIES if kind == "latest" else ENTRIES_OF_LIST)
        if kind == "month" and not shown:
            return Artifact(target=target, files=(), keys=frozenset(depends))
        entries, more = self._summaries(shown) if kind == "month" else self._entries(site, shown, written)
        depends |= more
        base = site.url if kind == "latest" else address(self.reader, story_list)
        name = (
            nouns.word(noun, language)
            if noun
            else Formatter(language, site.time_zone).month(rest)
            if kind == "month"
            else ""
        )
        feed = Feed(
            title=f"{name} · {site.name}" if name else site.name,
            url=base,
            page_url=base,
            updated_at=max((entry.changed_at for entry in entries), default=None),
            entries=tuple(entries),
            description=site.tagline or site.description,
        )
        files = [self._file(site, feed, name, template) for name, template in NAMES.items()]
        # Those who follow a list under a name that it had must not lose it: not every reader follows a redirect.
        former = self._former(kind, int(rest), language) if noun else []
        files += [
            replace(file, path=f"{path}{file.path.rpartition('/')[2]}") for path in former for file in tuple(files)
        ]
        if kind == "latest":
            short = replace(feed, entries=tuple(replace(entry, html="") for entry in entries))
            files += [self._file(site, short, name, template) for name, template in SUMMARIES.items()]
        scope = self.scope(language, ATOM, RSS, portable.TEMPLATE)
        return Artifact(target=target, files=tuple(files), keys=frozenset(depends), scope=scope)

    def _entries(
        self, site: Site, shown: list[KeyedCard], written: dict[int, tuple[Story, str]]
    ) -> tuple[list[FeedEntry], set[str]]:
        """Of whole stories, with what they depended on."""
        if missing := [one.pk for one in shown if one.pk not in written]:
            for pk, story in self.reader.stories(missing).items():
                written[pk] = story, self._text(site, story)
        entries, depends = [], set[str]()
        for pk in (one.pk for one in shown):
            story, text = written[pk]
            depends |= story.keys
            if story.card and story.article:
                uri, changed_at = self.reader.uri(pk, story.card.url), story.article.changed_at
                entries.append(FeedEntry(id=uri, card=story.card, changed_at=changed_at, html=text))
        return entries, depends

    def _summaries(self, shown: list[KeyedCard]) -> tuple[list[FeedEntry], set[str]]:
        entries = [
            FeedEntry(
                id=self.reader.uri(one.pk, one.card.url),
                card=one.card,
                changed_at=one.card.updated_at or one.card.published_at,
                html="",
            )
            for one in shown
        ]
        return entries, {key for one in shown for key in one.keys}

    def _former(self, kind: str, pk: int, language: str) -> list[str]:
        """Where the list's page stood before."""
        owner = keys.noun(kind, pk)
        places = ledger.places([owner]).get(owner, ())
        return [
            place.path.lstrip("/")
            for place in places
            if place.language == language and not (place.current or place.ended) and place.path.endswith("/")
        ]

    def _text(self, site: Site, story: Story) -> str:
        if story.article is None:
            return ""
        sources = {picture.src: picture.src for picture in portable.pictures(story.article)}
        return portable.clean_html(self.renderer, site, story.article, sources)

    def _file(self, site: Site, feed: Feed, name: str, template: str) -> File:
        feed = replace(feed, url=f"{feed.page_url}{name}")
        if template:
            data = self.renderer.page(template, site.language, site=site, feed=feed)
        else:
            data = json.dumps(json_feed(site, feed), ensure_ascii=False, separators=(",", ":")).encode()
        return File(path=feed.url.lstrip("/"), data=data)

    def label(self, target: str) -> str:
        return f"{address(self.reader, self.rest(target))}feed.xml"


def json_feed(site: Site, feed: Feed) -> Mapping[str, object]:
    """JSON Feed 1.1; what is empty is left out."""
    base = site.canonical
    return _filled(
        version=JSON_FEED,
        title=feed.title,
        home_page_url=absolute(feed.page_url, base),
        feed_url=absolute(feed.url, base),
        description=feed.description,
        language=site.language,
        hubs=[{"type": "WebSub", "url": site.hub}] if site.hub else [],
    ) | {"items": [_item(entry, base) for entry in feed.entries]}


def _item(entry: FeedEntry, base: str) -> Mapping[str, object]:
    card = entry.card
    return _filled(
        id=entry.id,
        url=absolute(card.url, base),
        title=card.headline,
        content_html=entry.html,
        content_text="" if entry.html else card.dek or card.headline,
        summary=card.dek,
        image=absolute(card.picture.share_url, base) if card.picture else "",
        date_published=card.published_at.isoformat(timespec="seconds"),
        date_modified=entry.changed_at.isoformat(timespec="seconds"),
        authors=_authors(card, base),
        tags=[card.section.name] if card.section else [],
        language=card.language,
    )


def _authors(card: Card, base: str) -> list[dict[str, str]]:
    if not card.authors:
        return [{"name": card.byline}] if card.byline else []
    return [
        {"name": author.name} | ({"url": absolute(author.url, base)} if author.url else {}) for author in card.authors
    ]


def _filled(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
