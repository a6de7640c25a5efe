"""A big archive to measure with: invented stories in English and Russian, the same bytes for the same count.

    python -m benchmarks.archive FILE COUNT        then: tamizdat -C DIR import jsonl FILE

Stories are 3 to 6 KB of text over ten years, by eight authors, about the regions and topics that the demo has; `prepare`
makes those in a newsroom that lacks them. Every second story has a sibling in the other language.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

FIRST_DAY = datetime(2015, 1, 1, 6, tzinfo=UTC)
DAYS = 3650
REGIONS = (
    *("armenia", "azerbaijan", "georgia"),
    *("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"),
    *("abkhazia", "nagorno-karabakh", "south-ossetia", "transnistria"),
    *("belarus", "moldova", "russia", "the-baltics", "ukraine"),
    *("afghanistan", "china", "eu", "iran", "mongolia", "turkey", "united-kingdom", "united-states"),
)
TOPICS = ("arts-and-culture", "economy", "politics", "security", "society")
AUTHORS = {
    "en": ("Ana Beridze", "Marat Seitkali", "Lena Hovik", "Piotr Vask", "Nino Tariel", "Jan Kalda", "Dina Orazova", "Tom Ash"),
    "ru": ("Ана Беридзе", "Марат Сейткали", "Лена Ховик", "Пётр Васк", "Нино Тариэл", "Ян Калда", "Дина Оразова", "Том Эш"),
}  # fmt: skip
PLACES = {
    "en": ("Zeskari", "Nortal", "the upper valley", "Karasuv", "the port", "the border district", "Orhei Street", "Almaly"),
    "ru": ("Зескари", "Нортале", "верхней долине", "Карасуве", "порту", "приграничье", "старом квартале", "Алмалы"),
}  # fmt: skip
PARTS = {
    "en": {
        "who": "the council|a group of teachers|the ministry of roads|three bus drivers|residents|the central bank"
        "|an independent auditor|the mayor's office|two shepherds|the union of printers|a former judge|students",
        "did": "asked for a hearing|published its figures|refused to sign the contract|counted the ballots again"
        "|repaired the bridge|opened the archive|warned of a dry summer|stopped the works|agreed to meet in private"
        "|bought wheat abroad|wrote an open letter|closed the market for a week",
        "why": "because the winter road was blocked|after prices rose for the third month|while the court was in recess"
        "|although nobody had been consulted|before the vote in spring|as the river fell below its mark"
        "|since the old agreement had run out|so that the harvest could be moved in time",
        "more": "The documents were seen by our reporters|No date has been set|Two witnesses confirmed it|The figures differ"
        "|Officials did not answer our questions|A second hearing is expected|The report runs to ninety pages"
        "|Nobody was hurt|The works will cost four million|It was the first such meeting in six years",
    },
    "ru": {
        "who": "депутаты|учителя трёх школ|дорожники|трое водителей автобусов|жители|сотрудники банка"
        "|независимые аудиторы|чиновники мэрии|двое чабанов|печатники|бывшие судьи|студенты",
        "did": "добились слушаний|получили доступ к отчёту|остались без договора|дождались пересчёта голосов"
        "|увидели новый мост|узнали о планах из архива|готовятся к засушливому лету|отложили работы|просят о встрече"
        "|считают запасы пшеницы|говорят об открытом письме|неделю живут без рынка",
        "why": "потому что зимняя дорога закрыта|когда цены выросли третий месяц подряд|пока суд не заседает"
        "|хотя никого не спросили|накануне весеннего голосования|ведь река опустилась ниже отметки"
        "|поскольку прежнее соглашение истекло|чтобы успеть вывезти урожай",
        "more": "Документы есть в распоряжении редакции|Дата пока не назначена|Это подтвердили два свидетеля|Цифры расходятся"
        "|На наши вопросы не ответили|Ожидается второе слушание|В отчёте девяносто страниц|Никто не пострадал"
        "|Работы обойдутся в четыре миллиона|Такая встреча прошла впервые за шесть лет",
    },
}
WORDS = {language: {part: words.split("|") for part, words in several.items()} for language, several in PARTS.items()}
IN = {"en": "in", "ru": "в"}
LETTERS = {"en": (3000, 6000), "ru": (1700, 3400)}
"""Letters of a body: a Cyrillic one takes two bytes."""


def write(path: Path, count: int) -> None:
    """`count` stories as JSON lines, for `tamizdat import jsonl`. Streams."""
    with path.open("w", encoding="utf-8") as file:
        for story in stories(count):
            file.write(json.dumps(story, ensure_ascii=False) + "\n")


def stories(count: int) -> Iterator[dict[str, object]]:
    """Oldest first; the two languages take turns."""
    chance = random.Random(count)
    pools = {language: _sentences(language, random.Random(language)) for language in PARTS}
    for number in range(count):
        language = ("en", "ru")[number % 2]
        published = FIRST_DAY + timedelta(days=DAYS) * (number / count)
        author = chance.randrange(8)
        story: dict[str, object] = {
            "id": f"archive-{number:07}",
            "lang": language,
            "title": f"{_title(language, chance)}, {number}",
            "dek": chance.choice(pools[language]),
            "published": published.isoformat(timespec="seconds"),
            "body": _body(chance, pools[language], LETTERS[language]),
            "licence": "CC0-1.0",
            "authors": [AUTHORS[language][author]],
            "regions": chance.sample(REGIONS, 1 + (number % 3 == 0)),
            "topics": [TOPICS[number % len(TOPICS)]],
        }
        if number % 4 < 2:
            story["group"] = f"pair-{number // 4}"
        yield story


def prepare() -> None:
    """Make the regions, topics and authors that a newsroom lacks. Needs Django to be set up."""
    from tamizdat.newsroom.models import (  # noqa: PLC0415 (writing a file needs no Django)
        Author,
        AuthorText,
        Region,
        RegionGroup,
        RegionGroupText,
        RegionText,
        Topic,
        TopicText,
    )

    group = RegionGroup.objects.filter(slug="archive").first() or RegionGroup(
        slug="archive", texts=[RegionGroupText(language="en", name="Archive")]
    )
    group.save()
    there = set(Region.objects.values_list("slug", flat=True))
    for slug in REGIONS:
        if slug not in there:
            name = slug.replace("-", " ").title()
            Region(slug=slug, group=group, texts=[RegionText(language="en", name=name)]).save()
    there = set(Topic.objects.values_list("slug", flat=True))
    for slug in TOPICS:
        if slug not in there:
            name = slug.replace("-", " ").capitalize()
            Topic(slug=slug, texts=[TopicText(language="en", name=name)]).save()
    there = set(AuthorText.objects.values_list("name", flat=True))
    for english, russian in zip(AUTHORS["en"], AUTHORS["ru"], strict=True):
        if english not in there:
            texts = [AuthorText(language="en", name=english), AuthorText(language="ru", name=russian)]
            Author(texts=texts).save()


def _title(language: str, chance: random.Random) -> str:
    who, did = (chance.choice(WORDS[language][part]) for part in ("who", "did"))
    return f"{who[0].upper()}{who[1:]} {did}"


def _sentences(language: str, chance: random.Random) -> list[str]:
    """Two thousand of them: stories then share sentences, as they share words, but no two stories are alike."""
    words = WORDS[language]
    found = []
    for number in range(2000):
        if number % 4 == 3:
            found.append(f"{chance.choice(words['more'])}.")
            continue
        place = f"{IN[language]} {chance.choice(PLACES[language])}"
        said = f"{chance.choice(words['who'])} {place} {chance.choice(words['did'])} {chance.choice(words['why'])}."
        found.append(said[0].upper() + said[1:])
    return found


def _body(chance: random.Random, pool: list[str], letters: tuple[int, int]) -> list[str]:
    wanted = chance.randint(*letters)
    paragraphs: list[str] = []
    while wanted > 0:
        paragraphs.append(" ".join(chance.choices(pool, k=chance.randint(2, 6))))
        wanted -= len(paragraphs[-1])
    return paragraphs


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
