"""The only way from the database to the public.

Whether something is public is decided here and nowhere else: live, not killed, not expired, its embargo past. What is
read comes with the keys that it depends on; the writers note the same keys (see newsroom/keys.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from tamizdat.edition import bodies, ledger, pictures
from tamizdat.edition.beside import Beside, beside
from tamizdat.edition.cards import CARD, KeyedCard, paths_of
from tamizdat.edition.ledger import Place
from tamizdat.edition.lists import Lists
from tamizdat.edition.rule import among, is_public
from tamizdat.edition.shapes import Alternate, Article, Card, Note, NotedStory
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.models import ArticleNote

_STORY = (
    *CARD, "raw_body", "editors_note", "credit", "licence", "source_url", "series", "season", "episode",
    "may_be_republished", "family",
)  # fmt: skip

FAMILY = Cast("translation_key", CharField())
"""What a story and its siblings share, as text: the framework takes longer to make keys of it than to read the rows."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What stands at a story's addresses. `article` is None when it is not public; `gone` when it was, once."""

    article: Article | None
    card: Card | None
    gone: bool
    places: tuple[Place, ...]
    pictures: tuple[dict[str, Any], ...]
    attachments: tuple[dict[str, Any], ...]
    keys: frozenset[str]
    regions: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    series: int | None = None


