"""Dates, numbers, names of languages and catalogues."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tamizdat.render import Formatter, RenderError, languages
from tamizdat.render.catalogue import Catalogue
from tamizdat.render.solar import solar
from tamizdat.render.sources import Sources
from tests.render.folders import catalogue, renderer, theme

UTC_NOON = dt.datetime(2026, 11, 24, 20, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "long", "month"),
    [
        ("en", "25 November 2026", "November 2026"),
        ("en-US", "November 25, 2026", "November 2026"),
        ("ru", "25 ноября 2026", "Ноябрь 2026"),
        ("uk", "25 листопада 2026", "Листопад 2026"),
        ("be", "25 лістапада 2026", "Лістапад 2026"),
        ("kk", "25 қараша 2026", "Қараша 2026"),
        ("ky", "25-ноябрь, 2026", "Ноябрь 2026"),
        ("uz", "25-noyabr, 2026", "Noyabr 2026"),
        ("tg", "25 ноябри 2026", "Ноябр 2026"),
        ("ka", "25 ნოემბერი, 2026", "ნოემბერი 2026"),
        ("hy", "25 նոյեմբերի, 2026", "Նոյեմբեր 2026"),
        ("az", "25 noyabr 2026", "Noyabr 2026"),
        ("fa", "۴ آذر ۱۴۰۵ (۲۵ نوامبر ۲۰۲۶)", "نوامبر ۲۰۲۶"),
        ("fa-AF", "۲۵ نومبر ۲۰۲۶", "نومبر ۲۰۲۶"),
        ("ar", "25 نوفمبر 2026", "نوفمبر 2026"),
        ("crh", "2026-11-25", "2026-11"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language: str, long: str, month: str) -> None:
    formatter = Formatter(language, "Asia/Tbilisi")
    assert formatter.date(UTC_NOON) == long, "half past eight in the evening in UTC is the next day in Tbilisi"
    assert formatter.month("2026-11") == month
    assert formatter.month(UTC_NOON) == month


@pytest.mark.parametrize(
    "language", ["en", "ru", "ka", "hy", "kk", "ky", "uz", "tg", "tk", "az", "be", "uk", "ar", "fa", "crh"]
)
def test_every_language_of_ours_can_write_every_form(language: str) -> None:
    formatter = Formatter(language, "Asia/Tbilisi")
    for style in ("long", "medium"):
        assert ("2026" if language != "fa" else "۱۴۰۵") in formatter.date_and_time(UTC_NOON, style)
    assert formatter.number(1234567).strip()
    assert formatter.size(2_345_678)
    assert formatter.listed(["a", "b", "c"]).startswith("a")


@pytest.mark.parametrize(
    ("language", "names", "number", "size"),
    [
        ("kk", "A, B және C", "1\u00a0234,5", "2,3\u00a0МБ"),
        ("tg", "A, B ва C", "1\u00a0234,5", "2,3\u00a0МБ"),
        ("ka", "A, B და C", "1\u00a0234,5", "2,3\u00a0მბ"),
        ("hy", "A, B և C", "1\u00a0234,5", "2,3 ՄԲ"),
        ("az", "A, B və C", "1.234,5", "2,3 MB"),
        ("fa", "A، B و C", "۱٬۲۳۴٫۵", "۲٫۳\u00a0مگابایت"),
    ],
)
def test_names_numbers_and_sizes_are_written_in_the_languages_own_way(
    language: str, names: str, number: str, size: str
) -> None:
    formatter = Formatter(language, "Asia/Tbilisi")
    assert formatter.listed(["A", "B", "C"]) == names
    assert formatter.number(1234.5) == number
    assert formatter.size(2_345_678) == size


@pytest.mark.parametrize(
    ("day", "theirs"),
    [
        ("1979-02-11", (1357, 11, 22)),
        ("2021-03-20", (1399, 12, 30)),
        ("2021-03-21", (1400, 1, 1)),
        ("2023-09-23", (1402, 7, 1)),
        ("2024-03-20", (1403, 1, 1)),
        ("2025-03-20", (1403, 12, 30)),
        ("2025-03-21", (1404, 1, 1)),
    ],
)
def test_the_solar_calendar_knows_its_leap_years(day: str, theirs: tuple[int, int, int]) -> None:
    assert solar(dt.date.fromisoformat(day)) == theirs


def test_what_counts_and_lasts_is_written_in_the_languages_own_digits(tmp_path: Path) -> None:
    page = '{{ ngettext("%(count)s picture", "%(count)s pictures", 1234) }} {{ 3729|duration }}'
    made = renderer(theme(tmp_path, **{"pages/a.html": page}), languages=("fa",)).page("pages/a.html", "fa").decode()
    assert made == "۱٬۲۳۴ pictures ۱:۰۲:۰۹"


def test_a_clock_shows_the_newsrooms_time() -> None:
    assert Formatter("en", "Asia/Tbilisi").time(UTC_NOON) == "00:30"
    local = dt.datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Asia/Tbilisi"))
    assert Formatter("en", "Asia/Tbilisi").iso(local) == "2026-11-25T00:30:00+04:00"
    assert Formatter("en", "Asia/Tbilisi").iso(UTC_NOON) == "2026-11-25T00:30:00+04:00"


def test_a_day_without_an_hour_shows_no_clock() -> None:
    midnight = dt.datetime(2026, 11, 25, tzinfo=ZoneInfo("Asia/Tbilisi"))
    assert Formatter("en", "Asia/Tbilisi").date_and_time(midnight) == "25 November 2026"
    assert (
        Formatter("en", "Asia/Tbilisi").date_and_time(midnight + dt.timedelta(minutes=1)) == "25 November 2026, 00:01"
    )


def test_an_unknown_time_zone_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderError, match="Europe/Atlantis"):
        Formatter("en", "Europe/Atlantis")


def test_languages_know_their_names_and_directions() -> None:
    assert [languages.name(code) for code in ("en", "ru", "kk", "uz", "ka", "crh", "qqq")] == [
        "English",
        "Русский",
        "Қазақша",
        "O‘zbekcha",
        "ქართული",
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
