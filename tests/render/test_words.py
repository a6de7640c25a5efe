"""Dates, numbers, names of languages and catalogues."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tamizdat.render import Moments, RenderError, languages
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.sources import Sources
from tests.render.folders import catalogue, theme

UTC_NOON = dt.datetime(2026, 11, 24, 20, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "long", "month"),
    [
        ("en", "25 November 2026", "November 2026"),
        ("en-US", "November 25, 2026", "November 2026"),
        ("ru", "25 ноября 2026", "Ноябрь 2026"),
        ("uk", "25 листопада 2026", "Листопад 2026"),
        ("ar", "25 نوفمبر 2026", "نوفمبر 2026"),
        ("crh", "2026-11-25", "2026-11"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language: str, long: str, month: str) -> None:
    moments = Moments(language, "Asia/Tbilisi")
    assert moments.date(UTC_NOON) == long, "half past eight in the evening in UTC is the next day in Tbilisi"
    assert moments.month("2026-11") == month
    assert moments.month(UTC_NOON) == month


@pytest.mark.parametrize(
    "language", ["en", "ru", "ka", "hy", "kk", "ky", "uz", "tg", "tk", "az", "be", "ar", "fa", "crh"]
)
def test_every_language_of_ours_can_write_every_form(language: str) -> None:
    moments = Moments(language, "Asia/Tbilisi")
    for style in ("long", "medium"):
        assert "2026" in moments.date_and_time(UTC_NOON, style)
    assert moments.number(1234567).strip()
    assert moments.size(2_345_678)
    assert moments.listed(["a", "b", "c"]).startswith("a")


def test_a_clock_shows_the_newsrooms_time() -> None:
    assert Moments("en", "Asia/Tbilisi").time(UTC_NOON) == "00:30"
    local = dt.datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Asia/Tbilisi"))
    assert Moments("en", "Asia/Tbilisi").iso(local) == "2026-11-25T00:30:00+04:00"
    assert Moments("en", "Asia/Tbilisi").iso(UTC_NOON) == "2026-11-25T00:30:00+04:00"


def test_a_day_without_an_hour_shows_no_clock() -> None:
    midnight = dt.datetime(2026, 11, 25, tzinfo=ZoneInfo("Asia/Tbilisi"))
    assert Moments("en", "Asia/Tbilisi").date_and_time(midnight) == "25 November 2026"
    assert Moments("en", "Asia/Tbilisi").date_and_time(midnight + dt.timedelta(minutes=1)) == "25 November 2026, 00:01"


def test_an_unknown_time_zone_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderError, match="Europe/Atlantis"):
        Moments("en", "Europe/Atlantis")


def test_languages_know_their_names_and_directions() -> None:
    assert [languages.name(code) for code in ("en", "ru", "crh", "qqq")] == [
        "English",
        "Русский",
        "Qırımtatarca",
        "qqq",
    ]
    rtl = [
        code for code in ("ar", "fa", "ug", "uz-Arab", "ckb", "en", "uz", "crh") if languages.direction(code) == "rtl"
    ]
    assert rtl == ["ar", "fa", "ug", "uz-Arab", "ckb"]


def test_a_narrower_language_falls_back_to_the_wider_and_then_to_the_source(tmp_path: Path) -> None:
    ours = theme(tmp_path / "ours", **{"locale/pt/LC_MESSAGES/tamizdat.po": catalogue(Latest="Recentes", Feed="Feed")})
    own = theme(tmp_path / "own", **{"locale/pt_BR/LC_MESSAGES/tamizdat.po": catalogue(Latest="Últimas")})
    words = Catalogue(Sources([own, ours]), "pt-BR")
    assert [words.text(text) for text in ("Latest", "Feed", "More")] == ["Últimas", "Feed", "More"]


def test_plural_forms_follow_the_language(tmp_path: Path) -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
        'msgid "%(count)s story"\nmsgid_plural "%(count)s stories"\n'
        'msgstr[0] "рассказ"\nmsgstr[1] "рассказа"\nmsgstr[2] "рассказов"\n'
    )
    words = Catalogue(Sources([theme(tmp_path, **{"locale/ru/LC_MESSAGES/tamizdat.po": text})]), "ru")
    assert [words.plural("%(count)s story", "%(count)s stories", n) for n in (1, 2, 5)] == [
        "рассказ",
        "рассказа",
        "рассказов",
    ]


def test_a_broken_catalogue_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"locale/ru/LC_MESSAGES/tamizdat.po": 'msgid "a\nnonsense'})
    with pytest.raises(RenderError, match=r"tamizdat\.po"):
        Catalogue(Sources([folder]), "ru")
