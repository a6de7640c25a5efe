"""Pages beside the stories: corrections, giving, writing to the newsroom, taking a story along, reading it as text.

Part of the specimen. What goes with a story is made by the edition itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tamizdat.edition import companions
from tamizdat.edition.shapes import (
    Alternate,
    Article,
    Contact,
    Letter,
    LetterArchive,
    LetterCard,
    LetterPart,
    Link,
    Note,
    NotedStory,
    Pages,
    StaticPage,
    Support,
    TextIndex,
    Way,
)
from tamizdat.newsroom.paths import NEWSLETTER_MESSAGES
from tamizdat.render import Renderer, letters_page
from tamizdat.render.letters_page import Choice, LettersPage
from tamizdat.render.search_page import Facet, Hit, SearchLink, SearchPage, State
from tests.theme import values
from tests.theme.texts import HEADLINES, PARAGRAPHS, WORDS

KINDS = ("correction", "clarification", "retraction", "update", "editors_note")
NOTED = "2026/11/noted"


def pages(render: Renderer, language: str) -> dict[str, bytes]:
    words, site = WORDS[language], values.site(language)
    contact = Contact(email="desk@pass.example", safe_ways=f"<p>{words['pull']}</p>")
    noted = tuple(NotedStory(note=note, card=values.card(language, at)) for at, note in enumerate(notes(language)))
    shown: dict[str, tuple[str, dict[str, object]]] = {
        "corrections": ("pages/corrections.html", {"corrections": noted}),
        "corrections/none": ("pages/corrections.html", {"corrections": ()}),
        "support": ("pages/support.html", {"support": support(language)}),
        "support/warned": ("pages/support.html", {"support": replace(support(language), warns=True)}),
        "contact": ("pages/static.html", {"static_page": _static(language, contact=contact)}),
        "contact/sent": ("pages/sent.html", {"contact": contact, "back": Link(name="Contact", url="../")}),
        "contact/not-sent": ("pages/not_sent.html", {"contact": contact, "back": Link(name="Contact", url="../")}),
        "offline": ("pages/phone.html", {}),
        **newsletters(language),
        **letters(language),
        "offline/erased": ("pages/erased.html", {}),
        "text": ("text/index.html", {"index": index(language)}),
        **{f"search/{page.state}": ("pages/search.html", {"search": page}) for page in searches(language)},
    }
    found = {
        f"{language}/{path}/index.html": render.page(
            template, language, site=site, page=values.page(language, f"/{language}/{path}/", path), **given
        )
        for path, (template, given) in shown.items()
    }
    story = noted_story(language)
    found[f"{language}/{NOTED}/index.html"] = render.page(
        "pages/article.html", language, site=site, page=values.article_page(story), article=story, related=()
    )
    beside = companions.of(story, site, render, Path(), f"<p>{words['description']}</p>")
    found |= {file.path: file.data for file in beside if file.data and file.path.endswith(".html")}
    return found


def letters(language: str) -> dict[str, tuple[str, dict[str, object]]]:
    """A letter that was sent, and the archive of its list: the newest, and a numbered page."""
    words = WORDS[language]
    of = Link(name=words["kicker"], url=f"/{language}/newsletter/weekly/")
    other = Alternate(language="ka", name="ქართული", url="/ka/2026/11/a/", headline="ხიდი გაიხსნა")
    prose = f'<p>{PARAGRAPHS[language][0]} <a href="/{language}/">{words["pull"]}</a></p>'
    letter = Letter(
        list=of,
        number=7,
        language=language,
        url=f"{of.url}7/",
        subject=HEADLINES[language][0],
        preheader=HEADLINES[language][1],
        introduction=prose,
        parts=(
            LetterPart(kind="story", card=values.card(language, 1)),
            LetterPart(kind="text", html=prose),
            LetterPart(kind="picture", picture=values.picture(2, language)),
            LetterPart(kind="story", card=values.card(language, 2, pictured=False)),
        ),
        elsewhere=(other,),
        closing=prose,
        note=prose,
        sent_at=values.NOON,
    )
    card = LetterCard(subject=letter.subject, preheader=letter.preheader, url=letter.url, sent_at=values.NOON)
    archive = LetterArchive(
        name=of.name, url=of.url, description=words["pull"], letters=(card, card), number=None, newer="", older=of.url
    )
    form = values.sign_up(language)
    numbered = replace(archive, number=1, newer=of.url)
    return {
        "newsletter/weekly/7": ("pages/letter.html", {"letter": letter, "sign_up": form}),
        "newsletter/weekly": ("pages/letters.html", {"archive": archive, "sign_up": form}),
        "newsletter/weekly/page/1": ("pages/letters.html", {"archive": numbered, "sign_up": None}),
    }


def newsletters(language: str) -> dict[str, tuple[str, dict[str, object]]]:
    """The page to subscribe, where it leads, and a reader's own page in each of its states."""
    given = {"email": "news@pass.example", "more": f"/{language}/newsletter/"}
    found: dict[str, tuple[str, dict[str, object]]] = {
        f"newsletter/{about}": ("pages/newsletter_message.html", {"about": about, **given})
        for about in NEWSLETTER_MESSAGES
    }
    found["newsletter"] = ("pages/newsletter.html", {"sign_up": values.sign_up(language, 4)})
    offered = [
        Choice(value=str(one.number), name=one.name, description=one.description, chosen=one.number == 1)
        for one in values.sign_up(language, 4).lists
    ]
    choices = LettersPage(
        state="choices",
        action="#",
        said="saved",
        lists=tuple(offered),
        languages=tuple(
            Choice(value=code, name=name, chosen=code == language) for code, name in values.OWN_NAMES.items()
        ),
        wants_text=True,
        earliest="2026-11-30",
        latest="2027-11-30",
    )
    states: tuple[letters_page.State, ...] = ("start", "confirm", "leave", "leave-all", "erased")
    shown = [choices, *(LettersPage(state=state, action="#", lists=tuple(offered[:1])) for state in states)]
    for page in shown:
        found[f"newsletter/preferences/{page.state}"] = ("pages/newsletter_choices.html", {"letters": page})
    return found


