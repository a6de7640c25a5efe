"""Edits of a newsroom, drawn from its models: every column and every relation of every model that people write, and
every state that a story can be in.

The columns are found by introspection, so a new column is drawn without anyone adding it here. A column of a new field
type, for which no value can be made, raises TypeError.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from PIL import Image
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from tamizdat.bake.baker import Baker
from tamizdat.bake.products import Counts
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, deleting, imports, merging, most_read, newsroom, pins, schedule
from tamizdat.newsroom.models import (
    Address,
    Article,
    ArticleNote,
    Attachment,
    Author,
    AuthorText,
    BinEntry,
    Letter,
    LetterItem,
    LetterList,
    LetterListText,
    LetterText,
    Menu,
    MenuItem,
    MostRead,
    Picture,
    Pin,
    Region,
    RegionGroup,
    RegionGroupText,
    RegionText,
    SearchAlias,
    SeriesText,
    SiteSettings,
    SiteText,
    StaticPage,
    StaticPageText,
    SupportWay,
    TopicText,
    WordCorrection,
)
from tamizdat.newsroom.models.bin import is_in_bin
from tests.edition.newsroom import SmallNewsroom, contents

WRITTEN_BY_THE_PROGRAM = {
    "Address",
    "StoryList",
    "ListEntry",
    "RelatedStory",
    "PictureRendition",
    "StoryFolder",
    "BinEntry",
    "CorrectionRecord",
    "LetterSlot",
    "KilledPicture",
    "Removal",
    "RemovedFile",
    "TranslatedFrom",
    "NamedVersion",
    "CheckedChange",
    "MachineText",
}
"""Models whose rows follow from the writes of others."""

OTHERWISE_WRITTEN = {
    "Article.killed_at",  # by killing: a state below
    "Article.embargoed_until",  # the states say whether it ends before or after now
    "LetterList.slug",  # it stays once a letter was sent
    "Pin.page",  # for another page another pin is made
    "Picture.average_colour",  # these follow from the file
    "Picture.perceptual_hash",
    "Picture.sizes",
    "Picture.width",
    "Picture.height",
    "Picture.file_size",
    "Picture.file_hash",
    "Picture.created_at",
    "Picture.uploaded_by_user",  # the next are the desk's own: who uploaded, and where the desk files it
    "Picture.collection",
    "Attachment.file_size",
    "Attachment.file_hash",
    "Attachment.created_at",
    "Attachment.uploaded_by_user",
    "Attachment.collection",
}

OF_A_PAGE = {"slug", "seo_title", "search_description", "show_in_menus"}
"""Columns of Wagtail's own page that an editor writes. The others follow from the tree, or are states below."""

EVERYWHERE = {
    *("SiteSettings", "SiteText", "SupportWay", "WordCorrection", "Menu", "MenuItem"),
    *("LetterList", "LetterListText"),
}
"""Models whose edits reach every page of a language."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`make` does the edit; False says that the newsroom has nothing now to which it could be done."""

    name: str
    make: Callable[[LinkedNewsroom, random.Random], object]
    everywhere: bool = False

    @property
    def model(self) -> str:
        return self.name.partition(".")[0]


