"""Stories as the tables have them: whole, as lists show them, with their translations and their neighbours in a series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, Max, Q, TextField
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from tamizdat.edition import bodies
from tamizdat.edition.shapes import Alternate, Card
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Asked, Kind, Values
from tamizdat.edition.values.nouns import Label, language_of
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Address, Article, ArticleAuthor, ArticleNote
from tamizdat.newsroom.public import is_public, public_since, was_never_public

CARD = (
    "pk", "locale__language_code", "headline", "dek", "kicker", "genre", "urgency", "byline", "dateline",
    "first_published_at", "embargoed_until", "display_date", "updated_at", "lead_picture", "lead_caption", "lead_alt_text",
    "lead_credit_line", "uri",
)  # fmt: skip
COPY = (
    *CARD, "raw_body", "editors_note", "credit", "licence", "source_url", "series", "season", "episode",
    "may_be_republished", "family",
)  # fmt: skip
FAMILY = Cast("translation_key", CharField())
"""What a story and its translations share, as text: the framework takes longer to make keys of it than to read the rows."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address that an owner has or had."""

    pk: int
    path: str
    language: str
    current: bool
    ended: str
    uri: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    kind: str
    date: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A public story's row, with the rows that are a part of it. Moments are as stored. `family` is what it shares with its
    translations; `people` are (author, role) in order; regions and topics have no order of their own."""

    pk: int
    uri: str
    language: str
    url: str
    headline: str
    dek: str
    kicker: str
    genre: str
    urgency: int
    byline: str
    dateline: str
    published_at: datetime
    updated_at: datetime | None
    lead_picture: int | None
    lead_caption: str
    lead_alt_text: str
    lead_credit_line: str
    people: tuple[tuple[int, str], ...]
    regions: tuple[int, ...]
    topics: tuple[int, ...]
    # What its own page shows beside that
    body: tuple[bodies.StoredBlock, ...] = ()
    editors_note: str = ""
    credit: str = ""
    licence: str = ""
    source_url: str = ""
    series: int | None = None
    season: int | None = None
    episode: int | None = None
    may_be_republished: bool = True
    family: str = ""
    notes: tuple[NoteRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is at a story's addresses: its `copy` when it is `public`; nothing when it is `hidden`, for it was never public yet;
    else it is `gone`. `places` are all addresses that it has or had; `uri` is its id."""

    state: str
    uri: str
    places: tuple[Place, ...]
    copy: Copy | None

    @property
    def current(self) -> Place | None:
        return next((place for place in self.places if place.current), None)


@dataclass(frozen=True, kw_only=True)
class ListedStory:
    """A story's card, with its id and what decides where it stands in a list."""

    pk: int
    uri: str
    card: Card
    urgency: int


def among(column: str, pks: Iterable[int]) -> Q:
    """Rows of these numbers, and of others between them where most are asked for: to hand over two hundred numbers costs
    more than to read the rows."""
    wanted = list(pks)
    if len(wanted) > 20 and max(wanted) - min(wanted) < 2 * len(wanted):
        return Q(**{f"{column}__gte": min(wanted), f"{column}__lte": max(wanted)})
    return Q(**{f"{column}__in": wanted})


def paths_of(pks: Iterable[int]) -> dict[int, str]:
    """The stories' own addresses."""
    owners = {str(keys.article(pk)): pk for pk in pks}
    rows = Address.objects.filter(owner__in=owners, current=True).values_list("owner", "path")
    return {owners[owner]: path for owner, path in rows}


def places(owners: Iterable[str]) -> dict[str, tuple[Place, ...]]:
    """Every address that each owner has or had, in the order in which they were given."""
    found: dict[str, list[Place]] = defaultdict(list)
    rows = Address.objects.filter(owner__in=[str(owner) for owner in owners]).order_by("pk")
    columns = ("owner", "pk", "path", "language", "current", "ended", "uri")
    for owner, pk, path, language, current, ended, uri in rows.values_list(*columns):
        found[owner].append(Place(pk=pk, path=path, language=language, current=current, ended=ended, uri=uri))
    return {owner: tuple(places) for owner, places in found.items()}


def addressed_articles() -> Iterable[int]:
    """Every story that ever had an address, whether it still exists or not, by number: as they lie in the tables."""
    owners = Address.objects.filter(owner__gt="article:", owner__lt="article;")
    numbers = owners.annotate(number=Cast(Substr("owner", len("article:") + 1), BigIntegerField()))
    return numbers.order_by("number").values_list("number", flat=True).distinct().iterator()


def public_articles() -> Iterable[int]:
    """Every story that is public now and has an address."""
    owners = Address.objects.filter(owner__gt="article:", owner__lt="article;", current=True)
    addressed = {int(owner.removeprefix("article:")) for owner in owners.values_list("owner", flat=True).iterator()}
    alive = Article.objects.filter(is_public(timezone.now())).order_by().values_list("pk", flat=True)
    return (pk for pk in alive.iterator() if pk in addressed)


