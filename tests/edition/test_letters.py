"""Letters: their text as it goes into the mail, and their pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from tamizdat.edition.letters import compose, notices
from tamizdat.edition.letters.compose import Composed
from tamizdat.edition.letters.plain import PlainText
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import (
    Article,
    Letter,
    LetterItem,
    LetterList,
    LetterListText,
    LetterText,
    Picture,
)
from tests.edition.newsroom import CANONICAL, SmallNewsroom
from tests.edition.random_edits import png


@pytest.fixture
def weekly(room: SmallNewsroom) -> LetterList:
    row = LetterList(slug="weekly", rule="weekly")
    row.texts.set(
        [
            LetterListText(language="en", name="The week", description="What happened."),
            LetterListText(language="ar", name="هفته"),
        ]
    )
    row.save()
    return row


def letter_of(
    of: LetterList, *items: LetterItem, state: str = "sent", languages: tuple[str, ...] = ("en",), **said
) -> Letter:
    letter = Letter(list=of, state=state, sent_at=timezone.now() if state in ("sending", "sent") else None)
    for language in languages:
        fields = {"subject": f"Subject {language}", "introduction": "<p>Good morning.</p>"} | said
        letter.texts.add(LetterText(language=language, **fields))
    letter.items.set([_placed(item, place) for place, item in enumerate(items)])
    letter.save()
    return letter


def _placed(item: LetterItem, place: int) -> LetterItem:
    item.sort_order = place
    return item


def story_item(story: Article, *, full_text: bool = False) -> LetterItem:
    return LetterItem(kind="story", article=story.translation_key, full_text=full_text)


def composed(room: SmallNewsroom, letter: Letter, language: str = "en") -> Composed:
    edition = room.baker.policy
    edition.values.forget()
    made = compose.Composer(edition.reader, edition.renderer).compose(letter, language)
    assert made
    return made


class Elements(HTMLParser):
    """What stands in a mail: its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def check_for_mail_programs(page: str, *, direction: str = "ltr") -> Elements:
    """No script, nothing from outside, styles on the elements, direction and language set."""
    elements = Elements(page)
    names = {name for name, _ in elements.found}
    assert not names & {"script", "link", "iframe", "form", "object", "video", "audio", "svg", "input", "picture"}, (
        names
    )
    assert not [name for _, said in elements.found for name in said if name.startswith("on")]
    assert "@import" not in page
    assert "url(" not in page
    assert "@font-face" not in page
    [style] = re.findall(r"<style>(.*?)</style>", page, re.S)
    assert style.strip().startswith("@media (prefers-color-scheme: dark)"), "all other styles are on the elements"
    assert "font-family" in elements.of("body")[0]["style"]
    assert elements.of("html")[0]["dir"] == direction
    assert all(table["role"] == "presentation" and table["dir"] == direction for table in elements.of("table")[:2])
    assert all("alt" in image and int(image["width"]) <= 552 for image in elements.of("img"))
    addresses = [said.get("href", "{{}}") for said in elements.of("a")] + [said["src"] for said in elements.of("img")]
    assert not [one for one in addresses if not one.startswith(("{{", "https://", "mailto:"))], addresses
    return elements


def test_a_letter_carries_whole_stories_and_needs_no_click(room: SmallNewsroom, weekly: LetterList) -> None:
    picture = Picture(title="Wall", file=png("red"), alt_text="A red wall")
    picture.save()
    link = '<a href="https://example.org/report">the report</a>'
    whole = room.story(
        "The bridge", body=[("text", f"<p>It opened, says {link}.</p>")], lead_picture=picture, authors=room.authors
    )
    brief = room.story("The tunnel", dek="It closed.", body=[("text", "<p>Long text of the tunnel.</p>")])
    letter = letter_of(weekly, story_item(whole, full_text=True), story_item(brief), preheader="And a tunnel")
    made = composed(room, letter)
    elements = check_for_mail_programs(made.html)
    assert "It opened, says" in made.html
    assert "It closed." in made.html
    assert "Long text of the tunnel" not in made.html + made.text
    assert [image["alt"] for image in elements.of("img")] == ["A red wall"]
    hrefs = [said["href"] for said in elements.of("a")]
    assert {"{{leave}}", "{{preferences}}", "https://example.org/report"} <= set(hrefs)
    assert any(one.startswith("{{site}}/en/20") for one in hrefs)
    assert "{{site}}/en/newsletter/weekly/1/" in hrefs
    assert made.stories == (whole.pk, brief.pk)
    assert (made.missing, made.shortened) == ((), ())
    assert made.bytes == len(made.html.encode()) < 20_000
    assert "the report [1]." in made.text
    assert "[1] https://example.org/report" in made.text
    assert "<" not in made.text
    assert "&" not in made.text
    assert "A red wall" not in made.text
    assert "{{leave}}" in made.text
    assert "{{preferences}}" in made.text


