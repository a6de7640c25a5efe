"""Realistic shapes in English, Russian and Persian, as the edition would hand them to templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tamizdat.edition import maps
from tamizdat.edition.shapes import (
    Alternate,
    Article,
    Author,
    AuthorLine,
    Block,
    Card,
    Directory,
    Feed,
    FeedEntry,
    Front,
    Group,
    Language,
    Link,
    Listing,
    OfferedList,
    Page,
    Pages,
    Picture,
    Related,
    Section,
    SignUp,
    Site,
    SitemapEntry,
    Source,
    StaticPage,
)
from tamizdat.edition.shapes.blocks import (
    AudioBlock,
    BoxBlock,
    DividerBlock,
    DocumentBlock,
    EmbedBlock,
    GalleryBlock,
    HeadingBlock,
    PictureBlock,
    PullQuoteBlock,
    QuoteBlock,
    RelatedBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
)
from tests.theme.texts import (
    AUTHORS,
    DEKS,
    HEADLINES,
    MENUS,
    PARAGRAPHS,
    REGIONS,
    TOPICS,
    WORDS,
)

ZONE = "Asia/Tbilisi"
NOON = datetime(2026, 11, 24, 12, 5, tzinfo=ZoneInfo(ZONE))
OWN_NAMES = {"en": "English", "ru": "Русский", "fa": "فارسی"}
OTHER_NAMES = {"Georgia": "Грузия", "Грузия": "Georgia"}
WIDTHS = (480, 960, 1600)
GENRES = ("news", "reportage", "analysis", "news", "opinion", "interview", "news", "feature")
# Number of a picture → its proportions and colour; tests/theme/specimen.py draws them.
PICTURES = (
    (3, 2, "#8a9aa6"),
    (3, 2, "#b98a5e"),
    (4, 5, "#5d6f63"),
    (16, 9, "#c9b79a"),
    (1, 1, "#7d5a52"),
    (3, 2, "#40566b"),
)


def picture(number: int, language: str = "en") -> Picture:
    wide, high, colour = PICTURES[number % len(PICTURES)]
    name = f"/_/pictures/p{number % len(PICTURES)}"
    words = WORDS[language]
    return Picture(
        sources=(Source(type="image/webp", srcset=", ".join(f"{name}-{width}.webp {width}w" for width in WIDTHS)),),
        src=f"{name}-960.jpg",
        srcset=", ".join(f"{name}-{width}.jpg {width}w" for width in WIDTHS),
        width=1600,
        height=1600 * high // wide,
        alt_text=words["alt"],
        caption=words["caption"],
        creator="",
        credit_line=words["credit"],
        copyright_notice="",
        average_colour=colour,
        focal="fx-50 fy-35",
        share_url=f"{name}-960.jpg",
    )


def links(language: str, folder: str, names: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(Link(name=name, url=f"/{language}/{folder}/{number}/") for number, name in enumerate(names))


def groups(language: str, folder: str, all_groups: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Group, ...]:
    return tuple(
        Group(name=name, url=f"/{language}/{folder}/g{number}/", links=links(language, f"{folder}/g{number}", names))
        for number, (name, names) in enumerate(all_groups)
    )


def sign_up(language: str, number: int = 1) -> SignUp:
    """A form for so many lists, with the text about data that the theme has."""
    rules = ("weekly", "event", "breaking", "daily")
    return SignUp(
        url=f"/{language}/newsletter/",
        lists=tuple(
            OfferedList(
                number=at + 1,
                slug=f"list-{at}",
                name=TOPICS[language][at % len(TOPICS[language])][0] if at else WORDS[language]["name"],
                description=DEKS[language][at % len(DEKS[language])],
                rule=rules[at],
                archive="" if at else f"/{language}/newsletter/list-0/",
            )
            for at in range(number)
        ),
        consent=PARAGRAPHS[language][0][:300],
        shown="0" * 32,
        email="news@pass.example",
    )


def site(language: str = "en", canonical: str = "https://pass.example") -> Site:
    words = WORDS[language]
    main, footer = MENUS[language]
    return Site(
        name=words["name"],
        tagline=words["tagline"],
        description=words["description"],
        language=language,
        direction="rtl" if language == "fa" else "ltr",
        url=f"/{language}/",
        feed_url=f"/{language}/feed.xml",
        languages=tuple(
            Language(code=code, name=name, url=f"/{code}/", direction="rtl" if code == "fa" else "ltr")
            for code, name in OWN_NAMES.items()
        ),
        newsletter=f"/{language}/newsletter/",
        regions=tuple(
            replace(group, links=tuple(replace(link, also=OTHER_NAMES.get(link.name, "")) for link in group.links))
            for group in groups(language, "regions", REGIONS[language])
        ),
        topics=groups(language, "topics", TOPICS[language]),
        menus={"main": links(language, "main", main), "footer": links(language, "about", footer)},
        canonical=canonical,
        time_zone=ZONE,
    )


def page(language: str, url: str, title: str, *, alternates: tuple[Alternate, ...] = (), description: str = "") -> Page:
    return Page(
        title=title,
        description=description,
        url=url,
        canonical=f"https://pass.example{url}",
        alternates=alternates,
        share_picture=picture(0, language),
        breadcrumbs=(),
    )


def siblings(language: str, number: int = 0) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(language=code, name=name, url=f"/{code}/2026/11/story-{number}/", headline=HEADLINES[code][number])
        for code, name in OWN_NAMES.items()
        if code != language
    )


def everywhere(language: str, number: int = 0) -> tuple[Alternate, ...]:
    """A page's alternates name the page itself too."""
    here = Alternate(
        language=language, name=OWN_NAMES[language], url=f"/{language}/2026/11/story-{number}/", headline=""
    )
    return (here, *siblings(language, number))


