"""A slug whose address cannot be had is refused in words that name what stands there; nothing else is quietly renamed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.desk import taken
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Address, Article, Author, AuthorText, StaticPage, StaticPageText
from tamizdat.newsroom.paths import BY_PRODUCT
from tests.desk import forms

Make = Callable[..., Article]


def page(slug: str, title: str = "About us", initial: int = 0, **more: Any) -> dict[str, Any]:
    text = {"language": "en", "title": title, "body": "null"} | more
    data = {"form": "plain", "slug": slug, "sort_order": "0", "texts": inline_formset([text], initial=initial)}
    return dict(nested_form_data(data))


def errors(answer: Any) -> str:
    assert answer.status_code == 200, "it was taken"
    return " ".join(answer.context["form"].errors.get("slug", []))


@pytest.mark.parametrize(
    ("slug", "named"),
    [
        ("offline", "what readers saved on their device"),
        ("latest", "a list of stories"),
        ("regions", "the list of all regions"),
        ("support", "Support us"),
        ("search", "the search"),
        ("text", "the text edition"),
        ("sitemaps", "keeps /en/sitemaps/ for itself"),
        ("page", "keeps /en/page/ for itself"),
        ("2026", "a year or a month"),
        ("11", "a year or a month"),
        ("ru", "the code of a language"),
    ],
)
def test_a_static_page_may_not_stand_where_the_site_has_its_own(editor: Client, slug: str, named: str) -> None:
    said = errors(editor.post("/desk/static-pages/new/", page(slug)))
    assert named in said
    assert slug in said
    assert not StaticPage.objects.exists()
    in_russian = editor.post("/desk/static-pages/new/", page(slug), headers={"Accept-Language": "ru"})
    assert "Выберите другую часть адреса" in errors(in_russian)


@pytest.mark.parametrize("slug", ["contact", "corrections", "about"])
def test_a_static_page_may_lead_to_what_is_below_it(editor: Client, slug: str) -> None:
    assert editor.post("/desk/static-pages/new/", page(slug)).status_code == 302
    assert set(Address.objects.values_list("path", flat=True)) == {f"/{code}/{slug}/" for code, _ in settings.LANGUAGES}


def test_an_address_that_another_page_left_is_still_its_own(editor: Client) -> None:
    first = StaticPage(slug="about", texts=[StaticPageText(language="en", title="Who we are")])
    first.save()
    first.slug = "us"
    first.save()
    assert "leads to “Who we are” (static page)" in errors(editor.post("/desk/static-pages/new/", page("about")))
    text = {"id": first.texts.get().pk}
    back = editor.post(f"/desk/static-pages/edit/{first.pk}/", page("about", "Who we are", initial=1, **text))
    assert back.status_code == 302, "its own former address may come back"
    assert Address.objects.get(current=True, language="en").path == "/en/about/"


def test_what_stands_already_can_be_saved_as_it_is(editor: Client) -> None:
    """Even under a slug that could not be had today."""
    old = StaticPage(slug="offline", texts=[StaticPageText(language="en", title="Offline")])
    old.save()
    text = {"id": old.texts.get().pk}
    data = page("offline", "Without a network", initial=1, **text)
    assert editor.post(f"/desk/static-pages/edit/{old.pk}/", data).status_code == 302
    assert old.texts.get().title == "Without a network"


def test_a_name_that_was_given_up_for_a_pen_name_names_nobody(editor: Client) -> None:
    author = Author(slug="nino", texts=[AuthorText(language="en", name="Nino")])
    author.save()
    author.slug, author.pseudonym = "bare", True
    author.texts.all()[0].name = "Ketevan Bare"
    author.save()
    text = {"language": "en", "name": "Another Nino", "role": "", "short_bio": "", "long_bio": "null"}
    data = {"portrait": "", "links": inline_formset([]), "real_name": "", "slug": "nino", "sort_order": "0"}
    said = errors(editor.post("/desk/authors/new/", dict(nested_form_data(data | {"texts": inline_formset([text])}))))
    assert "something that is gone" in said
    assert "Bare" not in said


def test_a_story_may_not_take_an_address_that_leads_to_another(editor: Client, published: Make) -> None:
    first = published("A road over the pass")
    path = Address.objects.get(owner=f"article:{first.pk}").path
    new = path.replace(first.slug, "the-winter-road")
    Address.objects.create(path=new, language="en", owner=f"article:{first.pk}", current=False)
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "article", folder("en").pk])
    said = errors(editor.post(address, forms.story("Another road", slug="the-winter-road", press="publish")))
    assert "leads to the story “A road over the pass”" in said
    assert Article.objects.count() == 1
    answer = editor.post(address, forms.story("The winter road", press="publish"))
    assert answer.status_code == 302, "where nobody chose the slug, the address gets a numeral"
    second = Article.objects.exclude(pk=first.pk).get()
    assert Address.objects.get(owner=f"article:{second.pk}").path == f"{new.rstrip('/')}-2/"


def test_a_slug_that_another_story_has_is_named(editor: Client, published: Make, draft: Make) -> None:
    """Where it was changed, no numeral is put behind it; a draft has its slug as well."""
    published("The winter road"), draft("A bridge")
    story = published("A road")
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    for slug, headline in (("the-winter-road", "The winter road"), ("a-bridge", "A bridge")):
        assert f"The story “{headline}” has the slug {slug}." in errors(
            editor.post(edit, forms.story("A road", slug=slug))
        )
    editor.post(edit, forms.story("A road", slug="a-lake", press="publish"))
    assert Article.objects.get(pk=story.pk).slug == "a-lake"


def test_every_page_of_the_site_that_a_reader_may_look_at_has_a_name() -> None:
    silent = {name for name, paths in BY_PRODUCT.items() if any("{language}" in path for path in paths)}
    assert silent - set(taken.OF_THE_SITE) == {"manifest", "passages", "words"}
