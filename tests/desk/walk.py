"""Every page of the desk once, for a newsroom that has a row of everything; and the words that a person reads there."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from time import time
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from lxml import html
from PIL import Image

from tamizdat.desk.letters.store import key, store
from tamizdat.desk.models import Plan
from tamizdat.letters import subscribing
from tamizdat.letters.links import CONFIRM, Link
from tamizdat.letters.store import lists, readers
from tamizdat.letters.store.lists import MailingList
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.newsroom import set_up
from tamizdat.newsroom.models import (
    Article,
    ArticleNote,
    Attachment,
    Author,
    AuthorText,
    Letter,
    LetterItem,
    LetterList,
    LetterListText,
    LetterText,
    Menu,
    MenuItem,
    Picture,
    Region,
    RegionGroup,
    RegionGroupText,
    RegionText,
    SearchAlias,
    Series,
    SeriesText,
    SiteText,
    StaticPage,
    StaticPageText,
    StoryFolder,
    Topic,
    TopicText,
)
from tests.desk.test_every_address import addresses, patterns

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]")
NO_WORDS = re.compile(
    r"<[^>]*>|https?://\S+|\S+@\S+|(?<!\w)/[\w/.-]*|%\(\w+\)s|\b[\w-]+\.(?:txt|vtt|jpg|pdf|toml|org)\b|[#.]\w+"
)
"""Addresses, names of files, and values that are put in."""
SHOWN = ("title", "aria-label", "placeholder", "alt", "data-w-tooltip-content-value", "data-w-progress-active-value")
SPOKEN = frozenset(["label", "helpText", "help_text", "title", "text", "description", "footer_text"])
"""Keys under which the framework's scripts are given words to show."""
TRIES = 40
SKIPPED = re.compile(
    r"desk/(preview|media|files|static|may-send|login/$|jsi18n|sprite|api|images/\(|pages/preview|letters/<int:pk>/preview|images/(serve|preview)|[^<]*block-preview)"
)
"""Addresses that answer with no page, and the one for those who are not signed in."""

RIGHTS = "desk/groups/"
"""Administrators alone come here; the rights have the names that Django gave them in the database."""


def fill() -> Article:
    """A row of everything, in Russian; answers a published story that has it all."""
    SiteText.objects.update(name="Перевал")
    set_up()
    SearchAlias.objects.all().delete()
    group = RegionGroup(slug="kavkaz", texts=[RegionGroupText(language="ru", name="Кавказ")])
    group.save()
    region = Region(slug="gruziya", group=group, texts=[RegionText(language="ru", name="Грузия")])
    region.save()
    topic = Topic(slug="politika", texts=[TopicText(language="ru", name="Политика")])
    topic.save()
    series = Series(slug="dnevnik", form="blog", texts=[SeriesText(language="ru", name="Дневник")])
    series.save()
    author = Author(slug="17", pseudonym=True, texts=[AuthorText(language="ru", name="Анна Лис")])
    author.save()
    page = StaticPage(slug="o-nas", texts=[StaticPageText(language="ru", title="О нас")])
    page.save()
    Menu(place="main", language="ru", items=[MenuItem(page=page)]).save()
    SearchAlias(spellings="Тифлис\nТбилиси").save()
    data = BytesIO()
    Image.new("RGB", (640, 480), (154, 39, 9)).save(data, "JPEG")
    picture = Picture.objects.create(title="Перевал", file=ContentFile(data.getvalue(), "pereval.jpg"))
    Attachment.objects.create(title="Запись", file=ContentFile(b"%PDF-1.4 1", "zapis.pdf"))
    story = articles.create(
        Article(
            headline="Дорога через перевал",
            lead_picture=picture,
            series=series,
            body=[
                ("text", "<p>Снег.</p>"),
                ("heading", "Зима"),
                ("picture", {"picture": picture, "caption": "", "alt_text": "", "credit_line": ""}),
                ("quote", {"text": "Снег.", "attribution": "Анна"}),
                ("divider", None),
            ],
        ),
        "ru",
    )
    story.regions, story.topics = [region], [topic]
    story.authors.create(author=author)
    story.notes.add(ArticleNote(kind="correction", text="<p>Снег был вчера.</p>"))
    story.save()
    articles.publish(story)
    newsletter(story)
    articles.create(Article(headline="Мост"), "ru")
    Plan.objects.create(language="ru", title="Ледник", day=timezone.localdate(), topic=topic)
    articles.kill(articles.publish(articles.create(Article(headline="Снятое"), "ru")), reason="Суд")
    return story


