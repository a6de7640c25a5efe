"""Atom feeds: one for each language, with the whole text of the newest stories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import Base
from tamizdat.edition.shapes import Feed, FeedEntry
from tamizdat.newsroom import keys

TEMPLATE, BODY = "feeds/atom.xml", "parts/body.html"
ENTRIES = 30
_ADDRESS = re.compile(r'(\b(?:href|src)=")/(?!/)')
_SET = re.compile(r'\bsrcset="([^"]*)"')
_SET_ADDRESS = re.compile(r"(^|, )/")
_BLANK = re.compile(r"\n\s*\n+")


class FeedProduct(Base):
    name = "feed"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"feed:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        reader = self.reader
        if language not in reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        site = reader.nouns.site(language)
        latest = keys.latest_list(language)
        pks = [one.pk for one in reader.newest(latest, ENTRIES)]
        stories = reader.stories(pks)
        entries, depends = [], {keys.newest(latest)}
        for pk in pks:
            story = stories[pk]
            depends |= story.keys
            if story.article and story.card:
                body = self.renderer.page(BODY, language, site=site, article=story.article).decode()
                entries.append(FeedEntry(id=self._id(pk, story.card.url), card=story.card, html=self._absolute(body)))
        moments = [entry.card.updated_at or entry.card.published_at for entry in entries]
        feed = Feed(
            title=site.name,
            url=site.feed_url,
            page_url=site.url,
            updated_at=max(moments, default=None),
            entries=tuple(entries),
        )
        data = self.renderer.page(TEMPLATE, language, site=site, feed=feed)
        return Artifact(
            target=target,
            files=(File(path=site.feed_url.lstrip("/"), data=data),),
            keys=frozenset(depends),
            scope=self.scope(language, TEMPLATE, BODY),
        )

    def _id(self, pk: int, url: str) -> str:
        """An entry's name for good: its address where there is one for the site, else one that needs no address."""
        return f"{self.reader.canonical}{url}" if self.reader.canonical else f"urn:tamizdat:article:{pk}"

    def _absolute(self, body: str) -> str:
        """Readers of feeds do not know our site: addresses in the text carry its name."""
        canonical = self.reader.canonical
        body = _BLANK.sub("\n", body)
        if not canonical:
            return body
        body = _ADDRESS.sub(rf"\g<1>{canonical}/", body)
        return _SET.sub(lambda match: 'srcset="' + _SET_ADDRESS.sub(rf"\g<1>{canonical}/", match[1]) + '"', body)

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/feed.xml"