class LinkedNewsroom(SmallNewsroom):
    """A newsroom in two languages whose rows all stand somewhere: stories that link to each other, with cards, pictures and
    files in their bodies, notes, a translation, a menu, pages, and all texts of the site."""

    def __init__(self, folder: Any) -> None:
        super().__init__(folder)
        self.ahead = timedelta(0)
        self.full: dict[str, bytes] = {}
        self._full_bakes = 0
        self.imported = 0
        self.pictures = [self.picture(colour) for colour in ("red", "navy", "olive")]
        self.picture("silver")  # which nothing shows yet
        self.file = Attachment.objects.create(title="Report", file=ContentFile(b"report", "report.txt"))
        self.sound = Attachment.objects.create(title="Rain", file=ContentFile(b"rain", "rain.mp3"), seconds=60)
        other = RegionGroup(
            slug="other", sort_order=1
        )  # a region must be in a group: with one alone it cannot change it
        other.texts.add(RegionGroupText(language="en", name="Other"))
        other.save()
        for row, text in (*((row, RegionText) for row in self.regions), (self.topic, TopicText)):
            row.texts.add(text(language="ru", name=f"{row.slug} по-русски", introduction="<p>Words.</p>"))
            row.save()
        for row, latitude in zip(self.regions, (41.7, 42.3), strict=True):
            row.latitude, row.longitude = latitude, 44.8
            row.save()
        self.regions[0].neighbours = [self.regions[1]]
        self.regions[0].save()
        for row in self.authors:
            row.portrait = self.pictures[2]
            row.texts.add(AuthorText(language="ru", name=f"{row.slug} по-русски", short_bio="Bio", long_bio="<p>B</p>"))
            row.links.create(label="Site", url="https://example.org/")
            row.save()
        for row in self.series:
            row.picture = self.pictures[1]
            row.texts.add(SeriesText(language="ru", name=f"{row.slug} по-русски"))
            row.authors.create(author=self.authors[0])
            row.save()
        self._stories()
        self._site()
        self._letters()

    def another(self, name: str, **said: Any) -> Baker:
        """Every tree links to the same files and sizes of pictures. The one that edits reach has a renderer of its own."""
        renditions = self.folder / name / "renditions"
        renditions.parent.mkdir(exist_ok=True)
        renditions.symlink_to(settings.NEWSROOM.renditions)
        if name != "one":
            (renditions.parent / "media").symlink_to(self.folder / "one" / "media")
        return super().another(name, own_renderer=not name.startswith("whole-"), **said)

    def picture(self, colour: str) -> Picture:
        row = Picture(
            title=colour, file=png(colour), caption=f"A {colour} wall", alt_text=colour, credit_line="Photographer"
        )
        row.may_be_republished = True
        row.save()
        return row

    def _stories(self) -> None:
        self.stories: list[Article] = []
        for number in range(4):
            body: list[Any] = [("text", f"<p>Text {number}.</p>")]
            for other in self.stories[-2:]:
                body += [("related", other), ("text", f"<p>{link(other)}</p>")]
            body += [
                ("picture", {"picture": self.pictures[number % 3], "caption": "", "alt_text": ""}),
                ("document", {"file": self.file, "title": ""}),
            ]
            if number % 2:  # an episode of the podcast
                body.append(("audio", {"file": self.sound, "title": "", "chapters": [], "transcript": RichText("")}))
            story = self.story(
                f"Story {number}",
                body=body,
                lead_picture=self.pictures[number % 3],
                regions=self.regions[: 1 + number % 2],
                topics=[self.topic, self.event][number % 2 :],
                authors=self.authors[number % 2 :],
                series=self.series[number % 2],
                dek=f"Summary {number}",
            )
            story.notes = [ArticleNote(kind="correction", text=f"<p>Note {number}</p>")] if number % 2 else []
            self.stories.append(articles.publish(story))
        first = self.stories[0]
        self.stories.append(
            self.story(
                "Перевод", "ru", translation_key=first.translation_key, authors=self.authors, regions=self.regions,
                body=[("related", first)],
            )
        )  # fmt: skip

    def _site(self) -> None:
        page = StaticPage(slug="about")
        for language in ("en", "ru"):
            page.texts.add(StaticPageText(language=language, title="About", body=f"<p>{link(self.stories[0])}</p>"))
        page.save()
        self.page = page
        menu = Menu(place="main", language="en")
        menu.items.set([MenuItem(topic=self.topic, sort_order=0), MenuItem(page=page, label="Us", sort_order=1)])
        menu.save()
        site = SiteSettings.get()
        site.texts.add(SiteText(language="ru", name="Проба", ask_mode="ask", ask="Ask", warning="Warning"))
        site.ways.add(SupportWay(label="Give", url="https://example.org/give"))
        site.words.add(WordCorrection(language="en", message="Latest", text="Newest"))
        site.save()
        SearchAlias.objects.create(spellings="Tiflis\nTbilisi")
        reads(self, random.Random(0))
        for page, story in (("en:front", self.stories[1]), (f"en:region:{self.regions[0].pk}", self.stories[0])):
            Pin(page=page, slot=0, article=story).save()

    def _letters(self) -> None:
        lists = []
        for slug, about in (("weekly", {}), ("north", {"region": self.regions[0]})):
            row = LetterList(slug=slug, **about)
            row.texts.set([LetterListText(language=code, name=slug, description="Words.") for code in ("en", "ru")])
            row.save()
            lists.append(row)
        families = [story.translation_key for story in (*self.stories[:3], self.stories[-1])]
        for state, sent_at in (("sent", timezone.now()), ("draft", None)):
            letter = Letter(list=lists[0], state=state, sent_at=sent_at)
            prose = f"<p>{link(self.stories[1])}</p>"
            for code in ("en", "ru"):
                said = {"preheader": "Before", "introduction": prose, "closing": prose, "note": prose}
                letter.texts.add(LetterText(language=code, subject=f"Letter {code}", **said))
            parts: list[dict[str, Any]] = [{"article": family, "full_text": True} for family in families]
            parts += [{"kind": "text", "text": prose}, {"kind": "picture", "picture": self.pictures[0]}]
            letter.items.set([LetterItem(sort_order=place, **part) for place, part in enumerate(parts)])
            letter.save()

    def use_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on this process's clock is `ahead` of the real one."""
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def bake(self) -> Counts:
        """What the worker does until nothing waits, what time itself does to stories too."""
        schedule.carry_out(timezone.now())
        return super().bake()

    def full_bake(self) -> dict[str, bytes]:
        """The files of a full bake into an empty folder."""
        self._full_bakes += 1
        baker = self.another(f"whole-{self._full_bakes}")
        counts = self.bake_whole(baker)
        assert not counts.failures, counts.failures
        return files_of(baker)