def every_article() -> Iterable[int]:
    """Every story that there is, public or not."""
    return Article.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _read(pks: Sequence[int], columns: Sequence[str], urls: dict[int, str] | None = None) -> dict[int, Copy]:
    """Public stories with an address, in a constant number of queries. `urls` are their addresses, where they are known."""
    whole = "raw_body" in columns
    rows = Article.objects.filter(is_public(timezone.now()), among("pk", pks)).order_by()
    if whole:
        # The body as it is stored: turning it into the framework's values would cost more than all the rest.
        rows = rows.annotate(raw_body=Cast("body", TextField()), family=FAMILY)
    wanted = frozenset(pks)
    read = [row for row in rows.values(*columns) if row["pk"] in wanted]
    found = [row["pk"] for row in read]
    people, notes = _people_of(found), _notes_of(found) if whole else {}
    urls = paths_of(found) if urls is None else urls
    regions = _tags_of(Article.regions.through, "region", found)
    topics = _tags_of(Article.topics.through, "topic", found)
    made = {}
    for row in read:
        pk = row["pk"]
        if pk not in urls:
            continue
        since = public_since(row.pop("first_published_at"), row.pop("embargoed_until"))
        moment = row.pop("display_date") or since
        assert moment is not None  # the rule lets nothing through that was never published
        own: dict[str, Any] = {}
        if whole:
            own = {
                "body": bodies.load(row.pop("raw_body")),
                "family": plain(row.pop("family")),
                "notes": notes.get(pk, ()),
            }
        made[pk] = Copy(
            url=urls[pk],
            language=row.pop("locale__language_code"),
            published_at=moment,
            people=people.get(pk, ()),
            regions=regions.get(pk, ()),
            topics=topics.get(pk, ()),
            **own,
            **row,
        )
    return made


