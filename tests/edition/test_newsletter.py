"""Newsletters as the edition offers them: the page to subscribe, forms in stories and on the front, and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from lxml import html

from tamizdat.edition import consent
from tamizdat.letters.store import shown
from tamizdat.newsroom.models import Letter, LetterList, LetterListText, LetterText, SiteSettings, WordCorrection
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def letter_list(slug: str, names: dict[str, str], **fields: object) -> LetterList:
    row = LetterList(slug=slug, rule="weekly", **fields)
    for language, name in names.items():
        row.texts.add(LetterListText(language=language, name=name, description=f"{name}, described."))
    row.save()
    return row


def parsed(room: SmallNewsroom, path: str) -> html.HtmlElement:
    return html.document_fromstring(room.read(path))


def forms(room: SmallNewsroom, path: str) -> list[html.HtmlElement]:
    return parsed(room, path).xpath("//form[@action='/api/letters/join']")


def offered(room: SmallNewsroom, path: str) -> list[str]:
    """The numbers of the lists that the forms of a page send."""
    return [value for form in forms(room, path) for value in form.xpath(".//input[@name='list']/@value")]


def test_without_a_list_there_is_no_form_no_page_and_no_menu_entry(room: SmallNewsroom) -> None:
    address = room.story().get_url_parts()[2]
    room.bake()
    for path in ("en/index.html", f"{address}index.html"):
        assert "newsletter" not in room.read(path).lower()
    assert not [path for path in contents(room.baker) if "newsletter" in path and not path.startswith("_/")]


def test_a_page_has_every_open_list_in_the_languages_in_which_it_has_a_name(room: SmallNewsroom) -> None:
    both = letter_list("weekly", {"en": "The week", "ru": "Неделя"})
    english = letter_list("north", {"en": "The north"}, region=room.regions[0])
    letter_list("closed", {"en": "The past"}, is_open=False)
    room.bake()
    assert offered(room, "en/newsletter/index.html") == [str(both.pk), str(english.pk)]
    assert offered(room, "ru/newsletter/index.html") == [str(both.pk)]
    page = parsed(room, "en/newsletter/index.html")
    assert "The week, described." in page.text_content()
    assert "The past" not in page.text_content()
    assert page.xpath("//p[@class='menu-newsletter']/a/@href") == ["/en/newsletter/"]
    assert not page.xpath("//input[@name='list'][@checked]"), "consent is given, not assumed"
    assert page.xpath("//link[@rel='alternate'][@hreflang='ru']/@href")


def test_a_story_offers_the_list_about_its_event_then_region_then_topic_else_the_first(room: SmallNewsroom) -> None:
    topic = letter_list("politics", {"en": "Politics"}, topic=room.topic)
    first = letter_list("weekly", {"en": "The week"})
    north = letter_list("north", {"en": "The north"}, region=room.regions[0])
    vote = letter_list("vote", {"en": "The vote"}, topic=room.event)
    stories = {
        vote: room.story("One", regions=[room.regions[0]], topics=[room.topic, room.event]),
        north: room.story("Two", regions=[room.regions[0]], topics=[room.topic]),
        topic: room.story("Three", regions=[room.regions[1]], topics=[room.topic]),
        first: room.story("Four"),
    }
    room.bake()
    for expected, story in stories.items():
        assert offered(room, f"{story.get_url_parts()[2]}index.html") == [str(expected.pk)]
    assert offered(room, "en/index.html") == [str(first.pk)]


def test_a_list_that_closes_leaves_every_page_and_no_other_page_is_written(room: SmallNewsroom) -> None:
    letter_list("weekly", {"en": "The week"})
    vote = letter_list("vote", {"en": "The vote"}, topic=room.event)
    about, other = room.story("One", topics=[room.event]), room.story("Two")
    room.bake()
    before = contents(room.baker)
    vote.is_open = False
    vote.save()
    room.bake()
    after = contents(room.baker)
    changed = {path for path in after if before.get(path) != after[path] and not path.startswith("_/")}
    story = f"{about.get_url_parts()[2]}index.html".lstrip("/")
    assert {story, "en/newsletter/index.html"} <= changed
    assert f"{other.get_url_parts()[2]}index.html".lstrip("/") not in changed
    assert str(vote.pk) not in offered(room, story)

    LetterList.objects.get(slug="weekly").delete()
    room.bake()
    assert forms(room, story) == []
    assert not room.exists("en/newsletter/index.html")
    assert "menu-newsletter" not in room.read("en/index.html")
    assert room.exists("en/newsletter/left/index.html"), "readers of the closed list still have links to it"


def test_the_page_leads_to_letters_that_were_sent(room: SmallNewsroom) -> None:
    weekly, daily = letter_list("weekly", {"en": "The week"}), letter_list("daily", {"en": "The day"})
    room.bake()
    assert not parsed(room, "en/newsletter/index.html").xpath("//p[@class='choice-archive']")
    letter = Letter(list=weekly, state="sent", sent_at=timezone.now())
    letter.texts.add(LetterText(language="en", subject="News"))
    letter.save()
    room.bake()
    assert parsed(room, "en/newsletter/index.html").xpath("//p[@class='choice-archive']/a/@href") == [
        "/en/newsletter/weekly/"
    ]
    assert room.exists("en/newsletter/weekly/index.html")
    assert not room.exists(f"en/newsletter/{daily.slug}/index.html")


def test_forms_send_the_name_of_the_text_that_they_show(room: SmallNewsroom) -> None:
    letter_list("weekly", {"en": "The week", "ru": "Неделя"})
    room.bake()
    texts = consent.shown(room.baker.policy.renderer, ("en", "ru"))
    names = {shown.digest(language, text): (language, text) for language, text in texts}
    for language in ("en", "ru"):
        (form,) = forms(room, f"{language}/index.html")
        (name,) = form.xpath(".//input[@name='shown']/@value")
        assert names[name] == (language, " ".join(form.xpath(".//p[@class='consent']")[0].text_content().split()))
        assert form.get("method") == "post"
        assert form.xpath(".//input[@name='language']/@value") == [language]


def test_the_page_of_choices_has_a_place_for_the_door_and_the_newsrooms_own_words(room: SmallNewsroom) -> None:
    letter_list("weekly", {"en": "The week"})
    site = SiteSettings.get()
    site.words = [WordCorrection(language="en", message="Subscribe", text="Sign me up")]
    site.save()
    room.bake()
    page = room.read("en/newsletter/preferences/index.html")
    assert page.count("<!--letters-->") == page.count("<!--/letters-->") == 1
    assert "noindex" in page
    assert '"Subscribe": "Sign me up"' in room.read("en/newsletter/texts.json")
