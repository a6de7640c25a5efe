"""Regions, topics, series, authors, pages, menus and the newsroom itself are listed, made and changed at the desk."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.newsroom.models import (
    Author,
    Menu,
    MenuItem,
    Region,
    RegionGroup,
    RegionGroupText,
    Series,
    SiteSettings,
    Topic,
    WordCorrection,
)
from tests.desk import forms

LISTS = ("regions", "region-groups", "topics", "series", "authors", "spellings", "static-pages", "menus")


def words(*texts: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    return {"texts": inline_formset(list(texts), initial=initial)}


def send(client: Client, address: str, data: dict[str, Any]) -> Any:
    answer = client.post(address, nested_form_data(data))
    errors = answer.context["form"].errors if answer.status_code == 200 else ""
    assert answer.status_code == 302, errors
    return answer


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_forms_open(editor: Client, name: str) -> None:
    assert editor.get(f"/desk/{name}/").status_code == 200
    assert editor.get(f"/desk/{name}/new/").status_code == 200


def test_a_region_with_its_words_in_two_languages(editor: Client) -> None:
    group = RegionGroup(slug="caucasus")
    group.texts.add(RegionGroupText(language="en", name="Caucasus"))
    group.save()
    georgia = {"language": "en", "name": "Georgia", "introduction": forms.rich("<p>By the sea</p>")}
    in_russian = {"language": "ru", "name": "Грузия", "introduction": "null"}
    data = {"group": group.pk, "slug": "", "sort_order": "3"} | words(georgia, in_russian)
    send(editor, "/desk/regions/new/", data)
    region = Region.objects.get()
    assert (region.slug, region.sort_order, region.name_in("ru")) == ("georgia", 3, "Грузия")
    listed = editor.get("/desk/regions/").content.decode()
    assert "Georgia" in listed
    assert "Caucasus" in listed
    assert "en, ru" in listed
    assert "Georgia" in editor.get("/desk/regions/", {"q": "Грузия"}).content.decode()
    assert "Georgia" not in editor.get("/desk/regions/", {"q": "Armenia"}).content.decode()


def test_an_event_under_a_topic(editor: Client) -> None:
    text = {"language": "en", "name": "Politics", "introduction": "null"}
    send(editor, "/desk/topics/new/", {"slug": "", "sort_order": "0", "parent": "", "running": "on"} | words(text))
    politics = Topic.objects.get()
    event = {"language": "en", "name": "The vote", "introduction": "null"}
    data = {"slug": "", "sort_order": "0", "parent": politics.pk, "running": "on"} | words(event)
    send(editor, "/desk/topics/new/", data)
    assert list(politics.events.values_list("slug", flat=True)) == ["the-vote"]


def test_a_series(editor: Client) -> None:
    text = {"language": "en", "name": "Far stations", "introduction": "null"}
    data = {"form": "podcast", "slug": "", "sort_order": "0", "picture": "", "authors": inline_formset([])} | words(
        text
    )
    send(editor, "/desk/series/new/", data)
    assert Series.objects.get().form == "podcast"


def test_an_author_s_real_name_says_that_it_is_never_public(administrator: Client) -> None:
    assert "Real name (never public)" in administrator.get("/desk/authors/new/").content.decode()
    text = {"language": "en", "name": "Ketevan Bare", "role": "", "short_bio": "", "long_bio": "null"}
    data = {"portrait": "", "links": inline_formset([]), "pseudonym": "on", "real_name": "Someone", "slug": ""}
    send(administrator, "/desk/authors/new/", data | {"sort_order": "0"} | words(text))
    author = Author.objects.get()
    assert (author.pseudonym, author.real_name, author.slug) == (True, "Someone", "ketevan-bare")
    assert "Someone" not in administrator.get("/desk/authors/").content.decode()


@pytest.mark.parametrize(
    ("name", "slug", "said"),
    [
        ("Ketevan Bare", "nino-kapanadze", "gives the real name away"),
        ("N. Kapanadze", "", ""),
    ],
)
def test_a_pen_name_does_not_give_the_real_one_away(administrator: Client, name: str, slug: str, said: str) -> None:
    text = {"language": "en", "name": name, "role": "", "short_bio": "", "long_bio": "null"}
    data = {"portrait": "", "links": inline_formset([]), "pseudonym": "on", "real_name": "Nino Kapanadze", "slug": slug}
    answer = administrator.post("/desk/authors/new/", nested_form_data(data | {"sort_order": "0"} | words(text)))
    assert Author.objects.exists() == (said == "")
    assert said in ("" if answer.status_code == 302 else answer.content.decode())


def test_two_texts_in_one_language_are_refused_with_a_reason(editor: Client) -> None:
    text = {"language": "en", "name": "Politics", "introduction": "null"}
    data = {"slug": "", "sort_order": "0", "parent": "", "running": "on"} | words(text, text)
    answer = editor.post("/desk/topics/new/", nested_form_data(data))
    assert answer.status_code == 200
    assert not Topic.objects.exists()


def test_a_menu_item_points_to_one_thing(editor: Client) -> None:
    def menu(**item: Any) -> dict[str, Any]:
        empty = dict.fromkeys(["label", "page", "topic", "region", "series", "address"], "")
        return {"place": "main", "language": "en", "items": inline_formset([empty | item])}

    assert editor.post("/desk/menus/new/", nested_form_data(menu())).status_code == 200
    hostile = (
        *(
            "javascript:alert(1)",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/ /evil.example",
        ),
        *(
            "https:evil",
            "https://",
            "https:///evil",
            "https://a\\b",
            "HTTPS:\\\\evil",
            "data:x",
            "evil.example",
            "mailto:a b",
        ),
    )
    for address in hostile:
        answer = editor.post("/desk/menus/new/", nested_form_data(menu(label="x", address=address)))
        assert (address, answer.status_code) == (address, 200)
    assert not Menu.objects.exists()
    for address in (
        "/",
        "/en/?q=%D0%B4#top",
        "https://example.org",
        "http://example.org:8080/x?y",
        "mailto:a@example.org",
    ):
        MenuItem(label="x", address=address).clean()
    send(editor, "/desk/menus/new/", menu(label="Regions", address="/en/regions/"))
    assert Menu.objects.get().items.get().address == "/en/regions/"


def test_the_newsroom_is_one_form(administrator: Client) -> None:
    editor = administrator  # who may change how readers donate, too
    site = SiteSettings.get()
    answer = editor.get("/desk/newsroom/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/newsroom/edit/{site.pk}/"
    row = site.texts.get()
    text = {"id": row.pk, "language": "en", "name": "The Pass", "tagline": "Across the mountains", "description": ""}
    text |= {
        "ask_mode": "warning",
        "warning": "Do not give from there.",
        "ask": "",
        "contact_email": "desk@example.org",
    }
    text |= {name: forms.rich("<p>Ask.</p>") for name in ("support_introduction", "safe_ways", "republish_terms")}
    way = {"kind": "link", "language": "en", "label": "Monthly", "url": "https://give.example.org/", "details": ""}
    said = {"language": "en", "message": "Most read", "text": "What others read"}
    looks = {"accent": "#0a5c6b", "type": "sans", "logo": "", "hub": "", "licence": "CC BY 4.0", "licence_url": ""}
    lists = {"ways": inline_formset([way]), "words": inline_formset([said])}
    send(editor, f"/desk/newsroom/edit/{site.pk}/", words(text, initial=1) | lists | looks)
    kept = SiteSettings.get()
    assert kept.texts.get().tagline == "Across the mountains"
    assert (kept.type, kept.accent, kept.republishing, kept.licence) == ("sans", "#0a5c6b", False, "CC BY 4.0")
    assert kept.ways.get().label == "Monthly"
    assert kept.words.get().text == "What others read"
    assert editor.get("/desk/newsroom/new/").status_code == 302
    assert editor.post(f"/desk/newsroom/delete/{site.pk}/").status_code == 302
    assert SiteSettings.objects.count() == 1


def newsroom_with(words_rows: Any, **looks: str) -> dict[str, Any]:
    """The newsroom's form as it stands, with these rows of corrected texts."""
    own = {"id": SiteSettings.get().texts.get().pk, "language": "en", "name": "The Pass", "ask_mode": "none"}
    own |= dict.fromkeys(["tagline", "description", "warning", "ask", "contact_email"], "")
    own |= dict.fromkeys(["support_introduction", "safe_ways", "republish_terms"], "null")
    data = {"accent": "", "type": "serif", "logo": "", "hub": "", "licence": "", "licence_url": ""} | looks
    return words(own, initial=1) | {"ways": inline_formset([]), "words": words_rows} | data