def test_lists_and_tables_are_lines_of_the_plain_text() -> None:
    plain = PlainText()
    rows = "<tr><th>Village</th><th>Yes</th></tr><tr><td>Zehuri</td><td>68</td></tr>"
    text = plain.of(f"<p>Before</p><ul><li>One</li><li>Two</li></ul><table>{rows}</table><p>After</p>")
    assert text == "Before\n\n– One\n– Two\nVillage · Yes\nZehuri · 68\n\nAfter"


def test_a_letter_without_pictures_has_none(room: SmallNewsroom, weekly: LetterList) -> None:
    picture = Picture(title="Wall", file=png("red"), alt_text="A red wall")
    picture.save()
    story = room.story("The bridge", lead_picture=picture)
    letter = letter_of(weekly, story_item(story, full_text=True), LetterItem(kind="picture", picture=picture))
    assert len(Elements(composed(room, letter).html).of("img")) == 2
    letter.with_pictures = False
    assert not Elements(composed(room, letter).html).of("img")


def test_each_language_has_its_own_stories_and_says_what_others_have(room: SmallNewsroom, weekly: LetterList) -> None:
    both = room.story("A bridge")
    room.story("پل", "ar", translation_key=both.translation_key)
    only_english = room.story("A tunnel")
    letter = letter_of(weekly, story_item(both), story_item(only_english), languages=("en", "ar"))
    made = composed(room, letter, "ar")
    check_for_mail_programs(made.html, direction="rtl")
    assert "پل" in made.html
    assert "A bridge" not in made.html
    assert "A tunnel" in made.html
    assert 'lang="en" dir="ltr"' in made.html
    assert only_english.pk in made.stories
    assert both.pk not in made.stories
    assert room.baker.policy.reader.languages[0] == "en"


def test_a_language_without_a_text_has_no_letter(room: SmallNewsroom, weekly: LetterList) -> None:
    letter = letter_of(weekly)
    edition = room.baker.policy
    assert compose.Composer(edition.reader, edition.renderer).compose(letter, "ru") is None


def test_what_is_not_public_is_not_in_a_letter(room: SmallNewsroom, weekly: LetterList) -> None:
    draft = room.story("Secret words", publish=False)
    made = composed(room, letter_of(weekly, story_item(draft, full_text=True)))
    assert "Secret" not in made.html + made.text
    assert made.missing == (draft.translation_key.hex,)
    assert made.stories == ()


def test_texts_that_would_make_a_letter_too_large_are_left_out(room: SmallNewsroom, weekly: LetterList) -> None:
    first = room.story("First", body=[("text", f"<p>{'первый ' * 3000}</p>")])
    second = room.story("Second", body=[("text", f"<p>{'второй ' * 6000}</p>")])
    made = composed(room, letter_of(weekly, *(story_item(one, full_text=True) for one in (first, second))))
    assert made.shortened == ("Second",)
    assert "первый" in made.html
    assert made.html.count("второй") < 100
    assert made.bytes <= compose.MOST_BYTES


def test_a_discreet_letter_does_not_name_the_newsroom(room: SmallNewsroom, weekly: LetterList) -> None:
    letter = letter_of(weekly)
    made = composed(room, letter)
    assert made.from_name == "The Test"
    assert made.discreet_from_name
    assert "Test" not in made.discreet_from_name
    assert made.discreet_subject
    assert made.discreet_subject != made.subject
    text = weekly.texts.get(language="en")
    text.discreet_name, text.discreet_subject = "Anna", "Recipes"
    text.save()
    made = composed(room, letter)
    assert (made.discreet_from_name, made.discreet_subject) == ("Anna", "Recipes")


def test_an_editor_who_writes_markup_harms_no_letter(room: SmallNewsroom, weekly: LetterList) -> None:
    letter = letter_of(
        weekly,
        LetterItem(kind="text", text='<p onclick="x()">Hi<script>alert(1)</script> <a href="javascript:x">y</a></p>'),
        subject="Bridges & <b>tunnels</b>",
    )
    made = composed(room, letter)
    check_for_mail_programs(made.html)
    assert "<title>Bridges &amp; &lt;b&gt;tunnels&lt;/b&gt;</title>" in made.html
    assert made.subject == "Bridges & <b>tunnels</b>"


def test_a_text_after_a_story_does_not_look_like_its_end(room: SmallNewsroom, weekly: LetterList) -> None:
    words = [LetterItem(kind="text", text=f"<p>{said}.</p>") for said in ("First words", "Second words")]
    made = composed(room, letter_of(weekly, story_item(room.story("The bridge"), full_text=True), *words))
    assert re.search(r"<hr[^>]*>\s*<p[^>]*>First words", made.html)
    assert not re.search(r"<hr[^>]*>\s*<p[^>]*>Second words", made.html)
    assert "* * *\n\nFirst words.\n\nSecond words." in made.text


