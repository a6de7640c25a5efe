from __future__ import annotations

import json
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.kit.slugs import RESERVED, is_reserved, slugify
from tamizdat.kit.transliteration import BASE, DEFAULT, LANGUAGES

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ALL_LANGUAGES = [*LANGUAGES, "en", "ru", "fa", "fr", "zh", "uz-Cyrl", "xx"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Don’t stop: the “test” of No. 5", "dont-stop-the-test-of-no-5"),
        ("en", "100% of ½ — 🙂 — Ельцин", "100-of-1-2-yeltsin"),
        ("ru", "Лукашенко поблагодарил Китай", "lukashenko-poblagodaril-kitay"),
        ("ru", "Ельцин, Хрущёв, Королёв, Соловьёв", "yeltsin-khrushchev-korolyov-solovyov"),
        ("ru", "Нижний Новгород, Грозный, подъезд", "nizhny-novgorod-grozny-podyezd"),
        ("ru", "за́мок и замо́к", "zamok-i-zamok"),
        ("uk", "Згурський, Їжакевич, Юрій Гоголь", "zghurskyi-yizhakevych-yurii-hohol"),
        ("uk", "Знам'янка, Знам’янка", "znamianka-znamianka"),
        ("be", "Ціханоўская, Бяляцкі, Магілёў, з'езд", "tsikhanouskaya-bialiatski-mahiliou-zyezd"),
        ("kk", "Қазақстан, Қарағанды, Ақтөбе, Тоқаев", "qazaqstan-qaraghandy-aqtobe-toqaev"),
        ("ky", "Жогорку Кеңеш, Өзгөн", "jogorku-kengesh-ozgon"),
        ("tg", "Эмомалӣ Раҳмон, Хоруғ, Ҷумҳурӣ", "emomali-rahmon-khorugh-jumhuri"),
        ("az", "İlham Əliyev, Şuşa, Qarabağ", "ilham-eliyev-shusha-qarabagh"),
        ("tr", "Cumhurbaşkanı, İstanbul, IĞDIR", "cumhurbaskani-istanbul-igdir"),
        ("tk", "Aşgabat, Türkmenbaşy, ýyl, ňäme", "ashgabat-turkmenbashy-yyl-name"),
        ("ka", "თბილისი, ქუთაისი, ცხინვალი", "tbilisi-kutaisi-tskhinvali"),
        ("hy", "Երևան, Գյումրի, որ, ով, Փաշինյան", "yerevan-gyumri-vor-ov-pashinyan"),
        ("mn", "Улаанбаатар, Хүрэлсүх, Өлгий, Говь", "ulaanbaatar-khurelsukh-olgii-govi"),
        ("tt", "Казан, Яр Чаллы, яңа", "kazan-yar-chally-yana"),
        ("ab", "Аҟәа, Аԥсны", "aqwa-apsny"),
        ("ce", "Хьалха, къам", "halkha-qam"),
        ("os", "Цхинвал, хъæу", "tskhinval-qau"),
        ("fa", "ایران، تهران، مشهد، شیراز ۱۴۰۲", "iran-tahran-mashhad-shiraz-1402"),
        ("fa", "می‌رود", "mi-rud"),
        ("prs", "مزار شریف، وزیر", "mazar-sharif-wazir"),
        ("ps", "کندهار، هلمند", "kandahar-halmand"),
        ("ar", "بغداد، وزير", "baghdad-wazir"),
        ("ug", "ئۈرۈمچى ئۇيغۇر", "urumchi-uyghur"),
        ("bg", "Щастие, България", "shtastie-balgaria"),
        ("de", "Über Straße und Öl", "ueber-strasse-und-oel"),
        ("fr", "L’Iran d'aujourd’hui", "l-iran-d-aujourd-hui"),
        ("pl", "Łódź i Żółw", "lodz-i-zolw"),
        ("ro", "Chișinău, Тираспол", "chisinau-tiraspol"),
        ("zh", "习近平在北京", "xi-jin-ping-zai-bei-jing"),
    ],
)
def test_practice_of_each_language(language: str, text: str, expected: str) -> None:
    assert slugify(text, language) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("uz", "Oʻzbekiston Gʻafur mirziyoyev", "Ўзбекистон Ғафур Мирзиёев"),
        ("uz", "O'zbekiston G`ulom", "O‘zbekiston Gʻulom"),
        ("az", "Əliyev Şuşa Qarabağ Çıxış", "Әлијев Шуша Гарабағ Чыхыш"),
        ("tk", "Aşgabat wagt", "Ашгабат вагт"),
        ("sr", "Đoković Čačak", "Ђоковић Чачак"),
    ],
)
def test_two_alphabets_give_one_address(language: str, one: str, other: str) -> None:
    assert slugify(one, language) == slugify(other, language)