def test_texts_of_the_interface_are_chosen_from_those_that_there_are(editor: Client) -> None:
    page = editor.get(f"/desk/newsroom/edit/{SiteSettings.get().pk}/").content.decode()
    assert re.search(r'<input[^>]* name="words-__prefix__-message"[^>]* list="interface-texts"', page)
    offered = set(re.findall(r'<option value="([^"]+)"></option>', page))
    assert {"Most read", "By %(authors)s", "%(count)s picture"} <= offered
    said = json.loads(re.search(r'<script id="interface-said"[^>]*>(.+?)</script>', page)[1])
    assert said["ru"]["Most read"] == "Самое читаемое"
    assert said["ru"]["%(count)s picture"].splitlines()[2] == "%(count)s изображений"


@pytest.mark.parametrize(
    ("language", "message", "text", "error"),
    [
        ("en", "Most read", "What others read", ""),
        ("en", "Most red", "What others read", "no such text"),
        ("en", "Most read", "What %(who)s read", "without values"),
        ("en", "By %(authors)s", "Words", "%(authors)s as in the English text"),
        ("en", "By %(authors)s", "Words: %(author)s", "%(authors)s as in the English text"),
        ("en", "By %(authors)s", "100 % %(authors)s", "percent sign twice"),
        ("en", "By %(authors)s", "100 %% %(authors)s", ""),
        ("en", "Most read", "What others\nread", "in one line"),
        ("en", "%(count)s picture", "One picture\n%(count)s pictures", ""),
        ("en", "%(count)s picture", "%(count)s pictures", "in this order: 1, 2."),
        ("ru", "%(count)s picture", "%(count)s кадр\n%(count)s кадра", "in this order: 1, 2, 5."),
        ("ru", "%(count)s picture", "%(count)s кадр\n%(count)s кадра\nкадров", "%(count)s as in the English text"),
    ],
)
def test_a_corrected_text_that_a_page_could_not_say_is_refused_with_a_reason(
    editor: Client, language: str, message: str, text: str, error: str
) -> None:
    row = {"language": language, "message": message, "text": text}
    address = f"/desk/newsroom/edit/{SiteSettings.get().pk}/"
    answer = editor.post(address, nested_form_data(newsroom_with(inline_formset([row]))))
    kept = [(row.language, row.message, row.text) for row in SiteSettings.get().words.all()]
    if error:
        assert error in html.unescape(answer.content.decode())
        assert kept == []
    else:
        assert answer.status_code == 302, answer.context["form"].formsets["words"].errors
        assert kept == [(language, message, text)]


