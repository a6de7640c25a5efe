"""The fronts: one for each language."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import Base
from tamizdat.edition.shapes import Front, Section
from tamizdat.newsroom import keys

TEMPLATE = "pages/front.html"
NEWEST = 40
LEADING = 12
"""The first story is the most urgent of so many newest ones."""


class FrontProduct(Base):
    name = "front"
    phase = 3

    def all(self) -> Iterator[str]:
        return (f"front:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        reader, nouns = self.reader, self.reader.nouns
        if language not in reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        latest = keys.latest_list(language)
        newest = reader.newest(latest, NEWEST)
        depends = {keys.newest(latest)} | {key for one in newest for key in one.keys}
        chosen = sorted(newest[:LEADING], key=lambda one: (one.urgency, newest.index(one)))
        with_picture = [one for one in chosen if one.card.picture]
        lead = (with_picture or chosen)[0] if chosen else None
        secondary = [one for one in chosen if one is not lead][:4]
        used = {one.pk for one in [lead, *secondary] if one}
        others = [one for one in newest if one.pk not in used][:10]
        used |= {one.pk for one in others[:3]}
        sections = []
        lists = [("topic", topic) for topic in nouns.topics.values() if topic.row["parent_id"] is None]
        lists += [(series.row["form"], series) for series in nouns.series.values()]
        for kind, noun in lists:
            story_list = keys.noun_list(language, noun.kind, noun.pk)
            cards = reader.newest(story_list, 8)
            depends |= {keys.newest(story_list), keys.noun(noun.kind, noun.pk)} | {
                key for one in cards for key in one.keys
            }
            fresh = [one for one in cards if one.pk not in used][:4]
            used |= {one.pk for one in fresh}
            if fresh:
                sections.append(
                    Section(
                        name=nouns.word(noun, language),
                        url=nouns.url(noun, language),
                        kind=kind,
                        cards=tuple(one.card for one in fresh),
                    )
                )
        front = Front(
            lead=lead.card if lead else None,
            secondary=tuple(one.card for one in secondary),
            latest=tuple(one.card for one in others),
            sections=tuple(sections),
            archive_url=f"/{language}/latest/",
        )
        site = nouns.site(language)
        page = self.page(site.name, site.url, description=site.description, alternates=self.everywhere("/{language}/"))
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, front=front)
        return Artifact(
            target=target,
            files=(File(path=f"{language}/index.html", data=data),),
            keys=frozenset(depends),
            scope=self.scope(language, TEMPLATE),
        )

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/"
