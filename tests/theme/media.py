"""Pages of a visual story, an episode, a show and a blog, and a recording that can be played: part of the specimen."""

from __future__ import annotations

import io
import wave
from dataclasses import replace

from tamizdat.edition.frames import frames
from tamizdat.edition.recordings import chapters, with_times
from tamizdat.edition.shapes import Article, Block, Enclosure, Episode, Link, Listing, Show
from tamizdat.edition.shapes.blocks import AudioBlock, GalleryBlock, PictureBlock, TextBlock
from tamizdat.render import Renderer
from tests.theme import values
from tests.theme.texts import HEADLINES, PARAGRAPHS, WORDS

SECONDS = 90
RECORDING = "/_/files/a/talk.wav"
VISUAL, EPISODE, SHOW, BLOG = "2026/11/visual", "2026/11/episode", "series/show", "series/blog"


def recording() -> bytes:
    """Ninety seconds of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(b"\x80" * 8000 * SECONDS)
    return out.getvalue()


def pages(render: Renderer, language: str) -> dict[str, bytes]:
    visual_story, heard = visual(language), episode(language)
    shown = {
        VISUAL: (
            "pages/visual.html",
            visual_story.headline,
            {"article": visual_story, "frames": frames(visual_story.body), "related": ()},
        ),
        EPISODE: ("pages/article.html", heard.headline, {"article": heard, "related": ()}),
        SHOW: ("pages/show.html", "Long Wave", {"listing": show(language)}),
        BLOG: ("pages/blog.html", "Kerbside", {"listing": series(language, "blog")}),
    }
    site = values.site(language)
    return {
        f"{language}/{path}/index.html": render.page(
            template, language, site=site, page=values.page(language, f"/{language}/{path}/", title), **given
        )
        for path, (template, title, given) in shown.items()
    }


def visual(language: str) -> Article:
    texts = PARAGRAPHS[language]
    body: list[Block] = [TextBlock(html=f"<p>{texts[0]}</p>")]
    for number in range(5):
        body.append(PictureBlock(picture=values.picture(number, language)))
        body.append(TextBlock(html=f"<p>{texts[number % len(texts)]}</p>"))
    return values.article(language, genre="visual", body=tuple(body), **_series(language, "visual"))


def episode(language: str) -> Article:
    texts = PARAGRAPHS[language]
    items = [{"start": "0:00", "title": texts[0][:40]}, {"start": "1:04", "title": texts[1][:40]}]
    audio = AudioBlock(
        id="listen",
        url=RECORDING,
        type="audio/wav",
        title=WORDS[language]["quote"],
        bytes=720_044,
        duration=SECONDS,
        chapters=chapters(items, RECORDING),
        transcript=with_times(f"<p>0:04 {texts[0]}</p><p>0:40 {texts[1]}</p>", RECORDING),
        cues=(),
    )
    gallery = GalleryBlock(pictures=tuple(values.picture(number, language) for number in range(5)))
    body = (audio, gallery, *values.body(language))
    return values.article(language, genre="podcast", body=body, season=2, episode=11, **_series(language, "podcast"))


def show(language: str) -> Listing:
    listing = series(language, "podcast")
    episodes = tuple(
        Episode(
            guid=str(number),
            card=card,
            season=1,
            number=9 - number,
            recording=Enclosure(url=RECORDING, type="audio/wav", bytes=720_044),
            duration=SECONDS,
            html="",
            people=(),
            chapters_url="",
            transcripts=(),
        )
        for number, card in enumerate(listing.cards)
    )
    made = Show(
        guid="1",
        name=listing.name,
        url=listing.url,
        feed_url=f"{listing.url}podcast.xml",
        description="",
        picture=values.picture(4, language),
        cover_url="/_/pictures/p4-1600.jpg",
        category="News",
        explicit=False,
        owner_email="",
        funding_url="https://give.example/",
        authors=listing.authors,
        episodes=episodes,
    )
    return replace(listing, show=made)


def series(language: str, form: str) -> Listing:
    return replace(
        values.listing(language),
        kind="series",
        series_kind=form,
        name=HEADLINES[language][1],
        authors=(values.author_line(language, 0), values.author_line(language, 1)),
        featured=None,
        neighbours=(),
        topics=(),
        map=None,
        parent=None,
        children=(),
    )


def _series(language: str, form: str) -> dict[str, object]:
    headlines = HEADLINES[language]
    return {
        "series": Link(name="Contact Sheet", url=f"/{language}/series/{form}/"),
        "series_kind": form,
        "previous": Link(name=headlines[1], url=f"/{language}/2026/11/story-0/"),
        "next": Link(name=headlines[2], url=f"/{language}/2026/11/bare/"),
    }