# What differs from a full bake


NAMES_IN_SEARCH = ("search/public/aliases.json", "search/public/labels.json")


def files_of(baker: Baker) -> dict[str, bytes]:
    """Every file of a tree, and the names that the search knows, which lie beside it."""
    beside = baker.tree.root.parent
    return contents(baker) | {name: (beside / name).read_bytes() for name in NAMES_IN_SEARCH}


def difference(incremental: dict[str, bytes], full: dict[str, bytes]) -> str:
    """Which files differ, with the first line that does; empty when all are the same, names too."""
    told = [f"  not removed: {path}" for path in sorted(incremental.keys() - full.keys())]
    told += [f"  not baked: {path}" for path in sorted(full.keys() - incremental.keys())]
    both = sorted(path for path in incremental.keys() & full.keys() if incremental[path] != full[path])
    plain = [path for path in both if not path.endswith(".br") or path.removesuffix(".br") not in both]
    for path in plain[:5]:
        told.append(f"  stale: {path}")
        told += first_difference(incremental[path], full[path])
    if len(plain) > 5:
        told.append(f"  and {len(plain) - 5} more stale files: {', '.join(plain[5:15])}")
    return "\n".join(told)


def first_difference(one: bytes, other: bytes) -> list[str]:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return [
        f"    {name} at {at}: {data[max(0, at - 50) : at + 90]!r}" for name, data in (("is", one), ("must be", other))
    ]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one edit did: `fault` says how the tree differs from a full bake; `visible`, whether a full bake differs from
    the one before."""

    edit: str
    fault: str
    visible: bool
    written: int


def run_edits(room: LinkedNewsroom, edits: Iterator[Edit], rnd: random.Random) -> Iterator[Outcome]:
    """Do one edit after the other, bake after each, and compare with a full bake. A fault is repaired by a full bake, so
    that the next edit does not answer for it."""
    room.bake()
    room.full = room.full_bake()
    for edit in edits:
        try:
            if edit.make(room, rnd) is False:
                continue
        except NoOtherRow:
            continue
        counts = room.bake()
        before, room.full = room.full, room.full_bake()
        fault = difference(files_of(room.baker), room.full)
        fault += "".join(f"\n  failed: {one.target}: {one.why}" for one in counts.failures)
        yield Outcome(edit=edit.name, fault=fault, visible=room.full != before, written=counts.written)
        if fault:
            room.baker = room.another(f"repaired-{room._full_bakes}")
            room.bake()


# Values


class NoOtherRow(Exception):
    """A column must point to a row, and there is none (left): the edit cannot be done now."""


def png(colour: str) -> ContentFile:
    data = BytesIO()
    Image.new("RGB", (320, 200), colour).save(data, "PNG")
    return ContentFile(data.getvalue(), f"{colour}.png")


def word(rnd: random.Random) -> str:
    return f"word{rnd.getrandbits(32)}"


def link(story: Article) -> str:
    return f'<a linktype="page" id="{story.pk}">there</a>'


def body(rnd: random.Random) -> list[Any]:
    """Every way in which a body refers to something else."""
    story = rnd.choice(list(Article.objects.order_by("pk")))
    blocks: list[Any] = [("text", f"<p>{word(rnd)} {link(story)}</p>"), ("related", story)]
    blocks.append(("box", {"title": word(rnd), "text": f"<p>{link(story)}</p>"}))
    if picture := some_row(Picture, rnd):
        blocks.append(("picture", {"picture": picture, "caption": word(rnd), "alt_text": ""}))
    if file := Attachment.objects.first():
        blocks.append(("document", {"file": file, "title": word(rnd)}))
    rnd.shuffle(blocks)
    return blocks


def value(field: Any, row: models.Model, rnd: random.Random) -> Any:
    """Another valid value for the column. Raises TypeError for a type of field for which none can be made."""
    old = getattr(row, field.attname)
    if field.choices:
        return rnd.choice([key for key, _ in field.flatchoices if key != old])
    if isinstance(field, models.ForeignKey):
        own = row.pk if field.related_model is type(row) else None
        others = list(field.related_model._default_manager.exclude(pk=old).exclude(pk=own))
        if not others and not field.null:
            raise NoOtherRow
        return rnd.choice([*others, None] if field.null and old else others or [None])
    if isinstance(field, RichTextField):
        return f"<p>{word(rnd)} {link(rnd.choice(list(Article.objects.order_by('pk'))))}</p>"
    if isinstance(field, StreamField):
        return body(rnd)
    if isinstance(field, models.ImageField):
        return png(rnd.choice(["teal", "plum", "gold"]))
    if isinstance(field, models.FileField):
        return ContentFile(word(rnd).encode(), f"{word(rnd)}.txt")
    if isinstance(field, models.JSONField):
        return {"ru": {"caption": word(rnd), "alt_text": word(rnd)}}
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.DateTimeField):
        return timezone.now() - timedelta(hours=rnd.randint(1, 2000))
    if isinstance(field, models.IntegerField):
        return (old or 0) + rnd.randint(1, 9)
    if isinstance(field, models.FloatField):
        return (old or 40) + rnd.random()
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, row, rnd)
    raise TypeError(f"{type(row).__name__}.{field.name}: no way to make a {type(field).__name__}. Add one here.")


def _text(field: Any, row: models.Model, rnd: random.Random) -> str:
    new = word(rnd)
    forms = [new, f"https://example.org/{new}", f"{new}@example.org", f"#{rnd.getrandbits(24):06x}", f"{new}\n{new}x"]
    forms += ["Arts", "Society & Culture", "Sports"]
    for form in forms:
        try:
            field.clean(form, row)
            own = [type(row).clean] if not isinstance(row, Article) else []
            before = getattr(row, field.name)
            setattr(row, field.name, form)
            try:
                for check in own:
                    check(row)
            finally:
                setattr(row, field.name, before)
        except ValidationError:
            continue
        return form
    raise TypeError(f"{type(row).__name__}.{field.name}: no text is valid. Add a form of it here.")


# Edits of columns and relations


def written_models() -> list[Any]:
    """The models that people write, each once; rows of a child model are written with their parent."""
    rows = [
        model for model in apps.get_app_config("newsroom").get_models() if model.__name__ not in WRITTEN_BY_THE_PROGRAM
    ]
    children = {relation.related_model for model in rows for relation in get_all_child_relations(model)}
    return [model for model in rows if model not in children and model is not MostRead]


def columns(model: Any) -> list[Any]:
    """Its columns and many-to-many relations, without keys, the parent, and what is written otherwise."""
    found = []
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        inherited = issubclass(model, Article) and field.model is not Article and field.name not in OF_A_PAGE
        parent = (
            field.primary_key or isinstance(field, ParentalKey) or getattr(field.remote_field, "parent_link", False)
        )
        if not (inherited or parent or f"{model.__name__}.{field.name}" in OTHERWISE_WRITTEN):
            found.append(field)
    return found


def save(row: Any) -> None:
    """By the way that an editor's change takes."""
    if isinstance(row, Article):
        articles.publish(row)
    else:
        row.save()