def test_a_text_that_the_site_does_not_say_any_more_keeps_nobody_from_saving(editor: Client) -> None:
    site = SiteSettings.get()
    site.words.add(WordCorrection(language="en", message="Said by an older version", text="Old"))
    site.save()
    kept = site.words.get()
    row = {"id": kept.pk, "language": "en", "message": kept.message, "text": kept.text}
    data = newsroom_with(inline_formset([row], initial=1), accent="#0a5c6b")
    send(editor, f"/desk/newsroom/edit/{site.pk}/", data)
    assert SiteSettings.get().accent == "#0a5c6b"


def test_editors_may_not_change_people_or_the_system(editor: Client, administrator: Client) -> None:
    for address in ("/desk/users/", "/desk/groups/", "/desk/collections/", "/desk/sites/", "/desk/locales/"):
        assert editor.get(address).status_code in (302, 404), address
    assert administrator.get("/desk/users/").status_code == 200


@pytest.mark.parametrize(
    "hub", ["http://127.0.0.1:8080/", "http://localhost/", "https://192.168.1.1/", "http://hub.internal/"]
)
def test_a_hub_is_no_host_of_our_own_network(hub: str) -> None:
    with pytest.raises(ValidationError, match="open net"):
        SiteSettings(hub=hub).clean()
    SiteSettings(hub="https://hub.example.org/").clean()


def test_what_others_belong_to_is_not_deleted_and_says_why(editor: Client) -> None:
    group = RegionGroup.objects.create(slug="caucasus")
    Region.objects.create(slug="georgia", group=group)
    above = Topic.objects.create(slug="politics")
    Topic.objects.create(slug="elections", parent=above)
    for address, noun, below in (("region-groups", group, "georgia"), ("topics", above, "elections")):
        answer = editor.post(f"/desk/{address}/delete/{noun.pk}/", follow=True)
        assert answer.status_code == 200
        said = [str(one) for one in answer.context["messages"]]
        assert len(said) == 1
        assert "was not deleted" in said[0]
        assert below in said[0]
        assert type(noun).objects.filter(pk=noun.pk).exists()
