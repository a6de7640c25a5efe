"""Before a story is published the desk says in words what is missing, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.desk.stories import misspelled
from tamizdat.desk.stories.checks import BLOCKS, CHECKS, OFF, findings, is_file_name
from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.before_publishing import NotInOrder
from tamizdat.newsroom.models import Article, ArticleNote, Picture, Region, RegionGroup, RegionText, SiteSettings
from tamizdat.search.variants import variants
from tests.conftest import DATA
from tests.desk import forms
from tests.desk.test_nouns import newsroom_with
from tests.desk.test_pictures import jpeg

Make = Callable[..., Article]


@pytest.fixture
def picture() -> Picture:
    file = ContentFile(jpeg((300, 200)), "pass.jpg")
    return Picture.objects.create(title="The pass", file=file, credit_line="Nino")


def choose(**checks: str) -> None:
    site = SiteSettings.get()
    site.checks = checks
    site.save()


@pytest.fixture(autouse=True)
def no_translations() -> None:
    """Most tests are of one story alone."""
    choose(siblings=OFF)


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


def found(story: Article, check: str) -> list[tuple[str, str]]:
    return [(one.place, one.text) for one in findings(story) if one.check == check]


def body(*blocks: tuple[str, str, Any]) -> list[dict[str, Any]]:
    return [{"id": place, "type": kind, "value": value} for place, kind, value in blocks]


def with_body(story: Article, *blocks: tuple[str, str, Any]) -> Article:
    story.body = story.body.stream_block.to_python(body(*blocks))
    return story


def test_a_picture_without_credit_and_one_whose_rights_have_ended(draft: Make, picture: Picture) -> None:
    Picture.objects.update(credit_line="", rights_until=timezone.now() - timedelta(hours=1))
    story = draft(lead_picture=Picture.objects.get())
    assert [place for place, _ in found(story, "credit") + found(story, "rights")] == [
        "lead_credit_line",
        "lead_picture",
    ]
    story.lead_credit_line = "Nino Kapanadze"
    assert not found(story, "credit")


def test_a_decorative_picture_needs_no_alt_text(draft: Make, picture: Picture) -> None:
    assert found(draft(lead_picture=picture), "alt_text")
    picture.is_decorative = True
    assert not found(draft(lead_picture=picture), "alt_text")


def test_headings_without_text_and_skipped_levels(draft: Make) -> None:
    story = with_body(
        draft(),
        ("a", "heading", "Winter"),
        ("b", "text", "<h4>Snow</h4><p>Much.</p>"),
        ("c", "heading", "Spring"),
        ("d", "heading", "Summer"),
    )
    assert [place for place, _ in found(story, "headings")] == ["b", "c", "d"]
    assert not found(with_body(story, ("a", "heading", "Winter"), ("b", "text", "<p>Snow.</p>")), "headings")


def test_an_embargo_that_is_past_before_the_first_publication(draft: Make) -> None:
    past = timezone.now() - timedelta(hours=1)
    story = draft(embargoed_until=past)
    assert [place for place, _ in found(story, "embargo")] == ["embargoed_until"]
    assert not found(articles.publish(story), "embargo")


def test_translations_that_are_missing_are_named(draft: Make) -> None:
    choose()
    story = draft()
    translations.begin(story, "ru")
    ((_, text),) = found(story, "siblings")
    assert "Русский" not in text
    assert text.endswith("into: العربية.")


def test_one_name_in_two_spellings_is_named_where_the_rarer_one_is(draft: Make) -> None:
    story = with_body(
        draft(),
        ("a", "text", "<p>Then Sergei came, and so did Sergei’s brother. It was Sergei.</p>"),
        ("b", "text", "<p>In the end <b>Ser</b>gey left.</p>"),
    )
    assert found(story, "names") == [("b", "“Sergei” and “Sergey”: is this one name in two spellings?")]
    SiteSettings.objects.update(own_words="Sergei\nSergey")
    assert not found(story, "names")


def test_names_in_real_stories() -> None:
    """Each pair that is found is a slip in the story, or nearly so; and there are few."""
    path = DATA / "news-wikinews-en" / "articles.jsonl"
    if not path.is_file():
        pytest.skip("no shared data: run where ../shared/data is")
    pairs = [
        pair
        for line in path.read_text(encoding="utf-8").splitlines()
        for pair in variants(str(json.loads(line)["body"]), "en")
    ]
    assert {("Louisiana", "Lousiana"), ("Mohammed", "Muhammad"), ("Deirdre", "Dierdre")} <= set(pairs)
    assert len(pairs) < 20


def dictionary(folder: Path, name: str, *words: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.aff").write_text("SET UTF-8\n")
    (folder / f"{name}.dic").write_text("\n".join([str(len(words)), *words]) + "\n")


def test_spelling_is_checked_where_there_is_a_dictionary(
    draft: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misspelled, "_folders", lambda: (tmp_path,))
    dictionary(tmp_path, "ru_RU", "снег", "выпал")
    russian = with_body(draft("Снег", "ru"), ("a", "text", "<p>Вчера выпал снегг у Казбеги, https://сайт.рф/снегг</p>"))
    assert found(russian, "spelling") == [("a", "Perhaps misspelled: снегг.")]
    SiteSettings.objects.update(own_words="снегг")
    assert not found(russian, "spelling")
    dictionary(tmp_path, "en_GB", "they", "plough", "in")
    english = with_body(draft("Snow"), ("a", "text", "<p>They plough and recieve снегг in Tbilisi.</p>"))
    assert found(english, "spelling") == [("a", "Perhaps misspelled: recieve.")]
    assert not found(draft("الثلج", "ar", dek="الثلج يسقط"), "spelling"), "there is no dictionary"
    assert misspelled.misspelled("We honour and recieve", "en-US") == ["honour", "recieve"]


def test_what_blocks_is_kept_as_a_draft_whatever_the_way(editor: Client, draft: Make, published: Make) -> None:
    story, live, other = draft("A road"), published("A bridge"), draft("With a dek", dek="Snow.")
    choose(dek=BLOCKS, siblings=OFF)
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    answer = editor.post(edit, forms.story("Changed", slug=story.slug, press="publish"), follow=True)
    assert "is saved but not published. There is no dek." in answer.content.decode()
    later = forms.story("Later", slug=story.slug, go_live_at="2030-01-01 10:00") | {"action-publish": "schedule"}
    editor.post(edit, later)
    changed = forms.story("A bridge fell", slug=live.slug, press="publish")
    editor.post(reverse("wagtailadmin_pages:edit", args=[live.pk]), changed)
    new = reverse("wagtailadmin_pages:add", args=["newsroom", "article", story.get_parent().pk])
    editor.post(new, forms.story("Brand new", press="publish"))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{bulk}?id={story.pk}&id={other.pk}&next=/desk/stories/", follow=True)
    assert "“Later” is saved but not published." in answer.content.decode()
    copy = {"new_title": "A copy", "new_slug": "copy", "publish_copies": "on"}
    assert "There is no dek." in editor.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), copy).content.decode()
    with pytest.raises(NotInOrder):
        articles.publish(Article.objects.get(pk=story.pk))
    state = {one.get_latest_revision_as_object().headline: one.live for one in Article.objects.all()}
    assert state == {"Later": False, "A bridge fell": True, "With a dek": True, "Brand new": False}
    live.refresh_from_db()
    assert live.headline == "A bridge", "readers keep what they had"
    assert not Article.objects.filter(_revisions__approved_go_live_at__isnull=False).exists()


def test_a_correction_is_not_held_up(editor: Client, published: Make) -> None:
    story = published("A road")
    choose(dek=BLOCKS)
    editor.post(reverse("desk_correct", args=[story.pk]), {"kind": "correction", "old": "road", "new": "path"})
    story.refresh_from_db()
    assert story.headline == "A path"


def test_the_newsroom_chooses_what_blocks(administrator: Client, editor: Client) -> None:
    choose()
    address = f"/desk/newsroom/edit/{SiteSettings.get().pk}/"
    assert "A picture has no credit" not in editor.get(address).content.decode()  # a managing editor decides
    assert "A picture has no credit" in administrator.get(address).content.decode()
    data = newsroom_with(inline_formset([]), own_words="Казбеги") | {f"checks_{name}": "" for name in CHECKS}
    data |= {"checks_credit": BLOCKS, "checks_siblings": OFF}
    assert administrator.post(address, nested_form_data(data)).status_code == 302
    site = SiteSettings.get()
    assert (site.checks, site.own_words) == ({"credit": BLOCKS, "siblings": OFF}, "Казбеги")
    page = administrator.get(address).content.decode()
    assert '<option value="blocks" selected>' in page
    data["checks_credit"] = "none"
    assert administrator.post(address, nested_form_data(data)).status_code == 200
