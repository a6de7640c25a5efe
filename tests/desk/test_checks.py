"""Before a story is published the desk says in words what is missing, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tamizdat.desk.stories.checks import findings, is_file_name
from tamizdat.newsroom.models import Article, ArticleNote, Picture, Region, RegionGroup, RegionText
from tests.desk import forms
from tests.desk.test_pictures import jpeg

Make = Callable[..., Article]


@pytest.fixture
def picture() -> Picture:
    return Picture.objects.create(title="The pass", file=ContentFile(jpeg((300, 200)), "pass.jpg"))


def placed(story: Article) -> Article:
    group = RegionGroup(slug="caucasus")
    group.save()
    region = Region(group=group, slug="georgia", texts=[RegionText(language="en", name="Georgia")])
    region.save()
    story.regions = [region]
    story.save()
    return story


def said(story: Article) -> list[str]:
    return [finding.text for finding in findings(story)]


def test_a_story_that_has_all_it_needs(draft: Make, published: Make, picture: Picture) -> None:
    other = published("A bridge")
    text = f'<p><a linktype="page" id="{other.pk}">a bridge</a>, <a href="{other.url}">here</a>, '
    text += '<a href="https://example.org/x">elsewhere</a>, <a href="mailto:a@example.org">mail</a>, <a href="/en/">us</a></p>'
    body: list[Any] = [("text", text), ("related", other)]
    story = draft(dek="A plough.", lead_picture=picture, lead_alt_text="A road under snow.", body=body)
    assert findings(placed(story)) == []


def test_what_is_missing_is_said_with_its_place(draft: Make, picture: Picture) -> None:
    own = {"picture": picture.pk, "caption": "", "alt_text": "", "credit_line": ""}
    body = [
        {"type": "picture", "value": own | {"alt_text": "IMG_2041.JPG"}, "id": "one"},
        {"type": "gallery", "value": [own | {"alt_text": "A road."}, own], "id": "two"},
    ]
    story = draft(lead_picture=picture)
    story.body = story.body.stream_block.to_python(body)
    found = findings(story)
    assert [finding.place for finding in found] == ["dek", "lead_alt_text", "one", "two", "regions"]
    assert "no dek" in found[0].text
    assert "“The pass” has no alt text" in found[1].text
    assert "“IMG_2041.JPG” is a file name" in found[2].text
    assert "no place and no topic" in found[4].text
    with override("ru"):
        assert not [text for text in said(story) if "picture" in text or "There" in text]


def test_a_translation_has_the_alt_text_of_its_language(draft: Make, picture: Picture) -> None:
    story = placed(draft("Дорога", "ru", dek="Снег.", lead_picture=picture))
    assert len(findings(story)) == 1
    picture.texts = {"ru": {"alt_text": "Дорога под снегом."}}
    picture.save()
    assert findings(Article.objects.get(pk=story.pk)) == []


@pytest.mark.parametrize(
    "text",
    ["IMG_2041.jpg", "DSC 0012", "Screenshot 2026-11-30 at 12.01.png", "фото 12", "PXL_20261130_1201", "photo (3)"],
)
def test_a_file_name_is_known(text: str) -> None:
    assert is_file_name(text)


@pytest.mark.parametrize("text", ["A road under snow", "Photo of 12 men", "Карта: 3 перевала", "P. Ivanov in 2014"])
def test_a_description_is_none(text: str) -> None:
    assert not is_file_name(text)


def test_dead_links_are_named(draft: Make, published: Make) -> None:
    hidden, gone, moved = draft("A draft"), published("Gone"), published("Moved")
    address, number = gone.url, gone.pk
    gone.delete()
    text = "".join(
        f"<p><a {link}>{words}</a></p>"
        for link, words in [
            (f'linktype="page" id="{hidden.pk}"', "hidden"),
            (f'linktype="page" id="{number}"', "deleted"),
            ('linktype="document" id="9999"', "file"),
            (f'href="{address}"', "down"),
            ('href="/en/nothing/"', "nothing"),
            ('href="example.org/x"', "bare"),
            ('href="http://localhost"', "short"),
            (f'href="{moved.url}"', "works"),
        ]
    )
    story = placed(draft(dek="Snow.", body=[("text", text)]))
    story.notes.add(ArticleNote(kind="correction", text='<p><a href="htps://example.org">note</a></p>'))
    words = ["not published: “A draft”", "a story that was deleted", "a file that was deleted", "taken down", "does not have",
             "no working address: example.org/x", "no working address: http://localhost", "htps://example.org"]  # fmt: skip
    found = findings(story)
    assert len(found) == len(words), [one.text for one in found]
    for one, word in zip(found, words, strict=True):
        assert word in one.text
    assert found[-1].place == "notes"


def test_the_form_lists_them_beside_publish_and_follows_each_save(editor: Client, draft: Make) -> None:
    story = draft("A road")
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    page = editor.get(address).content.decode()
    assert "There is no dek." in page
    assert "2 things to check" in page
    assert "[data-contentpath=&quot;dek&quot;]" in page or '[data-contentpath="dek"]' in page
    for words in ("Issues found", "Content metrics"):
        assert words not in page
    data = forms.story(
        "A road",
        dek="A plough.",
        slug=story.slug,
    )
    answer = editor.post(address, data, headers={"accept": "application/json"}).json()
    assert answer["success"], answer
    assert "There is no dek." not in answer["html"]
    assert "1 thing to check" in answer["html"]
    new = reverse("desk_new_story_in", args=["en"])
    assert "The checks start once the draft is saved." in editor.get(new, follow=True).content.decode()
