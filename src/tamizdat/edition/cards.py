"""Stories as lists show them, read once and kept. What readers of the edition share."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from tamizdat.edition import pictures
from tamizdat.edition.nouns import Noun, Nouns
from tamizdat.edition.rule import among, is_public
from tamizdat.edition.shapes import AuthorLine, Card, Picture
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Address, ArticleAuthor
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.standing import public_since

CARDS_KEPT = 20_000
CARD = (
    "pk", "locale__language_code", "headline", "dek", "kicker", "genre", "urgency", "byline", "dateline",
    "first_published_at", "embargoed_until", "display_date", "updated_at", "lead_picture", "lead_caption", "lead_alt_text",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KeyedCard:
    pk: int
    card: Card
    urgency: int
    keys: frozenset[str]


class Cards:
    """Reads as of the moment of asking. What it keeps is void once `forget` is called."""

    def __init__(self, *, languages: Sequence[str], canonical: str, time_zone: str, companions: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.canonical = canonical
        self.companions = frozenset(companions)
        self.zone = ZoneInfo(time_zone)
        self._nouns: Nouns | None = None
        self._cards: OrderedDict[int, KeyedCard | None] = OrderedDict()

    def forget(self) -> None:
        self._nouns = None
        self._cards.clear()

    @property
    def nouns(self) -> Nouns:
        if self._nouns is None:
            self._nouns = Nouns(self.languages, self.canonical, self.zone.key, self.companions)
        return self._nouns

    def cards(self, pks: Iterable[int]) -> dict[int, KeyedCard]:
        """Cards of those of the stories that are public."""
        wanted = list(dict.fromkeys(pks))
        missing = [pk for pk in wanted if pk not in self._cards]
        found = {pk: self._cards[pk] for pk in wanted if pk in self._cards}
        if missing:
            now = timezone.now()
            rows = {
                row["pk"]: row
                for row in ArticleRow.objects.filter(is_public(now), among("pk", missing)).order_by().values(*CARD)
            }
            paths = paths_of(rows)
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


def paths_of(pks: Iterable[int]) -> dict[int, str]:
    """The stories' own addresses."""
    owners = {keys.article(pk): pk for pk in pks}
    rows = Address.objects.filter(owner__in=owners, current=True).values_list("owner", "path")
    return {owners[owner]: path for owner, path in rows}
