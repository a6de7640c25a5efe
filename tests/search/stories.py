"""A handful of stories in several languages, and an index of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tamizdat.search.documents import Document
from tamizdat.search.index import Writer


def day(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


MINSK = Document(
    id=1,
    url="/ru/minsk",
    language="ru",
    headline="Выборы в Минске",
    dek="Что решили депутаты",
    text="Зимой в городе было холодно.\nАлександр Лукашенко сказал, что новых выборов не будет.\nАвтобусы ходили редко.",
    names=("Ана Беридзе", "Беларусь"),
    published=day("2024-03-01"),
    genre="news",
    regions=("belarus",),
    topics=("politics",),
    authors=("ana-beridze",),
)
LUKASHENKO = Document(
    id=2,
    url="/en/lukashenko",
    language="en",
    headline="Lukashenko cancels the vote",
    text="There will be no elections in Minsk, Alexander Lukashenko told the deputies. The budget vote is put off, too.",
    names=("Ana Beridze", "Belarus"),
    published=day("2024-03-02"),
    genre="news",
    regions=("belarus", "russia"),
    topics=("politics",),
    authors=("ana-beridze",),
)
BUDGET = Document(
    id=3,
    url="/en/budget",
    language="en",
    headline="A budget for Tbilisi",
    text="The government of Georgia voted on the budget. Teachers had asked for more; the vote was close.",
    names=("Tom Ash", "Georgia"),
    published=day("2024-05-20"),
    genre="analysis",
    regions=("georgia",),
    topics=("economy",),
    authors=("tom-ash",),
    series=("money",),
)
TEACHERS = Document(
    id=4,
    url="/en/teachers",
    language="en",
    headline="Teachers in Tbilisi go on strike",
    text="Schools stayed shut in Georgia. The teachers said that the government had not kept its word.",
    names=("Tom Ash", "Georgia"),
    published=day("2024-05-20"),
    genre="news",
    regions=("georgia",),
    topics=("society",),
    authors=("tom-ash",),
)
STORIES = (MINSK, LUKASHENKO, BUDGET, TEACHERS)


def indexed(folder: Path, documents: Iterable[Document] = STORIES) -> Path:
    with Writer(folder) as writer:
        writer.put(documents)
        writer.commit()
    return folder