def noted_story(language: str) -> Article:
    return values.article(language, url=f"/{language}/{NOTED}/", uri="urn:1", notes=notes(language))


def notes(language: str) -> tuple[Note, ...]:
    texts = PARAGRAPHS[language]
    return tuple(
        Note(kind=kind, date=values.NOON + timedelta(hours=at), html=f"<p>{texts[at % len(texts)]}</p>")
        for at, kind in enumerate(KINDS)
    )


def searches(language: str) -> tuple[SearchPage, ...]:
    """The search page in each of its states."""
    words, here = WORDS[language], f"/{language}/search/"
    cards = values.cards(language, 0, len(HEADLINES[language]))
    found = SearchPage(
        url=here,
        state="found",
        query=words["kicker"],
        kept=(("region", "georgia"), ("sort", "date")),
        total=1234,
        number=2,
        hits=tuple(
            Hit(
                url=card.url,
                headline=card.headline,
                language=card.language,
                published_at=card.published_at,
                fragment=(("…", False), (words["name"], True), (f" {card.dek}", False)),
            )
            for card in cards
        ),
        meant=SearchLink(value="", name=words["name"], url=f"{here}?q=1"),
        languages=(
            SearchLink(value="fa" if language != "fa" else "en", name="", url=f"{here}?q=2", count=12),
            SearchLink(value="", name="", url=f"{here}?q=3"),
        ),
        orders=(
            SearchLink(value="relevance", name="", url=f"{here}?q=4"),
            SearchLink(value="date", name="", url=f"{here}?q=5", chosen=True),
        ),
        times=(
            SearchLink(value="", name="", url=f"{here}?q=6"),
            SearchLink(value="days", name="2026-01-01 – …", url=f"{here}?q=7", chosen=True),
        ),
        facets=tuple(
            Facet(
                kind=kind,
                links=(
                    SearchLink(value="opinion", name=words["heading"], url=f"{here}?q=8", count=1200, chosen=True),
                    SearchLink(value="x", name=words["name"], url=f"{here}?q=9", count=3),
                ),
            )
            for kind in ("region", "topic", "author", "series", "genre")
        ),
        everything=f"{here}?q=10",
        before=f"{here}?q=11",
        after=f"{here}?q=12",
    )
    nothing = replace(
        found, state="none", hits=(), total=0, number=1, orders=(), times=(), facets=(), before="", after=""
    )
    states: tuple[State, ...] = ("start", "short", "rebuilding", "busy")
    return (found, nothing, *(SearchPage(url=here, state=state, query="a" * (state != "start")) for state in states))


def support(language: str) -> Support:
    words = WORDS[language]
    ways = (
        Way(kind="checkout", label=words["heading"], url="https://give.example/pass", details=()),
        Way(kind="bank", label=words["attribution"], url="", details=("GE29 NB00 0000 0101 9049 17", words["name"])),
        Way(kind="link", label=words["kicker"], url="https://friends.example/", details=()),
    )
    return Support(
        url=f"/{language}/support/", introduction=f"<p>{words['description']}</p>", ways=ways, warns=False, warning=""
    )


def index(language: str) -> TextIndex:
    cards = values.cards(language, 0, len(HEADLINES[language]))
    return TextIndex(
        cards=cards, pages=Pages(number=3, last=9, newer=f"/{language}/text/4/", older=f"/{language}/text/2/")
    )


def _static(language: str, contact: Contact) -> StaticPage:
    return replace(values.static_page(language), kind="contact", people=(), contact=contact)