def some_row(model: Any, rnd: random.Random) -> Any:
    rows = model._default_manager.order_by("pk")
    return rnd.choice(list(rows.filter(live=True, killed_at=None) if model is Article else rows) or [None])


def set_column(row: Any, field: Any, rnd: random.Random) -> None:
    if isinstance(field, TaggableManager):
        getattr(row, field.name).set([word(rnd)])
    elif isinstance(field, models.ManyToManyField):
        others = list(
            field.related_model._default_manager.exclude(pk=row.pk if field.related_model is type(row) else None)
        )
        old = set(getattr(row, field.name).all())
        setattr(row, field.name, [one for one in others if one not in old] or others[:-1])
    else:
        setattr(row, field.name, value(field, row, rnd))


def column_edit(model: Any, field: Any) -> Edit:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        if (row := some_row(model, rnd)) is None:
            return False
        set_column(row, field, rnd)
        if model is Menu and Menu.objects.filter(place=row.place, language=row.language).exists():
            return False
        return save(row)

    return Edit(name=f"{model.__name__}.{field.name}", make=make, everywhere=model.__name__ in EVERYWHERE)


def child_edit(model: Any, relation: Any, change: Callable[[Any, list[Any], random.Random], object], what: str) -> Edit:
    """An edit of the rows of a child model: `change` changes the list of them, and may answer False."""

    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        rows = list(model._default_manager.order_by("pk"))
        if model is Article:
            rows = [row for row in rows if row.live and not row.killed_at]
        rnd.shuffle(rows)
        for row in rows:
            children = list(getattr(row, relation.get_accessor_name()).all())
            if change(row, children, rnd) is not False:
                setattr(row, relation.get_accessor_name(), children)
                return save(row)
        return False

    child = relation.related_model.__name__
    return Edit(
        name=f"{model.__name__}.{relation.get_accessor_name()}.{what}", make=make, everywhere=child in EVERYWHERE
    )


