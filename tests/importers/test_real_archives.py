"""Real stories come in whole: 193 and 43 of Wikinews, and 57 of NTREX in each of fifteen languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.conf import LazySettings

from tamizdat.importers import jsonl
from tamizdat.newsroom.actions import newsroom
from tamizdat.newsroom.models import Address, Article, ListEntry

LANGUAGES = ["en", "ru", "kk", "ky", "uz", "tg", "tk", "az", "ka", "hy", "be", "uk", "tr", "fa", "ar"]


@pytest.fixture
def many_languages(settings: LazySettings, db: None) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [(code, code) for code in LANGUAGES]
    newsroom.set_up()


@pytest.mark.usefixtures("many_languages")
def test_all_of_them_import_once(shared_data: Path) -> None:
    names = {"news-wikinews-en": 193, "news-gum-wikinews": 43, "news-ntrex": 57 * 15}
    for name, count in names.items():
        first = jsonl.run(shared_data / name / "articles.jsonl")
        assert (first.created, first.refused, first.ignored) == (count, 0, ()), (name, first.bad)
    for name, count in names.items():
        again = jsonl.run(shared_data / name / "articles.jsonl")
        assert (again.created, again.updated, again.unchanged) == (0, 0, count)

    by_language = Counter(Article.objects.values_list("locale__language_code", flat=True))
    assert by_language == dict.fromkeys(LANGUAGES, 57) | {"en": 57 + 193 + 43}
    siblings = Article.objects.filter(locale__language_code="ka").values_list("translation_key", flat=True)
    families = Counter(Article.objects.filter(translation_key__in=siblings).values_list("translation_key", flat=True))
    assert sorted(families.values()) == [15] * 57
    assert Address.objects.filter(owner__startswith="article:", current=True).count() == sum(names.values())
    assert all(path.isascii() for path in Address.objects.values_list("path", flat=True))
    assert ListEntry.objects.count() == 2 * sum(names.values())
    assert not Article.objects.filter(licence="").exists()
    assert not Article.objects.filter(source_url="").exists()
    assert Article.find_problems() == ([], [], [], [], [])


@pytest.mark.usefixtures("many_languages")
def test_a_real_story_reads_as_its_source_does(shared_data: Path) -> None:
    jsonl.run(shared_data / "news-wikinews-en" / "articles.jsonl")

    story = Article.objects.get(external_id="wikinews-en-2019-0001")
    assert story.headline == "Magnitogorsk apartment building collapses after explosion, dozens dead"
    assert story.dateline == "Friday, January 4, 2019"
    assert story.slug.startswith("magnitogorsk-apartment-building")
    assert f"{story.first_published_at:%Y-%m-%d}" == "2019-01-04"
    (text,) = story.body
    assert text.value.source.startswith("<p>An apartment building collapsed on Monday in Magnitogorsk")
    assert '"presumably between 36 and 40 people under the rubble"' in text.value.source
