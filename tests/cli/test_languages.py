"""A newsroom in all twelve languages of the interface: settings, addresses, direction, texts and dates of its pages."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import tamizdat

# Language: headline, the address made of it, what the front's skip link says, the day as the story's page has it.
STORIES = {
    "en": ("The train is back", "the-train-is-back", "Skip to content", "23 November 2026"),
    "ru": ("Поезд вернулся", "poezd-vernulsya", "Перейти к содержанию", "23 ноября 2026"),
    "kk": ("Пойыз қайта оралды", "poyyz-qayta-oraldy", "Мәтінге өту", "23 қараша 2026"),
    "ky": ("Поезд кайтып келди", "poezd-kaytyp-keldi", "Текстке өтүү", "23-ноябрь, 2026"),
    "uz": ("Poyezd o‘z yo‘liga qaytdi", "poyezd-oz-yoliga-qaytdi", "Matnga o‘tish", "23-noyabr, 2026"),
    "tg": ("Қатора баргашт", "qatora-bargasht", "Гузариш ба матн", "23 ноябри 2026"),
    "ka": ("მატარებელი დაბრუნდა", "matarebeli-dabrunda", "ტექსტზე გადასვლა", "23 ნოემბერი, 2026"),
    "hy": ("Գնացքը վերադարձավ", "gnatsky-veradardzav", "Անցնել տեքստին", "23 նոյեմբերի, 2026"),
    "az": ("Qatar geri qayıtdı", "qatar-geri-qayitdi", "Mətnə keç", "23 noyabr 2026"),
    "be": ("Цягнік вярнуўся", "tsiahnik-viarnuusia", "Да тэксту", "23 лістапада 2026"),
    "uk": ("Потяг повернувся", "potiah-povernuvsia", "До тексту", "23 листопада 2026"),
    "fa": ("قطار بازگشت", "qatar-bazgasht", "رفتن به متن", "۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)"),
}


def test_a_newsroom_in_every_language_of_the_interface(newsroom: Path) -> None:
    toml = newsroom / "newsroom.toml"
    toml.write_text(toml.read_text().replace('["en", "ru"]', json.dumps([*STORIES])))
    tamizdat("-C", newsroom, "upgrade")
    lines = [
        {
            "id": code,
            "lang": code,
            "headline": headline,
            "body": ["…"],
            "published": "2026-11-23T12:00",
            "group": "train",
        }
        for code, (headline, *_) in STORIES.items()
    ]
    (newsroom / "stories.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    tamizdat("-C", newsroom, "import", "jsonl", newsroom / "stories.jsonl")
    tamizdat("-C", newsroom, "bake")
    public = newsroom / "public"
    for code, (headline, slug, skip, day) in STORIES.items():
        way = "rtl" if code == "fa" else "ltr"
        front = (public / code / "index.html").read_text()
        assert f'<html lang="{code}" dir="{way}">' in front
        assert skip in front
        assert headline in front
        story = (public / code / "2026/11" / slug / "index.html").read_text()
        assert day in story
        for other, (_, there, *_) in STORIES.items():
            assert other == code or f'href="/{other}/2026/11/{there}/"' in story
    archive = (public / "fa/archive/index.html").read_text()
    assert "<h2>۲۰۲۶</h2>" in archive
    assert "نوامبر ۲۰۲۶" in archive