@pytest.mark.parametrize("tag", ["uk", "uk-UA", "uk_UA", "UK"])
def test_any_form_of_the_tag_is_known(tag: str) -> None:
    assert slugify("Гоголь", tag) == "hohol"


def test_afghan_persian_is_dari() -> None:
    assert slugify("وزیر", "fa-AF") == slugify("وزیر", "prs") != slugify("وزیر", "fa")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "story"),
        ("— … 🙂", "story"),
        ("\ud800\u202e", "story"),
        ("Page", "story-page"),
        ("feed", "story-feed"),
        ("11", "story-11"),
        ("۱۱", "story-11"),
        ("2026", "story-2026"),
        ("_", "story"),
        ("112", "112"),
        ("pages", "pages"),
    ],
)
def test_never_empty_and_never_reserved(text: str, expected: str) -> None:
    assert slugify(text, "en") == expected


def test_cut_between_words() -> None:
    assert slugify("one two three four five", "en", limit=16) == "one-two-three"
    assert slugify("sixteen-letters-x", "en", limit=16) == "sixteen-letters"
    assert slugify("exactly sixteen1", "en", limit=16) == "exactly-sixteen1"
    assert slugify("ж" * 50, "ru", limit=16) == "zh" * 8
    assert slugify("page " + "x" * 40, "en", limit=16) == "story-page"
    assert len(slugify("слово " * 10_000, "ru")) <= 80
    with pytest.raises(ValueError, match="at least 16"):
        slugify("x", "en", limit=8)


@given(text=st.text(max_size=120), language=st.sampled_from(ALL_LANGUAGES), limit=st.integers(16, 90))
def test_every_text_gives_a_slug_that_stays(text: str, language: str, limit: int) -> None:
    slug = slugify(text, language, limit=limit)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= limit
    assert not is_reserved(slug)
    assert slug not in RESERVED
    assert slugify(slug, language, limit=limit) == slug


def test_tables_leave_ascii_alone_and_say_only_ascii() -> None:
    for table in (BASE, *DEFAULT, *(table for tables in LANGUAGES.values() for table in tables)):
        for letters, form in table.items():
            assert not any(letter.isascii() for letter in letters.strip("^~$")), letters
            assert re.fullmatch("[a-z]*-?", form), letters


def as_slug(latin: str) -> str:
    """A printed romanisation without its marks: what a slug can keep of it."""
    bare = re.sub("[-’‘ʻʼʹʺ'`]", "", anyascii(unicodedata.normalize("NFD", latin)))
    return "-".join(re.findall("[a-z0-9]+", bare.lower()))


@pytest.mark.parametrize(("language", "alike"), [("ru", 0.95), ("uk", 0.94), ("kk", 0.97)])
def test_close_to_the_bgn_tables(shared_data: Path, language: str, alike: float) -> None:
    """Not equal by choice: ий as y (ru), the national ia and iu (uk), й as y (kk): docs/decisions/0024."""
    file = shared_data / "names-cldr" / "transforms" / f"{language}-Latn-t-{language}-m0-bgn.txt"
    pairs = [line.split("\t")[:2] for line in file.read_text().splitlines() if "\t" in line and line[0] != "#"]
    likeness = [SequenceMatcher(None, slugify(source, language), as_slug(latin)).ratio() for source, latin in pairs]
    assert sum(likeness) / len(likeness) > alike


SCRIPTS = {"hy": "[\u0530-\u058f]", "ka": "[\u10a0-\u10ff]", "fa": "[\u0600-\u06ff]", "prs": "[\u0600-\u06ff]"}


@pytest.mark.parametrize(
    ("country", "language", "share"),
    [
        *(("RU", "ru", 0.97), ("UA", "uk", 0.94), ("BY", "be", 0.94), ("KZ", "kk", 0.95), ("KG", "ky", 0.97)),
        *(("TJ", "tg", 0.95), ("UZ", "uz", 0.78), ("AM", "hy", 0.98), ("GE", "ka", 0.98), ("MN", "mn", 0.95)),
        *(("IR", "fa", 0.80), ("AF", "prs", 0.80)),
    ],
)
def test_towns_come_out_close_to_their_usual_ascii_names(
    shared_data: Path, country: str, language: str, share: float
) -> None:
    """Of a town's names in the script, the best; close is a likeness of 0.8 to the name on an English map."""
    script = re.compile(SCRIPTS.get(language, "[\u0400-\u04ff]"))
    lines = (shared_data / "names-geonames-region" / "cities.jsonl").read_text().splitlines()
    likeness = []
    for town in map(json.loads, lines):
        names = [name for name in town["alternatenames"] if script.search(name)]
        if town["countrycode"] == country and names:
            usual = as_slug(town["name"])
            likeness.append(max(SequenceMatcher(None, slugify(name, language), usual).ratio() for name in names))
    assert len(likeness) > 10
    assert sum(one >= 0.8 for one in likeness) / len(likeness) >= share