def child_edits(model: Any, relation: Any) -> Iterator[Edit]:
    child = relation.related_model

    def added(row: Any, children: list[Any], rnd: random.Random) -> object:
        new = child()
        if child is MenuItem:
            new.address = "/en/regions/"  # it must point to something before its label is valid
        for field in columns(child):
            if field.name == "language":
                taken = {one.language for one in children}
                free = [code for code, _ in settings.LANGUAGES if code not in taken]
                if not free:
                    return False
                new.language = free[0]
            elif not field.null and not (child is MenuItem and field.name == "address"):
                setattr(new, field.name, value(field, new, rnd))
        children.append(new)
        return True

    def removed(row: Any, children: list[Any], rnd: random.Random) -> object:
        if not children:
            return False
        children.pop()
        return True

    def changed(field: Any) -> Callable[[Any, list[Any], random.Random], object]:
        def change(row: Any, children: list[Any], rnd: random.Random) -> object:
            if not children:
                return False
            one = rnd.choice(children)
            if field.name == "language":
                free = [code for code, _ in settings.LANGUAGES if code not in {other.language for other in children}]
                if not free:
                    return False
                one.language = free[0]
            elif field.name == "sort_order":
                one.sort_order = (one.sort_order or 0) + 5
            else:
                if child is MenuItem and (isinstance(field, models.ForeignKey) or field.name == "address"):
                    one.page = one.topic = one.region = one.series = None  # it points to one thing alone
                    one.address, one.label = "", one.label or word(rnd)
                set_column(one, field, rnd)
            return True

        return change

    yield child_edit(model, relation, added, "added")
    yield child_edit(model, relation, removed, "removed")
    for field in columns(child):
        yield child_edit(model, relation, changed(field), field.name)