class Reader(Lists):
    """Reads stories, and all that Cards and Lists read."""

    def stories(self, pks: Sequence[int]) -> dict[int, Story]:
        """Everything for the stories' own pages, in a constant number of queries."""
        now = timezone.now()
        # The body as it is stored: turning it into the framework's values would cost more than all the rest.
        stored = ArticleRow.objects.filter(is_public(now), among("pk", pks)).annotate(
            raw_body=Cast("body", TextField()), family=FAMILY
        )
        asked = frozenset(pks)
        rows = {row["pk"]: row for row in stored.order_by().values(*_STORY) if row["pk"] in asked}
        places = ledger.places([keys.article(pk) for pk in pks])
        people, tags = self._authors(rows), self._tags(rows)
        blocks = {pk: bodies.load(row["raw_body"]) for pk, row in rows.items()}
        found = {pk: bodies.references(blocks[pk]) for pk in rows}
        notes = self._notes(rows)
        for pk, references in found.items():
            for _, _, text in notes.get(pk, ()):  # notes of other stories may have been read beside
                bodies.refer(text, references)
        shown = {pk for one in found.values() for pk in one.pictures} | {
            row["lead_picture"] for row in rows.values() if row["lead_picture"]
        }
        nouns = self.nouns
        portraits = {
            portrait
            for lines in people.values()
            for author, _ in lines
            if (portrait := nouns.authors[author].row["portrait_id"])
        }
        picture_rows = pictures.read(shown | portraits) if shown or portraits else {}
        wanted = {pk for one in found.values() for pk in one.attachments}
        attachment_rows = pictures.attachments(wanted) if wanted else {}
        linked = {pk for one in found.values() for pk in one.stories}
        cards = self.cards(linked) if linked else {}
        siblings = self._siblings(_family_of(pks), now)
        around = beside([pk for pk, row in rows.items() if row["series"]], self.cards)
        unpublished = [pk for pk in pks if pk not in rows]
        hidden = ledger.not_yet(unpublished, now) if unpublished else set()
        made = {}
        for pk in pks:
            mine = places.get(keys.article(pk), ())
            row = rows.get(pk)
            current = next((place for place in mine if place.current), None)
            if row is None or current is None:
                gone = bool(mine) and pk not in hidden
                own = frozenset([keys.article(pk)])
                made[pk] = Story(article=None, card=None, gone=gone, places=mine, pictures=(), attachments=(), keys=own)
                continue
            keyed = self._cards.get(pk) or self._card(row, current.path, people[pk], tags[pk], picture_rows)
            self._keep(pk, keyed)  # for the lists and the stories after it
            made[pk] = self._story(
                row,
                keyed,
                mine,
                people[pk],
                tags[pk],
                blocks[pk],
                found[pk],
                picture_rows,
                attachment_rows,
                cards,
                siblings.get(row["family"], ()),
                around.get(pk, Beside()),
                notes.get(pk, ()),
            )
        return made

    def draft(self, article: ArticleRow) -> Story:
        """A story as it stands at the desk, published or not, for those who may see it there: the preview."""
        blocks = list(article.body.raw_data) if article.body else []
        found = bodies.references(blocks)
        people = [(line.author_id, line.role) for line in article.authors.all() if line.author_id in self.nouns.authors]
        regions = [pk for pk in self.nouns.regions if pk in {region.pk for region in article.regions.all()}]
        topics = [pk for pk in self.nouns.topics if pk in {topic.pk for topic in article.topics.all()}]
        row: dict[str, Any] = {name: getattr(article, name, None) for name in _STORY if "__" not in name}
        now = timezone.now()
        notes = [(note.kind, note.date, note.text) for note in sorted(article.notes.all(), key=lambda note: note.date)]
        for _, _, text in notes:
            bodies.refer(text, found)
        row |= {
            "locale__language_code": article.locale.language_code,
            "lead_picture": article.lead_picture_id,
            "series": article.series_id,
            "first_published_at": article.first_published_at or now,
            "family": "",
        }
        portraits = {portrait for author, _ in people if (portrait := self.nouns.authors[author].row["portrait_id"])}
        shown = found.pictures | portraits | ({article.lead_picture_id} if article.lead_picture_id else set())
        others = [
            one for family in self._siblings(Q(translation_key=article.translation_key), now).values() for one in family
        ]
        place = Place(pk=0, path="", language=row["locale__language_code"], current=True, ended="")
        tags, picture_rows = (regions, topics), pictures.read(shown)
        return self._story(
            row,
            self._card(row, "", people, tags, picture_rows),
            (place,),
            people,
            tags,
            blocks,
            found,
            picture_rows,
            pictures.attachments(found.attachments),
            self.cards(found.stories),
            others,
            Beside(),
            notes,
        )

    def working(self, pks: Sequence[int]) -> dict[int, Story]:
        """Those of the stories that stand otherwise at the desk than before readers, as they stand there: drafts, changes
        that are not published, what was taken off the site. For the desk's own search and nothing else."""
        same = is_public(timezone.now()) & Q(has_unpublished_changes=False)
        rows = ArticleRow.objects.filter(among("pk", pks)).exclude(same).select_related("latest_revision", "locale")
        found, asked = {}, frozenset(pks)
        for row in rows:
            if row.pk in asked:
                story = row.get_latest_revision_as_object()
                story.first_published_at = story.first_published_at or row.latest_revision_created_at
                found[row.pk] = self.draft(story)
        return found

    def _story(
        self,
        row: dict[str, Any],
        keyed: KeyedCard,
        places: tuple[Place, ...],
        people: list[tuple[int, str]],
        tags: tuple[list[int], list[int]],
        blocks: list[dict[str, Any]],
        found: bodies.Found,
        picture_rows: dict[int, dict[str, Any]],
        attachment_rows: dict[int, dict[str, Any]],
        cards: dict[int, KeyedCard],
        family: Sequence[tuple[int, Alternate]],
        besides: Beside,
        notes: Sequence[tuple[str, datetime, str]],
    ) -> Story:
        pk, language, nouns = row["pk"], row["locale__language_code"], self.nouns
        around = bodies.Surroundings(
            language=language,
            pictures=picture_rows,
            attachments=attachment_rows,
            card=lambda other: cards[other].card if other in cards else None,
        )
        body = bodies.shape(blocks, around)
        regions, topics = tags
        series = nouns.series.get(row["series"])
        card = keyed.card
        depends = set(keyed.keys) | besides.keys | {keys.article(pk), keys.siblings(row["family"])}
        depends |= {keys.card(other) for other in found.stories}
        depends |= {keys.picture(other) for other in found.pictures} | {
            keys.attachment(other) for other in found.attachments
        }
        depends |= {keys.noun("region", other) for other in regions} | {keys.noun("topic", other) for other in topics}
        if series:
            depends.add(keys.noun("series", series.pk))
        used = [picture_rows[other] for other in sorted(found.pictures) if other in picture_rows]
        if row["lead_picture"] in picture_rows:
            used.append(picture_rows[row["lead_picture"]])
        article = Article(
            headline=card.headline,
            dek=card.dek,
            kicker=card.kicker,
            url=card.url,
            language=language,
            genre=card.genre,
            byline=card.byline,
            authors=tuple(
                self.author_line(nouns.authors[author], language, role, picture_rows) for author, role in people
            ),
            dateline=card.dateline,
            published_at=card.published_at,
            updated_at=card.updated_at,
            picture=card.picture,
            body=body,
            editors_note=row["editors_note"],
            regions=tuple(nouns.link(nouns.regions[other], language) for other in regions),
            topics=tuple(nouns.link(nouns.topics[other], language) for other in topics),
            series=nouns.link(series, language) if series else None,
            series_kind=series.row["form"] if series else "",
            season=row["season"],
            episode=row["episode"],
            previous=besides.previous,
            next=besides.next,
            siblings=tuple(other for sibling, other in family if sibling != pk),
            credit=row["credit"],
            licence=row["licence"],
            source_url=row["source_url"] if row["source_url"].startswith(("https://", "http://")) else "",
            word_count=bodies.words(body),
            uri=self.uri(pk, card.url),
            urgency=row["urgency"],
            may_be_republished=row["may_be_republished"],
            notes=tuple(
                Note(kind=kind, date=self._local(date), html=bodies.rich(text, around)) for kind, date, text in notes
            ),
            ask=nouns.ask(language, regions),
        )
        portraits = [nouns.authors[author].row["portrait_id"] for author, _ in people]
        used += [picture_rows[other] for other in portraits if other in picture_rows]
        return Story(
            article=article,
            card=card,
            gone=False,
            places=places,
            pictures=tuple(used),
            attachments=tuple(
                attachment_rows[other] for other in sorted(found.attachments) if other in attachment_rows
            ),
            keys=frozenset(depends),
            regions=tuple(regions),
            topics=tuple(topics),
            authors=tuple(author for author, _ in people),
            series=series.pk if series else None,
        )

    def uri(self, pk: int, url: str) -> str:
        """A story's name for good: its address where there is one for the site, else one that needs no address."""
        return f"{self.canonical}{url}" if self.canonical else f"urn:tamizdat:article:{pk}"

    def siblings_of(self, pks: Iterable[int]) -> tuple[dict[int, tuple[Alternate, ...]], set[str]]:
        """For each story, itself and its siblings, in the order of the newsroom's languages; empty when it is alone.
        With the keys that this depended on."""
        asked = frozenset(pks)
        rows = Page.objects.filter(among("pk", asked)).order_by().values_list("pk", FAMILY)
        families = {pk: family for pk, family in rows if pk in asked}
        known = self._siblings(_family_of(families), timezone.now())
        found = {
            pk: tuple(other for _, other in known.get(family, ())) if len(known.get(family, ())) > 1 else ()
            for pk, family in families.items()
        }
        return found, {keys.siblings(family) for family in families.values()}

    def noted(self, language: str, most: int) -> tuple[list[NotedStory], set[str]]:
        """The newest notes on public stories of a language, the newest first, with the keys that this depended on."""
        rows = ArticleNote.objects.filter(
            is_public(timezone.now(), "article__"), article__locale__language_code=language
        ).order_by("-date", "-pk")
        told = list(rows.values_list("article", "kind", "date", "text")[:most])
        linked = bodies.Found(pictures=set(), attachments=set(), stories=set())
        for *_, text in told:
            bodies.refer(text, linked)
        cards = self.cards({pk for pk, *_ in told} | linked.stories)
        around = bodies.Surroundings(
            language=language,
            pictures={},
            attachments=pictures.attachments(linked.attachments) if linked.attachments else {},
            card=lambda pk: cards[pk].card if pk in cards else None,
        )
        depends = {keys.card(pk) for pk in linked.stories} | {keys.attachment(pk) for pk in linked.attachments}
        made = [
            NotedStory(
                note=Note(kind=kind, date=self._local(date), html=bodies.rich(text, around)), card=cards[pk].card
            )
            for pk, kind, date, text in told
            if pk in cards
        ]
        return made, depends | {keys.corrections(language)} | {
            key for pk, *_ in told if pk in cards for key in cards[pk].keys
        }

    def _notes(self, rows: Iterable[int]) -> dict[int, list[tuple[str, datetime, str]]]:
        """(kind, date, text) of each story that has notes, the oldest first."""
        found: dict[int, list[tuple[str, datetime, str]]] = defaultdict(list)
        told = ArticleNote.objects.filter(among("article", rows)).order_by("article", "date", "pk")
        for article, kind, date, text in told.values_list("article", "kind", "date", "text"):
            found[article].append((kind, date, text))
        return found

    def _siblings(self, families: Q, now: datetime) -> dict[str, list[tuple[int, Alternate]]]:
        """Each story of the families, by family; a family of one has none."""
        rows = ArticleRow.objects.filter(is_public(now), families).order_by()
        members = list(rows.values_list("pk", FAMILY, "headline", "locale__language_code"))
        counts: dict[str, int] = defaultdict(int)
        for _, family, _, _ in members:
            counts[family] += 1
        many = [member for member in members if counts[member[1]] > 1]
        paths = paths_of(pk for pk, *_ in many)
        rank = {code: index for index, code in enumerate(self.languages)}
        found: dict[str, list[tuple[int, Alternate]]] = defaultdict(list)
        for pk, family, headline, language in sorted(many, key=lambda member: (rank.get(member[3], 99), member[0])):
            path = paths.get(pk)
            if path:
                name = self.nouns.language(language).name
                found[family].append((pk, Alternate(language=language, name=name, url=path, headline=headline)))
        return found


def _family_of(pks: Iterable[int]) -> Q:
    """Those and all that translate them: asked for in the database, for its keys are dear to carry to and fro."""
    return Q(translation_key__in=Page.objects.filter(among("pk", pks)).order_by().values("translation_key"))
