"""Words are removed from the desk in two steps, by those who have the right; records are shown to editors."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tamizdat.desk import second_person
from tamizdat.desk.models import SecondPersonRequest
from tamizdat.newsroom.actions import articles, people
from tamizdat.newsroom.models import Article, ArticleAuthor, Author, AuthorText, Picture, Removal
from tests.desk.conftest import PASSWORD

Make = Callable[..., Article]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.NEWSROOM = replace(django_settings.NEWSROOM, folder=tmp_path)


def test_an_administrator_finds_then_removes_words(administrator: Client, published: Make) -> None:
    story = published("Sandro Kobalia speaks", body=[("text", "<p>We met Sandro Kobalia.</p>")])
    address = reverse("desk_remove_words")
    asked = {"spellings": "Sandro Kobalia", "reason": "He asked."}
    listed = administrator.post(address, asked).content.decode()
    story.refresh_from_db()
    assert story.headline == "Sandro Kobalia speaks", "finding changes nothing"
    assert "sandro kobalia" in listed
    answer = administrator.post(address, asked | {"said_en": "a resident", "sure": "yes"})
    removal = Removal.objects.get()
    assert answer.url == reverse("desk_removal", args=[removal.pk])
    story.refresh_from_db()
    assert (story.headline, story.body.raw_data[0]["value"]) == ("a resident speaks", "<p>We met a resident.</p>")
    record = administrator.get(answer.url).content.decode()
    assert "He asked." in record
    assert not re.search("kobalia", record, re.IGNORECASE)


def test_an_editor_sees_records_and_may_not_remove_everywhere(editor: Client, writer: Client, published: Make) -> None:
    story = published("The road")
    articles.kill(story, reason="A court ordered it.")
    removal = Removal.objects.get()
    addresses = [reverse("desk_removals"), reverse("desk_removal", args=[removal.pk])]
    for address in addresses:
        assert "The road" in editor.get(address).content.decode()
        assert writer.get(address).status_code == 302, "the framework sends who may not back to the desk"
    table = editor.get(reverse("desk_removal_export", args=[removal.pk])).content.decode()
    assert table.splitlines()[0] == "path,change,time,sha256_before"
    asked = {"spellings": "The road", "sure": "yes"}
    assert editor.post(reverse("desk_remove_words"), asked).status_code == 302
    story.refresh_from_db()
    assert story.headline == "The road"


def test_a_second_person_approves_it_where_there_is_one(administrator: Client, published: Make) -> None:
    story = published("Sandro Kobalia speaks")
    other = people.add_user("other", password=PASSWORD, admin=True)
    address, asked = reverse("desk_remove_words"), {"spellings": "Sandro Kobalia", "sure": "yes"}
    assert administrator.post(address, asked).status_code == 200, "without a reason it is not even asked for"
    assert administrator.post(address, asked | {"reason": "He asked."}).status_code == 200
    assert not Removal.objects.exists()
    second_person.approve(second_person.waiting().get(), by=other)
    assert administrator.post(address, asked | {"spellings": "Nino Kobalia", "reason": "x"}).status_code == 200
    assert administrator.post(address, asked | {"reason": "He asked."}).status_code == 302
    story.refresh_from_db()
    assert story.headline == "… speaks"
    summaries = SecondPersonRequest.objects.values_list("summary", flat=True)
    assert not [one for one in summaries if "Sandro" in one]


@pytest.mark.parametrize("spellings", ["", "  ", "x", "\u200b"])
def test_what_is_no_name_is_refused(administrator: Client, spellings: str) -> None:
    answer = administrator.post(reverse("desk_remove_words"), {"spellings": spellings, "sure": "yes"})
    assert answer.status_code == 200
    assert not Removal.objects.exists()


def test_an_author_gets_a_pen_name_everywhere(administrator: Client, published: Make) -> None:
    author = Author(slug="sandro-kobalia")
    author.texts.add(AuthorText(language="en", name="Sandro Kobalia"), AuthorText(language="ru", name="Сандро Кобалия"))
    author.save()
    story = published("A road", byline="Sandro Kobalia in Tbilisi")
    story.authors.add(ArticleAuthor(author=author))
    articles.publish(story)
    address = reverse("desk_remove_words")
    form = administrator.get(address, {"author": author.pk}).content.decode()
    assert "Сандро Кобалия" in form
    asked = {
        "spellings": "Sandro Kobalia\nСандро Кобалия",
        "author": author.pk,
        "said_en": "A. Reporter",
        "said_ru": "А. Репортёр",
    }
    administrator.post(address, asked | {"sure": "yes"})
    author = Author.objects.get(pk=author.pk)
    story.refresh_from_db()
    assert (author.name_in("en"), author.name_in("ru"), author.pseudonym) == ("A. Reporter", "А. Репортёр", True)
    assert "kobalia" not in author.slug
    assert story.byline == "A. Reporter in Tbilisi"


def test_an_editor_kills_a_picture_and_a_writer_does_not(editor: Client, writer: Client) -> None:
    picture = Picture(title="The square", file=ContentFile(drawing(), "square.png"))
    picture.save()
    address = reverse("desk_kill_picture", args=[picture.pk])
    assert address in editor.get(reverse("wagtailimages:delete", args=[picture.pk])).content.decode()
    assert writer.post(address, {"reason": "I want to"}).status_code == 302
    assert editor.get(address).status_code == 200
    assert editor.post(address, {"reason": ""}).status_code == 200
    assert Picture.objects.filter(pk=picture.pk).exists()
    answer = editor.post(address, {"reason": "It shows a source."})
    removal = Removal.objects.get()
    assert (answer.url, removal.name) == (reverse("desk_removal", args=[removal.pk]), "The square")
    assert not Picture.with_bin.filter(pk=picture.pk).exists()


def drawing() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "PNG")
    return file.getvalue()
