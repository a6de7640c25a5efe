"""An imported story is a story like any other: the rows of one that was written at the desk, and all that is done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.blocks import StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text import RichText

from tamizdat.bake import outbox
from tamizdat.bake.models import Change
from tamizdat.importers.report import Report
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import (
    Address,
    Article,
    ArticleAuthor,
    ArticleNote,
    Attachment,
    Author,
    AuthorText,
    ListEntry,
    Picture,
    Region,
    RegionGroup,
    Series,
    StoryList,
    Topic,
)

Import = Callable[..., Report]
Line = Callable[..., dict[str, Any]]

NEVER_THE_SAME = {
    *("id", "uri", "page_ptr_id", "path", "translation_key", "external_id", "body"),
    *("latest_revision_id", "live_revision_id", "latest_revision_created_at", "last_published_at"),
}


@pytest.fixture
def imported(import_lines: Import, line: Line) -> Article:
    import_lines(line())
    Change.objects.all().delete()
    return Article.objects.get(external_id="one")


def one_name(pk: int) -> Callable[[str], str]:
    """A key with the number of the story in it taken for any story's."""
    own = {f"article:{pk}": "article", f"related:{pk}": "related", f"draft:{pk}": "draft:"}
    return lambda key: own.get(key, key.removesuffix(f":{pk}") if key.startswith("entry:") else key)


def noted() -> set[str]:
    return set(Change.objects.values_list("key", flat=True))


# Kinds of story, each imported and written at the desk


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A story as a line of an import and as the desk's fields; `related` are names of rows that both refer to."""

    line: dict[str, Any]
    fields: dict[str, Any]
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    sibling: bool = False


KINDS = {
    "plain": Kind(line={}, fields={}),
    "of an author, a region and topics": Kind(
        line={"authors": ["Ana", "Bek"], "topics": ["roads", "bridges"], "regions": ["north"]},
        fields={}, authors=("Ana", "Bek"), topics=("roads", "bridges"), regions=("north",),
    ),
    "with every text": Kind(
        line={
            "kicker": "Roads", "dek": "After eleven years.", "byline": "Our own", "dateline": "Zeskari, 31 May",
            "credit": "The Pass", "licence": "CC BY 4.0", "source_url": "https://example.org/bridge", "slug": "bridge",
            "updated": "2024-06-01T09:00:00+04:00",
        },
        fields={
            "kicker": "Roads", "dek": "After eleven years.", "byline": "Our own", "dateline": "Zeskari, 31 May",
            "credit": "The Pass", "licence": "CC BY 4.0", "source_url": "https://example.org/bridge",
            "slug": "bridge", "updated_at": datetime(2024, 6, 1, 5, tzinfo=UTC),
        },
    ),
    "with a picture": Kind(line={"pictures": ["lead.jpg"]}, fields={}, pictures=("lead.jpg",)),
    "with several pictures": Kind(
        line={"pictures": ["lead.jpg", "1.png", "2.png"]}, fields={}, pictures=("lead.jpg", "1.png", "2.png")
    ),
    "a translation": Kind(line={"group": "bridge"}, fields={}, sibling=True),
}  # fmt: skip


def plain(value: Any) -> Any:
    """A block's value in a form that can be compared."""
    if isinstance(value, StructValue):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, ListValue):
        return [plain(part) for part in value]
    return value.source if isinstance(value, RichText) else value


class Rows:
    """What a story is in the database, and what was noted of it, in a form in which two stories can be compared."""

    def __init__(self, story: Article) -> None:
        columns = Article.objects.filter(pk=story.pk).values().get()
        self.columns = {name: value for name, value in columns.items() if name not in NEVER_THE_SAME}
        stored = Article.objects.get(pk=story.pk)
        self.body = [(block.block_type, plain(block.value)) for block in stored.body]
        self.related = {
            name: list(getattr(stored, name).order_by("pk").values_list("pk", flat=True))
            for name in ("topics", "regions")
        }
        self.authors = list(stored.authors.order_by("sort_order").values_list("author", "role", "sort_order"))
        self.notes = list(stored.notes.order_by("pk").values_list("kind", "text"))
        self.siblings = Article.objects.filter(translation_key=stored.translation_key).count()
        self.lists = set(StoryList.objects.values_list("key", "next_ordinal"))
        self.entries = set(ListEntry.objects.filter(article=story.pk).values_list("list__key", "ordinal"))
        self.addresses = list(
            Address.objects.filter(owner=f"article:{story.pk}")
            .order_by("path")
            .values_list("path", "language", "current")
        )
        own = one_name(story.pk)
        self.keys = {own(key) for key in noted()}

    def differences(self, other: Rows) -> dict[str, tuple[object, object]]:
        """By name, what differs; of columns those that do."""
        mine, its = vars(self), vars(other)
        found = {name: (mine[name], its[name]) for name in mine if name != "columns" and mine[name] != its[name]}
        return found | {
            name: (value, other.columns[name]) for name, value in self.columns.items() if value != other.columns[name]
        }