def author_line(language: str, number: int, *, portrait: bool = True) -> AuthorLine:
    names = AUTHORS[language]
    return AuthorLine(
        name=names[number % len(names)],
        url=f"/{language}/authors/{number}/",
        role=WORDS[language]["role"] if number % 2 else "",
        short_bio=WORDS[language]["bio"],
        portrait=picture(number + 1, language) if portrait else None,
    )


def card(language: str, number: int, *, pictured: bool = True) -> Card:
    headlines, deks = HEADLINES[language], DEKS[language]
    author = author_line(language, number)
    topics = TOPICS[language]
    return Card(
        headline=headlines[number % len(headlines)],
        dek=deks[number % len(deks)],
        kicker="",
        url=f"/{language}/2026/11/story-{number}/",
        language=language,
        genre=GENRES[number % len(GENRES)],
        byline="",
        authors=(Link(name=author.name, url=author.url),),
        section=Link(name=topics[number % len(topics)][0], url=f"/{language}/topics/g{number % len(topics)}/"),
        dateline="",
        published_at=NOON - timedelta(hours=7 * number),
        updated_at=None,
        picture=picture(number, language) if pictured else None,
    )


def cards(language: str, first: int, count: int, *, bare_every: int = 0) -> tuple[Card, ...]:
    return tuple(
        card(language, number, pictured=not bare_every or (number + 1) % bare_every != 0)
        for number in range(first, first + count)
    )