def _people_of(pks: Sequence[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    lines = ArticleAuthor.objects.filter(among("article", pks)).order_by("article", "sort_order", "pk")
    for article, author, role in lines.values_list("article", "author", "role"):
        found[article].append((author, role))
    return {pk: tuple(lines) for pk, lines in found.items()}


def _tags_of(through: Any, column: str, pks: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for article, tag in through.objects.filter(among("article", pks)).values_list("article", column):
        found[article].append(tag)
    return {pk: tuple(sorted(tags)) for pk, tags in found.items()}


def _notes_of(pks: Sequence[int]) -> dict[int, tuple[NoteRow, ...]]:
    """The notes of each story that has some, the oldest first."""
    found: dict[int, list[NoteRow]] = defaultdict(list)
    rows = ArticleNote.objects.filter(among("article", pks)).order_by("article", "date", "pk")
    for article, kind, date, text in rows.values_list("article", "kind", "date", "text"):
        found[article].append(NoteRow(kind=kind, date=date, text=text))
    return {pk: tuple(notes) for pk, notes in found.items()}


def _standings(_: Values, asked: Asked) -> Iterator[tuple[Key, Standing]]:
    pks = [key.number for key, _ in asked]
    given = places(keys.article(pk) for pk in pks)
    current = {Key(owner).number: one.path for owner, several in given.items() for one in several if one.current}
    rows = _read(pks, COPY, current)
    others = [pk for pk in pks if pk not in rows]
    states = state_of(others)
    uris = dict(Article.objects.filter(pk__in=others).values_list("pk", "uri")) if others else {}
    for key, uses in asked:
        copy = uses.row(keys.article(key.number), rows)
        state = "public" if copy else states[key.number]
        mine = given.get(keys.article(key.number), ())
        uri = copy.uri if copy else uris.get(key.number) or next((place.uri for place in mine), "")
        yield key, Standing(state=state, uri=uri, places=mine, copy=copy)


def _cards(values: Values, asked: Asked) -> Iterator[tuple[Key, ListedStory | None]]:
    rows = _read([key.number for key, _ in asked], CARD)
    openings = _openings([pk for pk, row in rows.items() if not row.dek])
    values.expect(Key.of("image", row.lead_picture) for row in rows.values() if row.lead_picture)
    for key, uses in asked:
        row = uses.row(keys.article(key.number), rows)
        card = card_of(values, uses, row, openings.get(row.pk, "")) if row else None
        yield key, ListedStory(pk=row.pk, uri=row.uri, card=card, urgency=row.urgency) if row and card else None


def _openings(pks: Sequence[int]) -> dict[int, str]:
    """How the texts of these stories begin."""
    rows = Article.objects.filter(among("pk", pks)).order_by().annotate(raw_body=Cast("body", TextField()))
    wanted = frozenset(pks)
    return {
        pk: bodies.opening(bodies.one_by_one(raw)) for pk, raw in rows.values_list("pk", "raw_body") if pk in wanted
    }


def card_of(values: Values, uses: Uses, row: Copy, opening: str = "") -> Card:
    """The card of a story's row; `opening` is how its text begins, where it has no dek."""
    topics = in_order(uses, "topic", row.topics, row.language)
    people = [label for pk, _ in row.people if (label := uses.label("author", pk, row.language))]
    updated = update_of(row.updated_at, row.published_at)
    return Card(
        headline=row.headline,
        dek=row.dek,
        kicker=row.kicker,
        url=row.url,
        language=row.language,
        genre=row.genre,
        byline=row.byline,
        authors=tuple(label.link for label in people),
        section=topics[0].link if topics else None,
        dateline=row.dateline,
        published_at=values.setting.local(row.published_at),
        updated_at=values.setting.local(updated) if updated else None,
        picture=uses.picture(
            row.lead_picture,
            row.language,
            caption=row.lead_caption,
            alt_text=row.lead_alt_text,
            credit_line=row.lead_credit_line,
        ),
        opening=opening,
    )


def update_of(updated: datetime | None, published: datetime) -> datetime | None:
    """When the copy last changed in substance, as readers are told: nothing changed before it was published."""
    return updated if updated and updated >= published else None


def in_order(uses: Uses, kind: str, pks: Iterable[int], language: str) -> list[Label]:
    """Labels of nouns in the newsroom's order."""
    found = [label for pk in pks if (label := uses.label(kind, pk, language))]
    return sorted(found, key=lambda label: label.order)


def _families(values: Values, asked: Asked) -> Iterator[tuple[Key, tuple[tuple[int, Alternate], ...]]]:
    now = timezone.now()
    members: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    public: set[int] = set()
    columns = ("pk", FAMILY, "headline", "locale__language_code")
    for some in _parts([key.rest for key, _ in asked]):
        rows = Article.objects.filter(translation_key__in=some).order_by()
        for pk, family, headline, language in rows.values_list(*columns):
            members[plain(family)].append((pk, headline, language))
        public |= set(rows.filter(is_public(now)).values_list("pk", flat=True))
    paths = paths_of(pk for family in members.values() if len(family) > 1 for pk, *_ in family if pk in public)
    rank = {code: index for index, code in enumerate(values.setting.languages)}
    for key, uses in asked:
        found = []
        for pk, headline, language in sorted(members[key.rest], key=lambda one: (rank.get(one[2], 99), one[0])):
            uses.record(keys.article(pk))
            if pk in paths:
                name = language_of(language).name
                found.append((pk, Alternate(language=language, name=name, url=paths[pk], headline=headline)))
        yield key, tuple(found) if len(found) > 1 else ()


def _family_of(key: Key) -> Iterator[Key]:
    if key.kind == "article" and key.is_numbered:
        for family in Article.objects.filter(pk=key.number).values_list(FAMILY, flat=True):
            yield Key.of("family", plain(family))


def plain(family: str) -> str:
    """A translation key as every database writes it: without dashes."""
    return family.replace("-", "")


def _parts(names: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def _addressed_of(key: Key) -> Iterator[Key]:
    if key.kind == "article" and key.is_numbered:
        yield Key.of("addressed", key.number // SPAN)


def state_of(pks: Sequence[int]) -> dict[int, str]:
    """What stands at each story's addresses: `public`, `gone`, or `hidden` for one that was never public yet."""
    now = timezone.now()
    alive = set(Article.objects.filter(is_public(now), pk__in=pks).values_list("pk", flat=True))
    hidden = set(
        Article.objects.filter(was_never_public(now), pk__in=[pk for pk in pks if pk not in alive]).values_list(
            "pk", flat=True
        )
    )
    return {pk: "public" if pk in alive else "hidden" if pk in hidden else "gone" for pk in pks}


SPAN = 32
"""Numbers of stories in one file of passages: ten results are read from at most ten files."""


def span(number: int) -> range:
    """The numbers of the stories in a file of passages."""
    return range(number * SPAN, (number + 1) * SPAN)


def _addressed(_: Values, asked: Asked) -> Iterator[tuple[Key, tuple[str, ...]]]:
    """The languages in which a story of a span ever had an address."""
    given = places(keys.article(pk) for key, _ in asked for pk in span(key.number))
    for key, uses in asked:
        for pk in span(key.number):
            uses.record(keys.article(pk))
        owners = (given.get(keys.article(pk), ()) for pk in span(key.number))
        yield key, tuple(sorted({place.language for several in owners for place in several}))


def last_ledger_number() -> int:
    """The number of the last part of the ledger; -1 for an empty one."""
    last = Address.objects.aggregate(last=Max("pk"))["last"]
    return -1 if last is None else last // keys.LEDGER_SIZE


KINDS = (
    Kind(name="copy", level=0, read=_standings, most_kept=1_200),
    Kind(name="addressed", level=0, read=_addressed, values_for=_addressed_of),
    Kind(name="card", level=1, read=_cards),
    Kind(name="family", level=1, read=_families, values_for=_family_of, stored_alone=False),
)
