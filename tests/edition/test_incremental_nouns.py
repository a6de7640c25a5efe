"""What an editor does to the newsroom around the stories, too, gives byte for byte what a full bake gives."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from tamizdat.newsroom.actions import most_read
from tamizdat.newsroom.models import (
    Address,
    Article,
    ArticleNote,
    AuthorLink,
    AuthorText,
    Menu,
    MenuItem,
    Picture,
    RegionGroup,
    RegionGroupText,
    SeriesAuthor,
    SiteSettings,
    SiteText,
    StaticPage,
    StaticPageText,
    SupportWay,
    Topic,
    TopicText,
    WordCorrection,
)
from tests.edition.newsroom import SmallNewsroom, contents
from tests.edition.test_incremental import edit

LANGUAGES = ("en", "ru", "ar")


def site(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = SiteSettings.get()
    row.accent, row.republishing = rnd.choice(["", "#123456"]), rnd.random() < 0.5
    row.texts.set(
        [
            SiteText(
                language=language,
                name=f"Site {word}",
                ask_mode=rnd.choice(SiteText.Ask.values),
                ask=word,
                warning=word,
                republish_terms=f"<p>{word} {link(rnd)}</p>",
                safe_ways=f"<p>{link(rnd)}</p>",
            )
            for language in LANGUAGES
        ]
    )
    row.ways.set([SupportWay(label=word, url="https://example.org/give")] * rnd.randint(0, 1))
    row.words.set([WordCorrection(language="en", message="Latest", text=word)] * rnd.randint(0, 1))
    row.save()


def link(rnd: random.Random) -> str:
    """To some story, public or not."""
    pk = rnd.choice([*Article.objects.values_list("pk", flat=True), 0])
    return f'<a linktype="page" id="{pk}">there</a>'


def page(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    slug = rnd.choice(["about", "corrections", "contact", "team"])
    row = StaticPage.objects.filter(slug=slug).first() or StaticPage(slug=slug)
    row.form = rnd.choice(StaticPage.Form.values)
    row.texts.set([StaticPageText(language=rnd.choice(LANGUAGES), title=word, body=f"<p>{link(rnd)}</p>")])
    row.save()


def no_page(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    if rows := list(StaticPage.objects.all()):
        rnd.choice(rows).delete()


def menu(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = Menu.objects.get_or_create(place=rnd.choice(Menu.Place.values), language=rnd.choice(LANGUAGES))[0]
    item = MenuItem(label=rnd.choice(["", word]), sort_order=0)
    setattr(item, *rnd.choice([("topic", room.topic), *(("page", one) for one in StaticPage.objects.all())]))
    row.items.set([item])
    row.save()


def region(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = rnd.choice(room.regions)
    row.latitude, row.longitude = rnd.uniform(40, 44), rnd.uniform(40, 48)
    row.neighbours = rnd.sample(room.regions, rnd.randint(0, len(room.regions)))
    row.ask = rnd.choice(["", "none", "warning"])
    row.texts.all()[0].introduction = f"<p>{word} {link(rnd)}</p>"
    row.save()


def group(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = RegionGroup.objects.get()
    row.texts.set([RegionGroupText(language=rnd.choice(LANGUAGES), name=word)])
    row.save()


def topic(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = rnd.choice([room.topic, room.event])
    row.running = rnd.random() < 0.5
    row.slug = f"{row.slug.partition('-')[0]}-{word}"
    row.save()


def event(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = Topic(slug=f"event-{word}", parent=room.topic)
    row.texts.add(TopicText(language="en", name=word))
    row.save()


def author(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = rnd.choice(room.authors)
    row.pseudonym = rnd.random() < 0.5
    row.texts.set([AuthorText(language="en", name=word, short_bio=word, long_bio=f"<p>{link(rnd)}</p>")])
    row.links.set([AuthorLink(label=word, url="https://example.org/")])
    row.save()


def series(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    row = rnd.choice(room.series)
    row.form = rnd.choice(["blog", "podcast", "feature", "visual"])
    row.authors.set([SeriesAuthor(author=one) for one in room.authors[: rnd.randint(0, 2)]])
    row.save()


def note(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    stories = list(Article.objects.filter(live=True, killed_at=None))
    if stories:
        story = rnd.choice(stories)
        story.notes.add(ArticleNote(kind=rnd.choice(ArticleNote.Kind.values), text=f"<p>{word} {link(rnd)}</p>"))
        story.save_revision().publish()


def reads(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    paths = Address.objects.filter(owner__startswith="article:").values_list("path", flat=True)
    most_read.renew({path: rnd.randint(1, 90) for path in paths})


def picture(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    rows = list(Picture.objects.all())
    if len(rows) < 3:
        data = BytesIO()
        Image.new("RGB", (640, 400), rnd.choice(["red", "navy", "olive"])).save(data, "PNG")
        row = Picture(title=word, file=ContentFile(data.getvalue(), f"{word}.png"))
    else:
        row = rnd.choice(rows)
        if rnd.random() < 0.3:
            row.delete()
            return
    row.caption = row.credit_line = word
    row.may_be_republished = rnd.random() < 0.5
    row.save()


def shown(room: SmallNewsroom, rnd: random.Random, word: str) -> None:
    """A picture comes to stand somewhere."""
    chosen = rnd.choice([None, *Picture.objects.all()])
    stories = list(Article.objects.filter(live=True, killed_at=None))
    place = rnd.choice(["story", "body", "portrait", "series", "logo"])
    if place == "portrait":
        row = rnd.choice(room.authors)
        row.refresh_from_db()
        row.portrait = chosen
    elif place == "series":
        row = rnd.choice(room.series)
        row.refresh_from_db()
        row.picture = chosen
    elif place == "logo":
        row = SiteSettings.get()
        row.logo = chosen
    elif stories:
        row = rnd.choice(stories)
        if place == "story":
            row.lead_picture = chosen
        elif chosen:
            row.body = [("text", f"<p>{word}</p>"), ("picture", {"picture": chosen, "caption": word})]
        row.save_revision().publish()
        return
    else:
        return
    row.save()


EDITS = (
    site,
    page,
    page,
    no_page,
    menu,
    region,
    group,
    topic,
    event,
    author,
    series,
    note,
    note,
    reads,
    *[picture, shown] * 5,
)


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_of_everything_give_what_a_full_bake_gives(room, seed, monkeypatch):
    monkeypatch.setattr("tamizdat.newsroom.keys.PAGE_SIZE", 4)
    rnd = random.Random(seed)
    for name in ("one", "whole"):
        (room.folder / name).mkdir(exist_ok=True)
        (room.folder / name / "renditions").symlink_to(settings.NEWSROOM.renditions)
    room.baker = room.another("one", own_renderer=True)
    room.bake()
    for _ in range(12):
        for _ in range(rnd.randint(1, 2)):
            edit(room, rnd)
            if room.regions and room.authors and room.series:
                rnd.choice(EDITS)(room, rnd, f"word{rnd.getrandbits(32)}")
        counts = room.bake()
        assert not counts.failures
    whole = room.another("whole")
    room.bake_whole(whole)
    incremental, full = contents(room.baker), contents(whole)
    assert incremental.keys() == full.keys()
    assert [path for path in full if incremental[path] != full[path]] == []
