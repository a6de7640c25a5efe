"""What a newsroom corrects at the desk comes to every page that says it, and goes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tamizdat.newsroom.models import SiteSettings, WordCorrection
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.messages import messages
from tamizdat.render.sources import Sources
from tamizdat.theme import FOLDER
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom


@pytest.fixture
def running(room: SmallNewsroom) -> SmallNewsroom:
    """As a process has it that began before the texts were corrected."""
    room.baker = room.another("one", own_renderer=True)
    return room


def correct(texts: dict[str, str], language: str = "en") -> None:
    site = SiteSettings.get()
    site.words = [WordCorrection(language=language, message=message, text=text) for message, text in texts.items()]
    site.save()


@pytest.mark.django_db
def test_a_corrected_text_comes_to_the_pages_of_its_language_and_goes_again(running: SmallNewsroom) -> None:
    room = running
    room.story("A bridge opened", authors=room.authors)
    room.story("Мост открыли", "ru")
    room.bake()
    before = contents(room.baker)
    correct({"Skip to content": "To the text & on", "By %(authors)s": "Words: %(authors)s"})
    room.bake()
    assert "To the text &amp; on" in room.read("en/index.html")
    assert "To the text &amp; on" not in room.read("ru/index.html")
    story = next(path for path in contents(room.baker) if path.endswith("a-bridge-opened/index.html"))
    assert 'Words: <a href="' in room.read(story)
    correct({})
    room.bake()
    assert contents(room.baker) == before


@pytest.mark.django_db
def test_every_text_there_is_reaches_every_page_that_says_it_without_a_full_bake(running: SmallNewsroom) -> None:
    room = running
    room.story(
        "A bridge opened", authors=room.authors, regions=room.regions, topics=[room.topic], series=room.series[0]
    )
    gone = room.story("A tunnel closed")
    room.bake()
    gone.unpublish()
    room.bake()
    for sign in ("§", "¶"):
        correct({m: f"{sign}{m}\n{sign}{p}" if p else f"{sign}{m}" for m, p in messages(Sources([FOLDER])).items()})
        room.bake()
        whole = room.another(f"whole-{ord(sign)}")
        room.bake_whole(whole)
        assert contents(room.baker) == contents(whole)
        assert sign in room.read("en/index.html")
        assert sign in room.read("en/404.html")


def test_a_corrected_text_that_counts_has_the_languages_plural_forms() -> None:
    own = "%(count)s кадр\n%(count)s кадра\n%(count)s кадров"
    words = Catalogue(Sources([FOLDER]), "ru", {"%(count)s picture": own})
    assert words.counts() == [1, 2, 5]
    assert [words.plural("%(count)s picture", "%(count)s pictures", n) for n in (21, 3, 11)] == own.splitlines()
    assert Catalogue(Sources([FOLDER]), "crh").counts() == [1, 2]