def test_notices_are_there_in_every_language(room: SmallNewsroom, weekly: LetterList) -> None:
    text = weekly.texts.get(language="en")
    text.welcome = "<p>Hello from <b>us</b>.</p>"
    text.save()
    edition = room.baker.policy
    edition.values.forget()
    made = list(notices.every(edition.reader, edition.renderer))
    languages = edition.reader.languages
    of_all = [one for one in made if not one.list]
    assert {(one.kind, one.language) for one in of_all} == {
        (kind, code) for kind in notices.KINDS for code in languages
    }
    for one in made:
        check_for_mail_programs(one.html, direction="rtl" if one.language in ("ar", "fa") else "ltr")
        assert one.subject
        assert one.text.strip()
        assert "<" not in one.text
        assert "&" not in one.text
        needed = {"confirm": ["{{confirm}}", "{{address}}", "{{lists}}"], "welcome": ["{{leave}}", "{{preferences}}"]}
        for placeholder in needed.get(one.kind, []):
            assert placeholder in one.html, one.kind
            assert placeholder in one.text, one.kind
    [own] = [one for one in made if one.list and one.language == "en"]
    assert "Hello from" in own.html
    assert "Hello from us." in own.text


# Pages


def test_a_sent_letter_is_a_page_with_an_archive_and_a_feed(room: SmallNewsroom, weekly: LetterList) -> None:
    story = room.story("The bridge", dek="It opened.")
    letter_of(weekly, story_item(story, full_text=True), preheader="And more")
    letter_of(weekly, story_item(story), state="approved", subject="Not yet")
    room.bake()
    page = room.read("en/newsletter/weekly/1/index.html")
    assert f'<link rel="canonical" href="{CANONICAL}/en/newsletter/weekly/1/">' in page
    assert "The bridge" in page
    assert "Good morning." in page
    data = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    [web_page] = [one for one in data if one["@type"] == "WebPage"]
    assert (web_page["name"], web_page["isPartOf"]["name"]) == ("Subject en", "The week")
    archive = room.read("en/newsletter/weekly/index.html")
    assert 'href="/en/newsletter/weekly/1/"' in archive
    assert "And more" in archive
    for one in (page, archive):
        assert one.count('action="/api/letters/join"') == one.count(f'name="list" value="{weekly.pk}"') == 1
    assert room.read("en/newsletter/weekly/page/1/index.html").count("/newsletter/weekly/1/") == 1
    assert f"{CANONICAL}/en/newsletter/weekly/1/" in room.read("en/newsletter/weekly/feed.xml")
    assert not room.exists("en/newsletter/weekly/2/index.html")
    assert "Not yet" not in archive + room.read("en/newsletter/weekly/feed.xml")
    assert f"{CANONICAL}/en/newsletter/weekly/" in room.read("sitemaps/pages.xml")


def test_a_letter_that_is_sent_appears_and_a_killed_story_goes(room: SmallNewsroom, weekly: LetterList) -> None:
    story, other = room.story("The bridge"), room.story("A tunnel")
    letter = letter_of(weekly, story_item(story), story_item(other), state="approved")
    room.bake()
    assert not room.exists("en/newsletter/weekly/index.html")
    letter.state, letter.sent_at = "sending", timezone.now()
    letter.save()
    room.bake()
    assert "The bridge" in room.read("en/newsletter/weekly/1/index.html")
    assert letter.texts.first().subject in room.read("en/newsletter/weekly/index.html")
    articles.kill(story, reason="x")
    room.bake()
    for path in ("1/index.html", "feed.xml"):
        said = room.read(f"en/newsletter/weekly/{path}")
        assert "The bridge" not in said
        assert "A tunnel" in said
    for path in ("index.html", "1/index.html", "feed.xml"):
        assert letter.texts.first().subject not in room.read(f"en/newsletter/weekly/{path}"), "it may name the story"


def test_a_translation_of_a_story_moves_it_into_the_letter(room: SmallNewsroom, weekly: LetterList) -> None:
    story = room.story("The bridge")
    letter_of(weekly, story_item(story), languages=("en", "ar"))
    room.bake()
    assert "The bridge" in room.read("ar/newsletter/weekly/1/index.html"), "named as one in another language"
    room.story("پل تازه", "ar", translation_key=story.translation_key)
    room.bake()
    page = room.read("ar/newsletter/weekly/1/index.html")
    assert "پل تازه" in page
    assert "The bridge" not in page


def test_letters_stay_on_their_page_of_the_archive(room: SmallNewsroom, weekly: LetterList) -> None:
    for number in range(1, 32):
        letter_of(weekly, subject=f"Letter {number}!").save()
    room.bake()
    first = room.read("en/newsletter/weekly/page/1/index.html")
    assert "Letter 30!" in first
    assert "Letter 31!" not in first
    assert 'href="/en/newsletter/weekly/page/2/"' in first
    head = room.read("en/newsletter/weekly/index.html")
    assert "Letter 31!" in head
    assert "Letter 1!" not in head
    assert 'href="/en/newsletter/weekly/page/2/"' in head
    written = room.read("en/newsletter/weekly/page/1/index.html")
    letter_of(weekly, subject="Letter 32!")
    room.bake()
    assert room.read("en/newsletter/weekly/page/1/index.html") == written