@pytest.fixture
def related(import_lines: Import, tmp_path: Path) -> None:
    """What the kinds of story refer to."""
    for name in ("Ana", "Bek"):
        Author(texts=[AuthorText(language="en", name=name)]).save()
    for slug in ("roads", "bridges"):
        Topic.objects.create(slug=slug)
    Region.objects.create(slug="north", group=RegionGroup.objects.create(slug="all"))
    for name, colour in (("lead.jpg", "red"), ("1.png", "green"), ("2.png", "blue")):
        Image.new("RGB", (64, 42), colour).save(tmp_path / name)


def _without_words(picture: Picture) -> dict[str, Any]:
    """A picture in a body as the desk's form leaves it when only the picture was chosen."""
    return {"picture": picture, "caption": "", "alt_text": "", "credit_line": ""}


def at_the_desk(kind: Kind, folder: Path) -> Article:
    """Written, given what it refers to, and published."""
    pictures = []
    for name in kind.pictures:
        picture = Picture(title=name.partition(".")[0], file=ContentFile((folder / name).read_bytes(), name))
        picture.save()
        picture.get_file_hash()  # as the desk's form notes it
        pictures.append(picture)
    body: list[Any] = [("text", RichText("<p>It opened on Monday.</p><p>Nobody came.</p>"))]
    body += [
        ("picture", {"picture": picture, "caption": "", "alt_text": "", "credit_line": ""}) for picture in pictures[1:]
    ]
    story = Article(
        headline="The bridge is open",
        first_published_at=datetime(2024, 5, 31, 5, tzinfo=UTC),
        body=body,
        lead_picture=pictures[0] if pictures else None,
        authors=[
            ArticleAuthor(author=Author.objects.get(texts__name=name), sort_order=number)
            for number, name in enumerate(kind.authors)
        ],
        **kind.fields,
    )
    if kind.sibling:
        story.translation_key = Article.objects.get().translation_key
    story.topics = list(Topic.objects.filter(slug__in=kind.topics))
    story.regions = list(Region.objects.filter(slug__in=kind.regions))
    articles.create(story, "en")
    Change.objects.all().delete()
    return articles.publish(story)


def remove(story: Article) -> None:
    """As if it had never been there."""
    owner = f"article:{story.pk}"
    story.delete()
    Address.objects.filter(owner=owner).delete()
    StoryList.objects.exclude(entries__article__isnull=False).delete()
    Change.objects.all().delete()


def import_one(import_lines: Import, line: Line, kind: Kind) -> Article:
    Change.objects.all().delete()
    report = import_lines(line(**kind.line))
    assert (report.created, report.warned) == (1, 0), report
    return Article.objects.get(external_id="one")


SEEN_ONLY_AT_THE_DESK = ("ledger:", "draft:", "author:", "topic:", "region:", "picture:")
"""At the desk it was a draft first; and the rows that it refers to were made just before."""


def shared(rows: Rows) -> Rows:
    rows.keys = {key for key in rows.keys if not key.startswith(SEEN_ONLY_AT_THE_DESK)}
    return rows


@pytest.mark.parametrize("name", KINDS)
def test_the_rows_are_those_of_a_story_published_at_the_desk(
    related: None, import_lines: Import, line: Line, tmp_path: Path, name: str
) -> None:
    kind = KINDS[name]
    if kind.sibling:
        import_lines(line(id="sibling", lang="ru", title="Мост", group="bridge"))
    desk = at_the_desk(kind, tmp_path)
    expected = shared(Rows(desk))
    remove(desk)

    story = import_one(import_lines, line, kind)

    assert any(key.startswith("ledger:") for key in noted())
    assert shared(Rows(story)).differences(expected) == {}
    assert Page.find_problems() == ([], [], [], [], [])


# What is done to it at the desk


def _gallery(story: Article) -> None:
    shown = [
        {"picture": picture, "caption": "", "alt_text": "", "credit_line": ""}
        for picture in Picture.objects.order_by("pk")[:2]
    ]
    story.body.append(("gallery", shown))


def _correction(story: Article) -> None:
    story.notes = [ArticleNote(kind="correction", text="<p>It was Tuesday.</p>")]


def _embargo(story: Article) -> None:
    story.embargoed_until = datetime(2040, 1, 1, tzinfo=UTC)


