"""The only way from the database to the public.

Whether something is public is decided here and nowhere else: live, not killed, not expired, its embargo past. What is
read comes with the keys that it depends on; the writers note the same keys (see newsroom/keys.py).
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from tamizdat.edition import bodies, ledger, pictures
from tamizdat.edition.beside import Beside, beside
from tamizdat.edition.entries import entries
from tamizdat.edition.ledger import Place
from tamizdat.edition.nouns import Noun, Nouns
from tamizdat.edition.rule import among, is_public
from tamizdat.edition.shapes import Alternate, Article, AuthorLine, Card, Note, NotedStory, Picture
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Address, ArticleAuthor, ArticleNote, ListEntry, MostRead, StoryList
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.standing import public_since

CARDS_KEPT = 20_000
_CARD = (
    "pk", "locale__language_code", "headline", "dek", "kicker", "genre", "urgency", "byline", "dateline",
    "first_published_at", "embargoed_until", "display_date", "updated_at", "lead_picture", "lead_caption", "lead_alt_text",
)  # fmt: skip
_STORY = (
    *_CARD, "raw_body", "editors_note", "credit", "licence", "source_url", "series", "season", "episode",
    "may_be_republished", "translation_key",
)  # fmt: skip


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


@dataclass(frozen=True, kw_only=True)
class KeyedCard:
    pk: int
    card: Card
    urgency: int
    keys: frozenset[str]


class Reader:
    """Reads as of the moment of asking. What it keeps is void once `forget` is called."""

    def __init__(self, *, languages: Sequence[str], canonical: str, time_zone: str, companions: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.canonical = canonical
        self.companions = frozenset(companions)
        self.zone = ZoneInfo(time_zone)
        self._nouns: Nouns | None = None
        self._cards: OrderedDict[int, KeyedCard | None] = OrderedDict()
        self._lists: dict[str, tuple[int, int]] = {}

    def forget(self) -> None:
        self._nouns = None
        self._cards.clear()
        self._lists.clear()

    @property
    def nouns(self) -> Nouns:
        if self._nouns is None:
            self._nouns = Nouns(self.languages, self.canonical, self.zone.key, self.companions)
        return self._nouns

    # Stories

    def stories(self, pks: Sequence[int]) -> dict[int, Story]:
        """Everything for the stories' own pages, in a constant number of queries."""
        now = timezone.now()
        # The body as it is stored: turning it into the framework's values would cost more than all the rest.
        stored = ArticleRow.objects.filter(is_public(now), among("pk", pks)).annotate(
            raw_body=Cast("body", TextField())
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
                siblings,
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
        }
        portraits = {portrait for author, _ in people if (portrait := self.nouns.authors[author].row["portrait_id"])}
        shown = found.pictures | portraits | ({article.lead_picture_id} if article.lead_picture_id else set())
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
            self._siblings(Q(translation_key=article.translation_key), now),
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
        siblings: dict[Any, list[tuple[int, Alternate]]],
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
        depends = set(keyed.keys) | besides.keys | {keys.article(pk), keys.siblings(row["translation_key"])}
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
            siblings=tuple(other for sibling, other in siblings.get(row["translation_key"], ()) if sibling != pk),
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

    def cards(self, pks: Iterable[int]) -> dict[int, KeyedCard]:
        """Cards of those of the stories that are public."""
        wanted = list(dict.fromkeys(pks))
        missing = [pk for pk in wanted if pk not in self._cards]
        found = {pk: self._cards[pk] for pk in wanted if pk in self._cards}
        if missing:
            now = timezone.now()
            rows = {
                row["pk"]: row
                for row in ArticleRow.objects.filter(is_public(now), among("pk", missing)).order_by().values(*_CARD)
            }
            paths = _paths(rows)
            people, tags = self._authors(rows), self._tags(rows)
            leads = {row["lead_picture"] for row in rows.values() if row["lead_picture"]}
            picture_rows = pictures.read(leads) if leads else {}
            for pk in missing:
                ready = pk in rows and pk in paths
                found[pk] = self._card(rows[pk], paths[pk], people[pk], tags[pk], picture_rows) if ready else None
                self._keep(pk, found[pk])
        return {pk: card for pk in wanted if (card := found[pk]) is not None}

    def _keep(self, pk: int, card: KeyedCard | None) -> None:
        self._cards[pk] = card
        if len(self._cards) > CARDS_KEPT:
            self._cards.popitem(last=False)

    def _card(
        self,
        row: dict[str, Any],
        url: str,
        people: list[tuple[int, str]],
        tags: tuple[list[int], list[int]],
        picture_rows: dict[int, dict[str, Any]],
    ) -> KeyedCard:
        pk, language, nouns = row["pk"], row["locale__language_code"], self.nouns
        since = public_since(row["first_published_at"], row["embargoed_until"])
        lead = picture_rows.get(row["lead_picture"])
        topic = nouns.topics[tags[1][0]] if tags[1] else None
        card = Card(
            headline=row["headline"],
            dek=row["dek"],
            kicker=row["kicker"],
            url=url,
            language=language,
            genre=row["genre"],
            byline=row["byline"],
            authors=tuple(nouns.link(nouns.authors[author], language) for author, _ in people),
            section=nouns.link(topic, language) if topic else None,
            dateline=row["dateline"],
            published_at=self._local(row["display_date"] or since),
            updated_at=self._local(row["updated_at"]) if row["updated_at"] else None,
            picture=pictures.shape(lead, language, caption=row["lead_caption"], alt_text=row["lead_alt_text"])
            if lead
            else None,
        )
        depends = {keys.card(pk)} | {keys.noun("author", author) for author, _ in people}
        if topic:
            depends.add(keys.noun("topic", topic.pk))
        if row["lead_picture"]:
            depends.add(keys.picture(row["lead_picture"]))
        return KeyedCard(pk=pk, card=card, urgency=row["urgency"], keys=frozenset(depends))

    def author_line(
        self, author: Noun, language: str, role: str, picture_rows: dict[int, dict[str, Any]]
    ) -> AuthorLine:
        portrait = picture_rows.get(author.row["portrait_id"])
        return AuthorLine(
            name=self.nouns.word(author, language),
            url=self.nouns.url(author, language),
            role=role,
            short_bio=self.nouns.word(author, language, "short_bio"),
            portrait=pictures.shape(portrait, language) if portrait else None,
        )

    def picture(self, pk: int | None, language: str) -> tuple[Picture | None, dict[str, Any] | None]:
        row = pictures.read([pk]).get(pk) if pk else None
        return (pictures.shape(row, language), row) if row else (None, None)

    # Lists

    def expect_newest(self, story_lists: Iterable[str], count: int) -> None:
        """Read at once what `newest` will be asked for."""
        self.cards(pk for story_list in story_lists for pk in _newest_entries(story_list)[:count])

    def newest(self, story_list: str, count: int) -> list[KeyedCard]:
        """The newest public stories of a list, newest first; ties by number."""
        entries = _newest_entries(story_list)
        found: list[KeyedCard] = []
        start = 0
        while len(found) < count:
            pks = list(entries[start : start + count])
            cards = self.cards(pks)
            found += [cards[pk] for pk in pks if pk in cards]
            if len(pks) < count:
                break
            start += count
        return found[:count]

    def numbered(self, parts: Sequence[tuple[str, int]], size: int) -> list[list[KeyedCard]]:
        """For each (list, first ordinal): its public stories from there, `size` at most, the latest to enter first."""
        places = [(self.story_list(story_list)[0], first, first + size - 1) for story_list, first in parts]
        at = entries(places)
        cards = self.cards(at.values())
        return [
            [cards[pk] for ordinal in range(last, first - 1, -1) if (pk := at.get((number, ordinal))) in cards]
            for number, first, last in places
        ]

    def last_changed(self, story_list: str, first: int, size: int) -> list[tuple[int, str, datetime]]:
        """As `numbered`, but only each story's number, its address and when it changed: a sitemap names the whole archive, and
        a card takes ten times as long to make."""
        number = self.story_list(story_list)[0]
        at = entries([(number, first, first + size - 1)])
        rows = ArticleRow.objects.filter(is_public(timezone.now()), among("pk", at.values())).order_by()
        moments = {
            pk: updated or display or public_since(published, embargo)
            for pk, updated, display, published, embargo in rows.values_list(
                "pk", "updated_at", "display_date", "first_published_at", "embargoed_until"
            )
        }
        paths = _paths(moments)
        stories = (at.get((number, ordinal)) for ordinal in range(first + size - 1, first - 1, -1))
        return [(pk, paths[pk], self._local(moments[pk])) for pk in stories if pk in moments and pk in paths]

    def pages_by_age(self) -> list[tuple[str, int]]:
        """Every list with the number of each of its pages, by the story that came to the page first: pages that follow each
        other show the same stories, which are then read and printed once."""
        opening = ListEntry.objects.annotate(place=F("ordinal") % keys.PAGE_SIZE).filter(place=0)
        first = {
            (story_list, ordinal // keys.PAGE_SIZE + 1): article
            for story_list, ordinal, article in opening.values_list("list__key", "ordinal", "article").iterator()
        }
        pages = [(story_list, number) for story_list, last in self.lists() for number in range(1, last + 1)]
        return sorted(pages, key=lambda page: (first.get(page, 0), page))

    def story_list(self, key: str) -> tuple[int, int]:
        """A list's number and how many stories ever entered it; (0, 0) for one that none ever did."""
        if key not in self._lists:
            row = StoryList.objects.filter(key=key).values_list("pk", "next_ordinal").first()
            self._lists[key] = row or (0, 0)
        return self._lists[key]

    def last_number(self, story_list: str) -> int:
        """The number of a list's last numbered page; 0 for a list that no story ever entered."""
        return -(-self.story_list(story_list)[1] // keys.PAGE_SIZE)

    def lists(self) -> Iterable[tuple[str, int]]:
        """Every list that a story ever entered, with the number of its last page."""
        for key, entered in StoryList.objects.order_by("pk").values_list("key", "next_ordinal").iterator():
            yield key, -(-entered // keys.PAGE_SIZE)

    def most_read(self, language: str, most: int) -> tuple[list[KeyedCard], set[str]]:
        """Public stories in the order in which they were read when they were last counted; with what that depended on."""
        rows = MostRead.objects.filter(language=language).order_by("place")
        chosen = list(rows.values_list("article", flat=True))
        cards = self.cards(chosen)
        shown = [cards[pk] for pk in chosen if pk in cards][:most]
        depends = {keys.most_read(language)} | {keys.card(pk) for pk in chosen}
        return shown, depends | {key for one in shown for key in one.keys}

    def months(self, language: str) -> list[str]:
        """Months with public stories, newest first, such as 2026-11."""
        prefix = keys.month_list(language, "")
        lists = StoryList.objects.filter(key__gte=prefix, key__lt=f"{prefix}~").values_list("pk", "key")
        now = timezone.now()
        alive = [key for pk, key in lists if ListEntry.objects.filter(is_public(now, "article__"), list=pk).exists()]
        return sorted((key.removeprefix(prefix) for key in alive), reverse=True)

    def newest_since(self, moment: datetime, most: int) -> list[int]:
        """Public stories of all languages that became public after `moment`, newest first."""
        entries = ListEntry.objects.filter(
            is_public(timezone.now(), "article__"),
            list__key__in=[keys.latest_list(code) for code in self.languages],
            public_since__gt=moment,
        )
        return list(entries.order_by("-public_since", "-article").values_list("article", flat=True)[:most])

    def siblings_of(self, pks: Iterable[int]) -> tuple[dict[int, tuple[Alternate, ...]], set[str]]:
        """For each story, itself and its siblings, in the order of the newsroom's languages; empty when it is alone.
        With the keys that this depended on."""
        asked = frozenset(pks)
        rows = Page.objects.filter(among("pk", asked)).order_by().values_list("pk", "translation_key")
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

    # Parts

    def _local(self, moment: datetime | None) -> datetime:
        assert moment is not None  # the rule lets nothing through that was never published
        return moment.astimezone(self.zone)

    def _authors(self, rows: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        lines = ArticleAuthor.objects.filter(among("article", rows)).order_by("article", "sort_order", "pk")
        for article, author, role in lines.values_list("article", "author", "role"):
            if author in self.nouns.authors:
                found[article].append((author, role))
        return found

    def _notes(self, rows: Iterable[int]) -> dict[int, list[tuple[str, datetime, str]]]:
        """(kind, date, text) of each story that has notes, the oldest first."""
        found: dict[int, list[tuple[str, datetime, str]]] = defaultdict(list)
        told = ArticleNote.objects.filter(among("article", rows)).order_by("article", "date", "pk")
        for article, kind, date, text in told.values_list("article", "kind", "date", "text"):
            found[article].append((kind, date, text))
        return found

    def _tags(self, rows: Iterable[int]) -> dict[int, tuple[list[int], list[int]]]:
        """Regions and topics of each story, in the order of the newsroom's tables."""
        found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        nouns = self.nouns
        for place, (model, order) in enumerate(
            ((ArticleRow.regions.through, list(nouns.regions)), (ArticleRow.topics.through, list(nouns.topics)))
        ):
            column = ("region", "topic")[place]
            rank = {pk: index for index, pk in enumerate(order)}
            for article, tag in model.objects.filter(among("article", rows)).values_list("article", column):
                if tag in rank:
                    found[article][place].append(tag)
            for tags in found.values():
                tags[place].sort(key=rank.__getitem__)
        return found

    def _siblings(self, families: Q, now: datetime) -> dict[Any, list[tuple[int, Alternate]]]:
        rows = ArticleRow.objects.filter(is_public(now), families).order_by()
        members = list(rows.values_list("pk", "translation_key", "headline", "locale__language_code"))
        counts: dict[Any, int] = defaultdict(int)
        for _, family, _, _ in members:
            counts[family] += 1
        many = [member for member in members if counts[member[1]] > 1]
        paths = _paths(pk for pk, *_ in many)
        rank = {code: index for index, code in enumerate(self.languages)}
        found: dict[Any, list[tuple[int, Alternate]]] = defaultdict(list)
        for pk, family, headline, language in sorted(many, key=lambda member: (rank.get(member[3], 99), member[0])):
            path = paths.get(pk)
            if path:
                name = self.nouns.language(language).name
                found[family].append((pk, Alternate(language=language, name=name, url=path, headline=headline)))
        return found


def _paths(pks: Iterable[int]) -> dict[int, str]:
    """The stories' own addresses."""
    owners = {keys.article(pk): pk for pk in pks}
    rows = Address.objects.filter(owner__in=owners, current=True).values_list("owner", "path")
    return {owners[owner]: path for owner, path in rows}


def _family_of(pks: Iterable[int]) -> Q:
    """Those and all that translate them: asked for in the database, for its keys are dear to carry to and fro."""
    return Q(translation_key__in=Page.objects.filter(among("pk", pks)).order_by().values("translation_key"))


def _newest_entries(story_list: str) -> Any:
    entries = ListEntry.objects.filter(list__key=story_list)
    return entries.order_by("-public_since", "-article").values_list("article", flat=True)
