"""Feeds: of everything in a language and of every list, as RSS 2.0, Atom and JSON Feed 1.1.

They carry the whole text, since a feed reader is a way around a blocked site; the newsroom's own also come as summaries. A
month's have summaries only: nobody follows a month for long, and its stories are whole in the feeds of their other lists.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import portable
from tamizdat.edition.products.listing import NOUNS, ByList, address, places_of
from tamizdat.edition.products.product import Making
from tamizdat.edition.shapes import Card, Feed, FeedEntry, Site
from tamizdat.edition.stories import Story
from tamizdat.edition.values.stories import ListedStory
from tamizdat.kit.keys import Key
from tamizdat.kit.moments import rfc3339
from tamizdat.newsroom.keys import ListName, list_name
from tamizdat.render import Formatter
from tamizdat.render.filters import absolute

ATOM, RSS = "feeds/atom.xml", "feeds/rss.xml"
NAMES = {"feed.xml": ATOM, "rss.xml": RSS, "feed.json": ""}
"""Files beside the list's page, with their templates; JSON has none."""
SUMMARIES = {"feed-summary.xml": ATOM, "rss-summary.xml": RSS, "feed-summary.json": ""}
ENTRIES, ENTRIES_OF_LIST = 30, 15
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, kw_only=True)
class _Written:
    """A story's text for feeds, with what it used: the newest stories are in several lists."""

    story: Story | None
    html: str
    making: Making


class FeedProduct(ByList):
    """`feed:en:latest`, `feed:en:region:3`."""

    name = "feed"
    phase = 5
    templates = frozenset([ATOM, RSS, portable.TEMPLATE])

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        written: dict[int, _Written] = {}
        self.reader.values.expect(Key.of("newest", target.rest, _size(list_name(target.rest))) for target in targets)
        for target in targets:
            making = self.making()
            yield making.artifact(target, self._files(making, list_name(target.rest), written))

    def _files(self, making: Making, name: ListName, written: dict[int, _Written]) -> list[File]:
        language = name.language
        page_url = address(making, name) if language in self.setting.languages else ""
        if not page_url:
            return []
        site = making.site(language)
        shown = making.newest(name, _size(name))
        if name.kind == "month" and not shown:
            return []
        entries = self._summaries(shown) if name.kind == "month" else self._entries(making, site, shown, written)
        base = site.url if name.kind == "latest" else page_url
        title = ""
        if name.kind == "month":
            title = Formatter(language, site.time_zone).month(name.rest)
        elif name.kind in NOUNS:
            title = making.link(name.kind, name.noun, language).name
        feed = Feed(
            id=str(name),
            title=f"{title} · {site.name}" if title else site.name,
            url=base,
            page_url=base,
            updated_at=max((entry.changed_at for entry in entries), default=None),
            entries=tuple(entries),
            description=site.tagline or site.description,
        )
        files = [_file(making, site, feed, *one) for one in NAMES.items()]
        # Those who follow a list under a name that it had must not lose it: not every reader follows a redirect.
        former = places_of(making, name.kind, name.noun, language)[1] if name.kind in NOUNS else []
        files += [
            replace(file, path=f"{place.path.lstrip('/')}{file.path.rpartition('/')[2]}")
            for place in former
            if place.path.endswith("/")
            for file in tuple(files)
        ]
        if name.kind == "latest":
            short = replace(feed, entries=tuple(replace(entry, html="") for entry in entries))
            files += [_file(making, site, short, *one) for one in SUMMARIES.items()]
        return files

    def _entries(
        self, making: Making, site: Site, shown: list[ListedStory], written: dict[int, _Written]
    ) -> list[FeedEntry]:
        """Of whole stories."""
        if missing := [one.pk for one in shown if one.pk not in written]:
            self.reader.expect_stories(missing)
            for pk in missing:
                own = self.making()
                story = self.reader.story(own, pk)
                written[pk] = _Written(story=story, html=_text(own, site, story) if story else "", making=own)
        entries = []
        for one in shown:
            done = written[one.pk]
            making.include(done.making)
            if done.story:
                entries.append(
                    FeedEntry(
                        id=one.uri,
                        card=done.story.card,
                        changed_at=done.story.article.changed_at,
                        html=done.html,
                    )
                )
        return entries

    def _summaries(self, shown: list[ListedStory]) -> list[FeedEntry]:
        return [
            FeedEntry(
                id=one.uri,
                card=one.card,
                changed_at=one.card.updated_at or one.card.published_at,
                html="",
            )
            for one in shown
        ]

    def label(self, target: Key) -> str:
        return f"{address(self.making(), list_name(target.rest))}feed.xml"


def _size(name: ListName) -> int:
    return ENTRIES if name.kind == "latest" else ENTRIES_OF_LIST


def _text(making: Making, site: Site, story: Story) -> str:
    sources = {picture.src: picture.src for picture in portable.pictures(story.article)}
    return portable.clean_html(making, site, story.article, sources)


def _file(making: Making, site: Site, feed: Feed, name: str, template: str) -> File:
    feed = replace(feed, id=_id(site, f"{feed.id}/{name}"), url=f"{feed.page_url}{name}")
    if template:
        data = making.page(template, site.language, site=site, feed=feed)
    else:
        data = json.dumps(json_feed(site, feed), ensure_ascii=False, separators=(",", ":")).encode()
    return File(path=feed.url.lstrip("/"), data=data)


def _id(site: Site, name: str) -> str:
    """An id for a feed that no address is a part of."""
    return uuid.uuid5(uuid.UUID(site.uuid), f"feed:{name}").urn


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
        date_published=rfc3339(card.published_at),
        date_modified=rfc3339(entry.changed_at),
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
