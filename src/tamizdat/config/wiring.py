"""Every upward call in one place: what the lower rooms are given from above. It decides nothing itself.

Import it only once Django is set up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings

from tamizdat import theme
from tamizdat.config.newsroom import Newsroom
from tamizdat.desk import edition_report, front, preview
from tamizdat.desk.edition_report import EditionReport
from tamizdat.desk.letters import wired
from tamizdat.desk.letters.wired import Draft
from tamizdat.desk.outside import page as outside
from tamizdat.desk.publication import wired as publication
from tamizdat.desk.publication.wired import Foreseen, WouldBe
from tamizdat.edition import filling, structured
from tamizdat.edition import nearest as nearest_stories
from tamizdat.edition.letters.compose import Composer
from tamizdat.edition.letters.placeholders import BASE
from tamizdat.edition.policy import Edition
from tamizdat.edition.preview import preview_page, with_addresses
from tamizdat.edition.products.product import Tools
from tamizdat.edition.reader import Reader
from tamizdat.edition.values import images
from tamizdat.newsroom import relating
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models import Article, Letter
from tamizdat.newsroom.relating import Near
from tamizdat.render import Renderer
from tamizdat.render.languages import direction


def edition(newsroom: Newsroom) -> Edition:
    """The products over this newsroom's database and theme."""
    reply_address = newsroom.mail.reply_address
    on_pages = (
        newsroom.languages,
        newsroom.time_zone,
        newsroom.canonical,
        newsroom.permalinks,
        newsroom.companions,
        reply_address,
    )
    reader = Reader(
        languages=newsroom.languages,
        canonical=newsroom.canonical,
        time_zone=newsroom.time_zone,
        companions=newsroom.companions,
        reply_address=reply_address,
    )
    renderer = Renderer(
        theme_folders=[newsroom.theme, theme.FOLDER],
        languages=newsroom.languages,
        time_zone=newsroom.time_zone,
        corrected=lambda: reader.values.tables.site.corrected,
        functions=structured.functions,
    )
    tools = Tools(
        reader=reader,
        renderer=renderer,
        media=newsroom.media,
        renditions=newsroom.renditions,
        search=newsroom.search,
    )
    return Edition(tools, settings=" ".join(map(str, on_pages)))


def nearest(article: Article, most: int) -> list[Near] | None:
    """The public stories nearest to one that is being published, for `newsroom.relating`."""
    return nearest_stories.nearest(article, most, index=settings.NEWSROOM.search / "public")


def tie_worker() -> None:
    """Let stories that the worker publishes on schedule find what they are related to."""
    relating.choose = nearest


_of_thread = threading.local()


def own_edition() -> Edition:
    """This thread's edition of the newsroom: what one has read is of a single request, so threads must not share it."""
    if getattr(_of_thread, "newsroom", None) is not settings.NEWSROOM:
        _of_thread.newsroom, _of_thread.edition = settings.NEWSROOM, edition(settings.NEWSROOM)
    return cast(Edition, _of_thread.edition)


def tie_desk(
    report: Callable[[], EditionReport],
    start_letter: Callable[[Letter], int] = wired.start,
    test_letter: Callable[[Letter, str], int] = wired.send_test,
    foresee: Callable[[int, str], Foreseen] = publication.foresee,
    would_be: Callable[[int, str], WouldBe] = publication.would_be,
) -> None:
    """Give the desk what it does not know: related stories, the state of the edition, how pages and letters are made,
    what fills the places of a page, how a letter is sent, and what a publication would change."""

    def render(article: Article) -> bytes:
        return preview_page(own_edition(), article, pictures_at=preview.PICTURES, files_at=preview.FILES)

    def compose(letter: Letter, language: str) -> Draft | None:
        return draft_of(own_edition(), letter, language)

    def outside_page(template: str, language: str, **values: object) -> bytes:
        own_edition().values.forget()
        return own_edition().renderer.page(template, language, direction=direction(language), **values)

    def filled(page: ListName) -> dict[int, str]:
        return filling.filled(own_edition(), page)

    relating.choose = nearest
    edition_report.read = report
    preview.render_article = render
    front.filled = filled
    outside.render = outside_page
    preview.at_the_desk = partial(with_addresses, pictures_at=preview.PICTURES, files_at=preview.FILES)
    publication.foresee, publication.would_be = foresee, would_be
    wired.compose = compose
    wired.start, wired.send_test = start_letter, test_letter


def draft_of(own_edition: Edition, letter: Letter, language: str) -> Draft | None:
    """A letter for the desk's preview: as it is mailed, but with pictures that the public may not have yet."""
    own_edition.values.forget()
    composed = Composer(own_edition.reader, own_edition.renderer).compose(letter, language)
    if composed is None:
        return None
    return Draft(
        html=composed.html.replace(f"{BASE}/{images.FOLDER}/", preview.PICTURES),
        text=composed.text,
        text_only=composed.text,
        size=composed.bytes,
        shortened=composed.shortened,
    )
