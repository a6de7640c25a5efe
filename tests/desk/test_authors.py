"""Authors in the form of a story: found by typing, made without leaving it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tamizdat.newsroom.models import Article, ArticleAuthor, Author, AuthorText


def author(**names: str) -> Author:
    made = Author(texts=[AuthorText(language=language, name=name) for language, name in names.items()])
    made.save()
    return made


def found(client: Client, q: str) -> list[str]:
    return [one["name"] for one in client.get("/desk/find/authors/", {"q": q}).json()["found"]]


def test_authors_are_found_by_a_part_of_a_name_in_any_language(editor: Client) -> None:
    author(en="Nino Kapanadze", ru="Нино Капанадзе")
    author(en="Aram Hakobyan")
    assert found(editor, "kapa nin") == ["Nino Kapanadze"]
    assert found(editor, "нино") == ["Nino Kapanadze"]
    assert found(editor, "") == ["Aram Hakobyan", "Nino Kapanadze"]
    assert editor.get("/desk/find/authors/", {"q": "Nino"}).json()["new"] == "Nino"
    assert editor.get("/desk/find/authors/", {"q": "nino kapanadze"}).json()["new"] == ""


def test_an_author_is_made_once_and_by_those_who_may(editor: Client, writer: Client) -> None:
    for _time in range(2):
        answer = editor.post("/desk/find/authors/new/", {"name": " Aibek  Sadyrbaev ", "language": "ru"})
        made = Author.objects.get()
        assert answer.json() == {"id": made.pk, "name": "Aibek Sadyrbaev"}
    assert [(text.language, text.name) for text in made.texts.all()] == [("ru", "Aibek Sadyrbaev")]
    assert editor.post("/desk/find/authors/new/", {"name": " ", "language": "en"}).status_code == 400
    assert writer.post("/desk/find/authors/new/", {"name": "Eve", "language": "en"}).status_code != 200
    assert writer.get("/desk/find/authors/", {"q": "Eve"}).json()["new"] == ""
    assert Permission.objects.filter(codename="add_author").exists()
    assert Author.objects.count() == 1


def test_the_form_lists_the_chosen_and_no_other(editor: Client, draft: Callable[..., Article]) -> None:
    chosen, other = author(en="Nino Kapanadze"), author(en="Aram Hakobyan")
    story = draft(authors=[ArticleAuthor(author=chosen)])
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert 'data-source="/desk/find/authors/"' in page
    assert f'<option value="{chosen.pk}" selected>Nino Kapanadze' in page
    assert str(other) not in page