def _podcast(story: Article) -> None:
    story.series = Series.objects.get(slug="waves")
    file = Attachment.objects.get()
    story.body.append(("audio", {"file": file, "title": "", "chapters": [], "transcript": RichText("")}))


def _another_region(story: Article) -> None:
    story.regions = list(Region.objects.filter(slug="south"))


def _another_picture(story: Article) -> None:
    story.lead_picture = Picture.objects.order_by("pk").last()
    story.lead_alt_text = "A bridge in blue"


def _headline(story: Article) -> None:
    story.headline = "The bridge is closed"


def _slug(story: Article) -> None:
    story.slug = "the-new-bridge"


CHANGES: dict[str, Callable[[Article], None]] = {
    "a gallery": _gallery, "a correction": _correction, "an embargo": _embargo, "an episode of a podcast": _podcast,
    "another region": _another_region, "another lead picture": _another_picture, "another headline": _headline,
    "another slug": _slug,
}  # fmt: skip


def changed(story: Article, change: Callable[[Article], None]) -> Rows:
    """After the desk has opened the story, changed it and published it."""
    Change.objects.all().delete()
    draft = story.get_latest_revision_as_object()
    change(draft)
    articles.publish(draft)
    return Rows(draft)


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_desk_does_to_it_does_the_same_as_to_any_other(
    related: None, import_lines: Import, line: Line, tmp_path: Path, name: str
) -> None:
    kind = Kind(
        line={"authors": ["Ana"], "topics": ["roads"], "regions": ["north"], "pictures": ["lead.jpg", "1.png", "2.png"]},
        fields={}, authors=("Ana",), topics=("roads",), regions=("north",), pictures=("lead.jpg", "1.png", "2.png"),
    )  # fmt: skip
    Region.objects.create(slug="south", group=RegionGroup.objects.get())
    Series.objects.create(slug="waves", form="podcast")
    Attachment.objects.create(title="Waves", file=ContentFile(b"sound", "waves.mp3"), seconds=60)
    desk = at_the_desk(kind, tmp_path)
    expected = changed(desk, CHANGES[name])
    remove(desk)

    rows = changed(import_one(import_lines, line, kind), CHANGES[name])

    assert rows.differences(expected) == {}
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_desk_can_change_it(imported: Article) -> None:
    draft = imported.get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["text"]
    draft.headline = "Changed at the desk"
    draft.full_clean()

    articles.publish(draft)

    imported.refresh_from_db()
    assert (imported.headline, imported.external_id) == ("Changed at the desk", "one")
    assert f"article:{imported.pk}" in noted()
    assert Address.objects.filter(owner=f"article:{imported.pk}").count() == 1


def test_the_desk_finds_it(imported: Article) -> None:
    assert [page.pk for page in Page.objects.search("bridge")] == [imported.pk]
    assert [page.pk for page in Article.objects.autocomplete("brid")] == [imported.pk]


def test_it_can_be_taken_off_the_site(imported: Article) -> None:
    articles.unpublish(imported)

    assert not Article.objects.get().live
    assert f"article:{imported.pk}" in noted()


def test_it_can_be_killed_and_goes_ahead(imported: Article) -> None:
    articles.kill(imported, reason="a court")

    killed = Change.objects.get(key=f"article:{imported.pk}", due_at=None)
    assert killed.urgency == outbox.KILL


def test_it_can_be_deleted(imported: Article) -> None:
    owner = f"article:{imported.pk}"
    imported.delete()

    assert not Article.objects.exists()
    assert Address.objects.get(owner=owner).ended == Address.Ended.GONE
    assert owner in noted()
    assert Page.find_problems() == ([], [], [], [], [])


def test_its_slug_can_change_and_the_old_address_leads_on(imported: Article) -> None:
    imported.slug = "the-new-bridge"
    articles.publish(imported)

    paths = dict(Address.objects.filter(owner=f"article:{imported.pk}").values_list("path", "current"))
    assert paths == {"/en/2024/05/the-bridge-is-open/": False, "/en/2024/05/the-new-bridge/": True}


def test_a_story_of_the_desk_may_follow_it(imported: Article) -> None:
    """The place in the tree, the slug and the ordinal that come next are free."""
    story = articles.publish(articles.create(Article(headline="The bridge is open"), "en"))

    assert story.slug == "the-bridge-is-open-2"
    assert ListEntry.objects.get(article=story, list__key="en:latest").ordinal == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_its_history_says_that_it_was_imported(imported: Article) -> None:
    entry = PageLogEntry.objects.for_instance(imported).get()
    assert entry.action == "tamizdat.import"