def edits_of(model: Any) -> list[Edit]:
    """One edit for each column and relation of the model and of its children."""
    found = [column_edit(model, field) for field in columns(model)]
    for relation in get_all_child_relations(model):
        if (
            relation.related_model.__name__ not in WRITTEN_BY_THE_PROGRAM
            and relation.related_model._meta.app_label == "newsroom"
        ):
            found += child_edits(model, relation)
    return found


# Edits of states


def _public(rnd: random.Random) -> Any:
    return some_row(Article, rnd)


def _with(**fields: Callable[[], Any]) -> Callable[[LinkedNewsroom, random.Random], object]:
    """Publish a story with these fields."""

    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        story = _public(rnd)
        if story is None:
            return False
        for name, new in fields.items():
            setattr(story, name, new())
        return articles.publish(story)

    return make


def _in(**span: float) -> Callable[[], datetime]:
    return lambda: timezone.now() + timedelta(**span)


def clear_embargo(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = Article.objects.filter(live=True, killed_at=None, embargoed_until__isnull=False).first()
    if story is None:
        return False
    story.embargoed_until = None
    return articles.publish(story)


def kill(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = _public(rnd)
    return articles.kill(story) if story else False


def lift(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = Article.objects.exclude(killed_at=None).first()
    return articles.lift_kill(story) if story else False


def unpublish(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = _public(rnd)
    return articles.unpublish(story) if story else False


def republish(room: LinkedNewsroom, rnd: random.Random) -> object:
    hidden = Article.objects.filter(live=False, killed_at=None).order_by("pk")
    story = next((one for one in hidden if not is_in_bin(one.kind, one.pk)), None)
    return articles.publish(story) if story else False


def delete(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = rnd.choice(list(Article.objects.order_by("pk")))
    return story.delete() if Article.objects.count() > 3 else False


def restore(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = _public(rnd)
    revision = story.revisions.order_by("created_at", "pk").first() if story else None
    return revision.publish() if revision else False


def move(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = _public(rnd)
    if story is None:
        return False
    other = "ru" if story.language == "en" else "en"
    return story.move(newsroom.folder(other), pos="last-child")


def translate(room: LinkedNewsroom, rnd: random.Random) -> object:
    for story in Article.objects.filter(live=True, killed_at=None).order_by("pk"):
        known = Article.objects.filter(translation_key=story.translation_key).values_list(
            "locale__language_code", flat=True
        )
        if free := [code for code in ("ru", "en") if code not in known]:
            return room.story(f"Translated {word(rnd)}", free[0], translation_key=story.translation_key)
    return False


def remove_translation(room: LinkedNewsroom, rnd: random.Random) -> object:
    story = Article.objects.filter(locale__language_code="ru").first()
    return story.delete() if story else False


def write(room: LinkedNewsroom, rnd: random.Random) -> object:
    return room.story(
        f"New {word(rnd)}",
        body=body(rnd) if Article.objects.exists() else [],
        regions=list(Region.objects.all()[:1]),
        authors=list(Author.objects.all()[:1]),
    )


def incoming(number: int, rnd: random.Random) -> imports.Incoming:
    """A story of years ago, whose date, lists and translation are others at each import."""
    names = AuthorText.objects.filter(language="en").order_by("pk").values_list("name", flat=True)
    return imports.Incoming(
        external_id=f"imported-{number}",
        language=("en", "ru")[number % 2],
        headline=f"Imported {word(rnd)}",
        body=(("text", f"<p>{word(rnd)}</p>"),),
        published=datetime(2020, rnd.randint(1, 3), 1 + number % 28, 12, tzinfo=UTC),
        group=f"group-{rnd.randint(0, 1) + number // 2}",
        authors=(*names[:1],),
        regions=("north", "south")[: rnd.randint(0, 2)],
        topics=("politics",)[: rnd.randint(0, 1)],
        old_paths=(f"/old/{word(rnd)}.html",),
    )


def import_old(room: LinkedNewsroom, rnd: random.Random) -> object:
    """They come to their lists last, and are the oldest there."""
    imports.prepare()
    taken = imports.import_batch([incoming(room.imported + more, rnd) for more in range(2)])
    room.imported += 2
    return taken


def import_again(room: LinkedNewsroom, rnd: random.Random) -> object:
    return imports.import_batch([incoming(rnd.randrange(room.imported), rnd)]) if room.imported else False


def new_card(room: LinkedNewsroom, rnd: random.Random) -> object:
    site = SiteSettings.get()
    site.card = room.picture(f"#{rnd.getrandbits(24):06x}")
    return site.save()


def delete_picture(room: LinkedNewsroom, rnd: random.Random) -> object:
    row = some_row(Picture, rnd)
    return row.delete() if row else False


def delete_file(room: LinkedNewsroom, rnd: random.Random) -> object:
    row = some_row(Attachment, rnd)
    return row.delete() if row else False


def pen_name(room: LinkedNewsroom, rnd: random.Random) -> object:
    author = some_row(Author, rnd)
    if author is None:
        return False
    author.pseudonym, author.slug = True, word(rnd)
    texts = list(author.texts.all())
    for text in texts:
        text.name = word(rnd)
    author.texts = texts
    return author.save()


def add_noun(kind: str) -> Callable[[LinkedNewsroom, random.Random], object]:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        model = apps.get_model("newsroom", kind)
        given: dict[str, dict[str, Any]] = {
            "Region": {"group": RegionGroup.objects.first()},
            "Series": {"form": "feature"},
        }
        fields = given.get(kind, {})
        row = model(slug=word(rnd), **fields)
        name = "title" if kind == "StaticPage" else "name"
        row.texts.add(apps.get_model("newsroom", f"{kind}Text")(language="en", **{name: word(rnd)}))
        return row.save()

    return make


def delete_noun(kind: str) -> Callable[[LinkedNewsroom, random.Random], object]:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        rows = list(apps.get_model("newsroom", kind)._default_manager.order_by("-pk"))
        if kind == "Topic":
            rows = [row for row in rows if row.parent_id]
        return rows[0].delete() if rows else False

    return make


def reads(room: LinkedNewsroom, rnd: random.Random) -> object:
    """The order of the most read changes: every column of MostRead."""
    paths = Address.objects.filter(owner__startswith="article:").order_by("pk").values_list("path", flat=True)
    return most_read.renew({path: rnd.randint(3, 90) for path in paths})


def choose_lead(room: LinkedNewsroom, rnd: random.Random) -> object:
    """Also until a time, and a story that is not public or of another language: its place is filled."""
    stories = list(Article.objects.order_by("pk"))
    if not stories:
        return False
    chosen = pins.Pinned(article=rnd.choice(stories).pk, until=rnd.choice([None, timezone.now() + timedelta(hours=3)]))
    name = rnd.choice([keys.front("en"), keys.noun_list("en", "region", room.regions[0].pk)])
    return pins.choose(name, [None] * rnd.randint(0, 2) + [chosen])


def into_the_bin(*models: Any) -> Callable[[LinkedNewsroom, random.Random], object]:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        row = some_row(rnd.choice(models), rnd)
        try:
            return deleting.delete(row) if row else False
        except deleting.InUse:
            return False

    return make


def out_of_the_bin(room: LinkedNewsroom, rnd: random.Random) -> object:
    entry = BinEntry.objects.order_by("-pk").first()
    return deleting.restore(entry) if entry else False


def merge(room: LinkedNewsroom, rnd: random.Random) -> object:
    rows = list(rnd.choice([Author, Region])._default_manager.order_by("pk"))
    return merging.merge(rows[-1], rows[0]) if len(rows) > 1 else False


def time_passes(**span: float) -> Callable[[LinkedNewsroom, random.Random], object]:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        room.ahead += timedelta(**span)
        return True

    return make


def letter_state(state: str) -> Callable[[LinkedNewsroom, random.Random], object]:
    def make(room: LinkedNewsroom, rnd: random.Random) -> object:
        letter = Letter.objects.exclude(state=state).order_by("pk").first()
        if letter is None:
            return False
        letter.state, letter.sent_at = state, timezone.now() if state == "sending" else None
        return letter.save()

    return make


STATES = [
    Edit(name=name, make=make, everywhere=make is new_card)
    for name, make in {
        "a story is written": write,
        "old stories are imported": import_old,
        "an imported story is changed": import_again,
        "an embargo is set on a published story": _with(embargoed_until=_in(hours=5)),
        "an embargo that has ended is set": _with(embargoed_until=_in(hours=-5)),
        "an embargo is cleared": clear_embargo,
        "a new version is scheduled": _with(go_live_at=_in(hours=5), headline=lambda: "Scheduled headline"),
        "a story gets an expiry": _with(expire_at=_in(hours=30)),
        "an hour passes": time_passes(hours=1),
        "embargoes and schedules come to their time": time_passes(hours=6),
        "expiries come to their time": time_passes(hours=31),
        "the two days of news pass": time_passes(days=2, hours=1),
        "a story is killed": kill,
        "a kill is lifted": lift,
        "a story is unpublished": unpublish,
        "a story is published again": republish,
        "an older revision is restored": restore,
        "a story is moved to another language's folder": move,
        "a translation is added": translate,
        "a translation is removed": remove_translation,
        "an author takes a pen name": pen_name,
        "most read": reads,
        "a region is added": add_noun("Region"),
        "a topic is added": add_noun("Topic"),
        "a series is added": add_noun("Series"),
        "an author is added": add_noun("Author"),
        "a page is added": add_noun("StaticPage"),
        "a lead is chosen": choose_lead,
        "chosen places come to their time": time_passes(hours=4),
        "a story goes into the bin": into_the_bin(Article),
        "a story comes out of the bin": out_of_the_bin,
        "a noun goes into the bin": into_the_bin(Author, Region, StaticPage),
        "a noun comes out of the bin": out_of_the_bin,
        "a picture goes into the bin": into_the_bin(Picture),
        "a picture comes out of the bin": out_of_the_bin,
        "two nouns are merged": merge,
        "a letter is sent": letter_state("sending"),
        "a letter is a draft again": letter_state("draft"),
        "the newsroom gets a card that no page shows yet": new_card,
        "a picture is deleted": delete_picture,
        "a file is deleted": delete_file,
        "a story is deleted": delete,
        "an event is deleted": delete_noun("Topic"),
        "a region is deleted": delete_noun("Region"),
        "a series is deleted": delete_noun("Series"),
        "an author is deleted": delete_noun("Author"),
    }.items()
]
"""In an order in which each has something to be done to."""


def every_edit() -> list[Edit]:
    return [edit for model in written_models() for edit in edits_of(model)] + STATES


def draw(rnd: random.Random, *, everywhere: bool) -> Iterator[Edit]:
    """Edits without end, states as often as columns; with `everywhere` False, none that reaches every page."""
    every = [edit for edit in every_edit() if everywhere or not edit.everywhere]
    named = {edit.name for edit in STATES}
    fields = [edit for edit in every if edit.name not in named]
    while True:
        yield rnd.choice(rnd.choice([fields, STATES]))