def body(language: str, paragraphs: int = 12) -> tuple[Block, ...]:
    words, texts = WORDS[language], PARAGRAPHS[language]

    def text(number: int) -> Block:
        pair = (texts[number % len(texts)], texts[(number + 1) % len(texts)])
        return TextBlock(html="".join(f"<p>{paragraph}</p>" for paragraph in pair))

    plain = [text(2 * number) for number in range(max(paragraphs // 2, 7))]
    between = (
        PictureBlock(picture=picture(1, language)),
        HeadingBlock(text=words["heading"], id="shelf"),
        PullQuoteBlock(text=words["pull"]),
        QuoteBlock(text=words["quote"], attribution=words["attribution"]),
        RelatedBlock(card=card(language, 4)),
    )
    woven = [block for pair in zip(plain, between, strict=False) for block in pair]
    return tuple(woven + plain[len(between) :])


def every_block(language: str) -> tuple[Block, ...]:
    words = WORDS[language]
    html = f"<p>{PARAGRAPHS[language][0]}</p><ul><li>{words['quote']}</li><li>{words['pull']}</li></ul>"
    rows = (("Third gallery", "412", "1936"), ("Fourth gallery", "1,140", "1971"), ("Shelf", "19", "—"))
    return (
        *body(language),
        GalleryBlock(pictures=tuple(picture(number, language) for number in (0, 2, 3))),
        TableBlock(
            caption=words["heading"],
            head=(words["kicker"], "m", "19…"),
            rows=rows,
            row_heads=True,
            numbers=frozenset({1, 2}),
        ),
        AudioBlock(
            id="audio-1",
            url="/_/files/a/a.mp3",
            type="audio/mpeg",
            title=words["quote"],
            duration=1265,
            chapters=(),
            bytes=4_821_007,
            transcript=html,
        ),
        VideoBlock(
            url="/_/files/b/b.mp4",
            type="video/mp4",
            title=words["caption"],
            poster=picture(3, language),
            captions_url="/_/files/b/b.vtt",
            duration=95,
            bytes=12_345_678,
        ),
        EmbedBlock(url="https://www.youtube.com/watch?v=abc123", host="youtube.com", title=words["pull"]),
        EmbedBlock(url="https://video.example/1", host="video.example", title=words["heading"]),
        DocumentBlock(
            url="/_/files/c/report.pdf",
            title=words["heading"],
            type="application/pdf",
            bytes=2_345_678,
        ),
        BoxBlock(title=words["heading"], html=html),
        DividerBlock(),
        TextBlock(html=html),
    )


def article(language: str = "en", **changes: object) -> Article:
    values: dict[str, object] = {
        "headline": HEADLINES[language][0],
        "dek": DEKS[language][0],
        "kicker": WORDS[language]["kicker"],
        "url": f"/{language}/2026/11/story-0/",
        "language": language,
        "genre": "reportage",
        "byline": "",
        "authors": (author_line(language, 0), author_line(language, 1)),
        "dateline": WORDS[language]["dateline"],
        "published_at": NOON,
        "updated_at": NOON + timedelta(hours=3),
        "picture": picture(0, language),
        "body": every_block(language),
        "editors_note": WORDS[language]["note"],
        "regions": links(language, "regions/g0", REGIONS[language][0][1]),
        "topics": links(language, "topics", tuple(name for name, _ in TOPICS[language][:2])),
        "series": None,
        "series_kind": "",
        "siblings": siblings(language),
        "credit": "",
        "licence": "",
        "source_url": "",
        "word_count": 1000,
        "sign_up": sign_up(language),
    }
    return Article(**{**values, **changes})


def related(language: str) -> tuple[Related, ...]:
    place = Link(name=REGIONS[language][0][1][0], url=f"/{language}/regions/g0/0/")
    event = Link(name=TOPICS[language][2][1][0], url=f"/{language}/topics/event/")
    return (
        Related(why="earlier", of=event, cards=cards(language, 8, 4)),
        Related(why="region", of=place, cards=cards(language, 1, 3)),
        Related(why="topic", of=None, cards=cards(language, 4, 2, bare_every=2)),
        Related(why="latest", of=None, cards=cards(language, 6, 1)),
    )


def article_page(story: Article) -> Page:
    return page(
        story.language,
        story.url,
        story.headline,
        alternates=everywhere(story.language) if story.siblings else (),
        description=story.dek,
    )


def front(language: str = "en") -> Front:
    def section(number: int, name: str, kind: str, count: int, *, people: int = 0) -> Section:
        return Section(
            name=name,
            url=f"/{language}/s{number}/",
            kind=kind,
            cards=cards(language, number, count, bare_every=7),
            people=tuple(author_line(language, one) for one in range(people)),
        )

    topics, menu = TOPICS[language], MENUS[language][0]
    return Front(
        lead=card(language, 0),
        secondary=cards(language, 1, 4),
        latest=cards(language, 5, 10),
        events=(section(8, topics[2][1][0], "event", 3),),
        sections=(
            section(5, topics[0][0], "topic", 4),
            section(3, topics[1][0], "topic", 5),
            section(2, topics[2][0], "topic", 3),
            section(1, topics[3][0], "topic", 2),
        ),
        visual=cards(language, 1, 3),
        podcasts=(section(4, menu[1], "podcast", 2, people=1),),
        blogs=(section(7, menu[0], "blog", 3, people=1),),
        archive_url=f"/{language}/latest/",
        most_read=cards(language, 2, 6),
        sign_up=sign_up(language),
    )


def spots(language: str = "en") -> list[maps.Spot]:
    """The first regions on a map, all neighbours of each other."""
    places = ((40.2, 44.9), (40.5, 48.4), (41.9, 43.6))
    names = REGIONS[language][0][1]
    return [
        maps.Spot(
            pk=number,
            name=name,
            url=f"/{language}/regions/g0/{number}/",
            latitude=latitude,
            longitude=longitude,
            neighbours=frozenset(range(3)) - {number},
        )
        for number, (name, (latitude, longitude)) in enumerate(zip(names, places, strict=True))
    ]


def listing(language: str = "en", **changes: object) -> Listing:
    values: dict[str, object] = {
        "kind": "region",
        "name": REGIONS[language][0][0],
        "url": f"/{language}/regions/g0/",
        "introduction": f"<p>{WORDS[language]['description']}</p>",
        "cards": cards(language, 0, 12, bare_every=5),
        "pages": Pages(number=None, last=34, newer="", older=f"/{language}/regions/g0/34/"),
        "parent": None,
        "children": links(language, "regions/g0", REGIONS[language][0][1]),
        "author": None,
        "series_kind": "",
        "authors": (),
        "featured": card(language, 12),
        "neighbours": links(language, "regions/g1", REGIONS[language][1][1]),
        "topics": links(language, "topics", tuple(name for name, _ in TOPICS[language])),
        "map": maps.locate(spots(language)[0], spots(language)[1:]),
    }
    return Listing(**{**values, **changes})


def event(language: str = "en") -> Listing:
    """A running one, whose second newest story leads."""
    first, lead, *others = cards(language, 0, 12, bare_every=3)
    return listing(
        language,
        kind="topic",
        name=TOPICS[language][2][1][0],
        url=f"/{language}/topics/event/",
        parent=Link(name=TOPICS[language][2][0], url=f"/{language}/topics/g2/"),
        children=(),
        featured=lead,
        cards=(first, *others),
        neighbours=(),
        topics=(),
        map=None,
    )


def author(language: str = "en") -> Author:
    return Author(
        name=AUTHORS[language][0],
        url=f"/{language}/authors/0/",
        role=WORDS[language]["role"],
        short_bio=WORDS[language]["bio"],
        long_bio=f"<p>{WORDS[language]['bio']}</p><p>{WORDS[language]['description']}</p>",
        portrait=picture(2, language),
        links=(Link(name="nino.example", url="https://nino.example/"),),
    )


def author_listing(language: str = "en") -> Listing:
    return listing(
        language, kind="author", name=AUTHORS[language][0], author=author(language), introduction="", children=()
    )


def directory(language: str = "en") -> Directory:
    return Directory(
        kind="region", url=f"/{language}/regions/", groups=site(language).regions, map=maps.overview(spots(language))
    )


def archive(language: str = "en") -> Directory:
    years = tuple(
        Group(
            name=year,
            url="",
            links=tuple(
                Link(name=f"{year}-{month:02}", url=f"/{language}/{year}/{month:02}/") for month in range(1, 12)
            ),
        )
        for year in ("2026", "2025")
    )
    return Directory(kind="month", url=f"/{language}/archive/", groups=years)


def static_page(language: str = "en") -> StaticPage:
    html = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[language][:3])
    return StaticPage(
        kind="team",
        title=MENUS[language][1][1],
        url=f"/{language}/about/1/",
        html=html + f"<h2>{WORDS[language]['heading']}</h2>" + html,
        people=tuple(author_line(language, number, portrait=number != 2) for number in range(4)),
    )


def feed(language: str = "en") -> Feed:
    entries = tuple(
        FeedEntry(
            id=f"tag:pass.example,2026:{number}",
            card=card(language, number),
            changed_at=card(language, number).published_at,
            html="<p>…</p>",
        )
        for number in range(3)
    )
    return Feed(
        id="urn:uuid:8b1a8f5e-8d1e-5e0b-9c39-0f6f3a1f2c11",
        title=WORDS[language]["name"],
        url=f"/{language}/feed.xml",
        page_url=f"/{language}/",
        updated_at=NOON,
        entries=entries,
    )


def sitemap(language: str = "en") -> tuple[SitemapEntry, ...]:
    return tuple(
        SitemapEntry(
            url=f"/{language}/2026/11/story-{number}/",
            changed_at=NOON,
            alternates=siblings(language, number),
            headline=HEADLINES[language][number],
            published_at=NOON,
            language=language,
        )
        for number in range(3)
    )