def newsletter(story: Article) -> None:
    """A list with a letter, and its first reader."""
    row = LetterList(slug="nedelya", texts=[LetterListText(language="ru", name="Неделя")])
    row.save()
    items = [LetterItem(kind="story", article=story.translation_key), LetterItem(kind="text", text="<p>Снег.</p>")]
    Letter(list=row, texts=[LetterText(language="ru", subject="Дорога открыта")], items=items).save()
    lists.replace(store(), [MailingList(id=row.pk, slug=row.slug, is_open=True, texts={"ru": {"name": "Неделя"}})])
    joined = subscribing.join(
        store(), key(), address="anna@example.org", language="ru", lists=[row.pk], how="form", shown="", now=int(time())
    )
    if joined.reader:
        subscribing.confirm(store(), Link(action=CONFIRM, reader=joined.reader, list=row.pk), int(time()))


def pages(client: Client, language: str) -> dict[str, tuple[str, str]]:
    """By address, the first page that each route of the desk answers with, and its template. Forms that make something are
    here as they come back when they were sent empty, too."""
    client.raise_request_exception = False
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    rows = sorted({row for model in _models() for row in model.objects.values_list("pk", flat=True)[:3]}, reverse=True)
    found: dict[str, tuple[str, str]] = {}
    folder = StoryFolder.objects.get(locale__language_code=language)
    stories = [f"/desk/pages/{story.pk}/edit/" for story in Article.objects.all()]
    people = [
        f"/desk/letters/readers/{one.id}/{page}" for one in readers.newest(store(), 0, 1) for page in ("", "erase/")
    ]
    for address in (f"/desk/pages/add/newsroom/article/{folder.pk}/", *stories, *people):
        if page := _page(client.get(address, headers={"Accept-Language": language})):
            found[address] = page
    for route in dict.fromkeys(route for route, _pattern in patterns(get_resolver())):
        if not route.startswith("desk/") or SKIPPED.match(route) or route.startswith(RIGHTS):
            continue
        for _try, address in zip(range(TRIES), addresses(route, rows), strict=False):
            asked = f"{address}?id={rows[0]}" if "/bulk/" in address else address
            if page := _page(client.get(asked, headers={"Accept-Language": language})):
                found[asked] = page
                break
        if not re.search(r"(new|add|password)/$", address):
            continue
        counts = html.document_fromstring(found.get(address, ["<p>"])[0]).xpath("//input[contains(@name, '_FORMS')]")
        sent = {count.get("name"): count.get("value", "") for count in counts}
        if page := _page(client.post(address, sent, headers={"Accept-Language": language})):
            found[f"{address} sent empty"] = page
    return found


def _models() -> Iterator[Any]:
    wanted = ("newsroom", "auth", "wagtailcore")
    yield from (
        model
        for model in apps.get_models()
        if model._meta.app_label in wanted and model._meta.pk.name in ("id", "page_ptr")
    )


def _page(answer: Any) -> tuple[str, str] | None:
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
        return None
    text = answer.content.decode()
    return (text, str(answer.templates[0].name) if answer.templates else "") if "<html" in text else None


def read(page: str) -> Iterator[str]:
    """Every text that somebody who looks at the page, or listens to it, is told in the language of the desk."""
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str) or element.xpath("ancestor-or-self::*[@lang][1]/@lang")[:1] not in (
            ["ru"],
            [],
        ):
            continue
        if element.tag == "script":
            if element.get("type") == "application/json":
                yield from _spoken(json.loads(element.text or "null"))
            continue
        if element.tag in ("style", "kbd", "code", "textarea") or element.xpath(
            "ancestor::select[contains(@name, 'time_zone')]"
        ):
            continue
        if element.text and "data-side-panel-toggle-counter" not in element.attrib:  # hidden while it counts nothing
            yield element.text
        yield from filter(None, (element.get(name) for name in SHOWN))
        if element.tag == "input" and element.get("type") in ("submit", "button"):
            yield element.get("value", "")
        for name, value in element.attrib.items():
            if name.startswith("data-") and value[:1] in "{[":
                try:
                    yield from _spoken(json.loads(value))
                except ValueError:
                    continue
    for tail in html.document_fromstring(page).xpath("//body//*[not(self::script or self::style)]"):
        if tail.tail:
            yield tail.tail


def _spoken(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _spoken(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _spoken(one, key)
    elif isinstance(value, str) and key in SPOKEN and not value.startswith("{"):
        yield value


def latin(text: str) -> list[str]:
    """The words in Latin letters."""
    return LATIN.findall(NO_WORDS.sub(" ", text))
