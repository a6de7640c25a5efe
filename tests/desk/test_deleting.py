"""Deleting: what holds a noun or picture is counted truly and keeps it, merging loses no byline, and the bin gives back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import ReferenceIndex, Revision

from tamizdat.newsroom import holders
from tamizdat.newsroom.actions import articles, deleting, schedule
from tamizdat.newsroom.models import (
    Address,
    Article,
    ArticleAuthor,
    Author,
    AuthorText,
    BinEntry,
    Menu,
    MenuItem,
    Picture,
    Region,
    RegionGroup,
    RegionText,
)

Make = Callable[..., Article]


def author(name: str, **fields: Any) -> Author:
    made = Author(texts=[AuthorText(language="en", name=name)], **fields)
    made.save()
    return made


def region(name: str) -> Region:
    group, _ = RegionGroup.objects.get_or_create(slug="caucasus")
    made = Region(group=group, texts=[RegionText(language="en", name=name)])
    made.save()
    return made


def picture(title: str = "Pass") -> Picture:
    data = BytesIO()
    Image.new("RGB", (320, 200), "navy").save(data, "PNG")
    made = Picture(title=title, file=ContentFile(data.getvalue(), f"{title}.png"))
    made.save()
    return made


def by(*authors: Author) -> list[ArticleAuthor]:
    return [ArticleAuthor(author=one, sort_order=place) for place, one in enumerate(authors)]


def said(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode())))


def bylines(story: Article) -> list[str]:
    return [entry.author.slug for entry in story.get_latest_revision_as_object().authors.all()]


def test_a_region_says_how_many_stories_hold_it_whatever_the_framework_knows(
    editor: Client, published: Make, draft: Make
) -> None:
    georgia = region("Georgia")
    road = published("A road", regions=[georgia])
    published("A bridge", regions=[georgia])
    draft("Not yet", regions=[georgia])
    changed = published("It will be there")
    changed.regions = [georgia]
    changed.save_revision()
    left = draft("It was there", regions=[georgia])
    left.regions = []
    left.save_revision()
    ReferenceIndex.objects.all().delete()  # as after an import
    held = holders.of(georgia)
    assert (len(held.published), len(held.drafts)) == (3, 1)
    page = said(editor.get(f"/desk/regions/delete/{georgia.pk}/"))
    assert "4 stories use it: published 3, drafts 1" in page
    assert "A road" in page
    answer = editor.post(f"/desk/regions/delete/{georgia.pk}/", follow=True)
    assert "4 stories use it" in said(answer)
    assert list(Article.objects.get(pk=road.pk).regions.all()) == [georgia]


def test_a_picture_in_a_draft_s_text_is_kept_and_so_is_a_portrait(editor: Client, draft: Make) -> None:
    shown, face, free = picture("Shown"), picture("Face"), picture("Free")
    draft("With a picture", body=[("gallery", [{"picture": shown}, {"picture": shown}])])
    nino = author("Nino", portrait=face)
    assert holders.of(shown).drafts
    assert holders.of(face).others == (nino,)
    for kept in (shown, face):
        editor.post(f"/desk/images/{kept.pk}/delete/")
        editor.post(f"/desk/images/multiple/{kept.pk}/delete/")
        editor.post(f"/desk/bulk/newsroom/picture/delete/?id={kept.pk}")
        assert Picture.objects.filter(pk=kept.pk).exists()
    assert editor.get(f"/desk/bulk/newsroom/picture/delete/?id={free.pk}").status_code == 200
    editor.post(f"/desk/bulk/newsroom/picture/delete/?id={free.pk}")
    assert not Picture.objects.filter(pk=free.pk).exists()
    assert free.file.storage.exists(free.file.name)
    editor.post(f"/desk/bin/{BinEntry.objects.get().pk}/restore/")
    assert Picture.objects.get(pk=free.pk).sizes == free.sizes


def test_a_menu_keeps_what_it_links_to(editor: Client) -> None:
    georgia = region("Georgia")
    Menu(place="main", language="en", items=[MenuItem(region=georgia)]).save()
    answer = editor.post(f"/desk/regions/delete/{georgia.pk}/", follow=True)
    assert "At the top" in said(answer)
    assert Menu.objects.get().items.count() == 1


def test_two_authors_are_merged_in_stories_drafts_and_old_versions(
    editor: Client, published: Make, draft: Make
) -> None:
    nino, twin = author("Nino Kapanadze"), author("N. Kapanadze")
    road = published("A road", authors=by(twin))
    road.headline = "A road, again"
    articles.publish(road)
    both = published("By both", authors=by(nino, twin))
    waiting = published("By none yet")
    waiting.authors = by(twin)
    waiting.save_revision()
    page = said(editor.get(f"/desk/authors/delete/{twin.pk}/"))
    assert "3 stories use it" in page
    assert "Merge into another" in page
    old = Address.objects.get(owner=f"author:{twin.pk}", language="en").path
    answer = editor.post(f"/desk/authors/delete/{twin.pk}/", {"into": nino.pk}, follow=True)
    assert "3 stories changed" in said(answer)
    assert not Author.objects.filter(pk=twin.pk).exists()
    for story in (road, both, waiting):
        assert bylines(Article.objects.get(pk=story.pk)) == [nino.slug]
    assert [entry.author for entry in Article.objects.get(pk=both.pk).authors.all()] == [nino]
    contents = Revision.page_revisions.values_list("content__authors", flat=True)
    assert {one["author"] for some in contents for one in some} == {nino.pk}
    moved = Address.objects.get(path=old)
    assert (moved.owner, moved.current, moved.ended) == (f"author:{nino.pk}", False, "")
    assert road.entries.filter(list__key=f"en:author:{nino.pk}").exists()


def test_no_address_leads_from_a_pen_name_to_another_name(editor: Client, published: Make) -> None:
    nino, pen = author("Nino"), author("Grey Heron", pseudonym=True)
    published("A road", authors=by(pen))
    old = Address.objects.get(owner=f"author:{pen.pk}", language="en").path
    editor.post(f"/desk/authors/delete/{pen.pk}/", {"into": nino.pk})
    assert Address.objects.get(path=old).ended == Address.Ended.GONE


def test_a_story_comes_back_from_the_bin_with_its_history(editor: Client, published: Make) -> None:
    story = published("A road")
    story.headline = "A road over the pass"
    articles.publish(story)
    versions = story.revisions.count()
    page = editor.get(f"/desk/pages/{story.pk}/delete/")
    assert "restored for 30 days" in said(page)
    assert "taken off the site" in said(page)
    editor.post(f"/desk/pages/{story.pk}/delete/")
    assert not Article.objects.get(pk=story.pk).live
    assert f"/desk/pages/{story.pk}/edit/" not in editor.get("/desk/stories/").content.decode()
    opened = editor.get(f"/desk/pages/{story.pk}/edit/", follow=True)
    assert opened.redirect_chain[-1][0] == "/desk/bin/"
    assert "A road over the pass" in said(opened)
    with pytest.raises(Exception, match="in the bin"):
        articles.publish(Article.objects.get(pk=story.pk))
    answer = editor.post(f"/desk/bin/{BinEntry.objects.get().pk}/restore/")
    assert answer.url == f"/desk/pages/{story.pk}/edit/"
    assert story.revisions.count() >= versions
    articles.publish(Article.objects.get(pk=story.pk))
    assert Article.objects.get(pk=story.pk).url == story.url


def test_many_stories_go_into_the_bin_and_a_schedule_ends_there(editor: Client, draft: Make) -> None:
    one, two = draft("One", go_live_at=timezone.now() + timedelta(hours=1)), draft("Two")
    articles.publish(one)
    assert one.approved_schedule
    editor.post(f"/desk/bulk/wagtailcore/page/delete/?id={one.pk}&id={two.pk}")
    assert BinEntry.objects.filter(of_kind="article").count() == 2
    schedule.carry_out(timezone.now() + timedelta(hours=2))
    assert not Article.objects.filter(live=True).exists()


def test_a_noun_comes_back_as_it_was(editor: Client) -> None:
    nino = author("Nino", real_name="Secret")
    nino.links.create(label="Site", url="https://example.org/")
    nino.save()
    path = Address.objects.get(owner=f"author:{nino.pk}", language="en").path
    editor.post(f"/desk/authors/delete/{nino.pk}/")
    assert not Author.objects.exists()
    assert Address.objects.get(path=path).ended == Address.Ended.GONE
    assert "Nino" in said(editor.get("/desk/bin/"))
    editor.post(f"/desk/bin/{BinEntry.objects.get().pk}/restore/")
    back = Author.objects.get()
    assert (back.pk, back.slug, str(back), back.real_name) == (nino.pk, nino.slug, "Nino", "Secret")
    assert [one.url for one in back.links.all()] == ["https://example.org/"]
    assert Address.objects.get(path=path).ended == ""


def test_what_cannot_come_back_says_why(editor: Client) -> None:
    georgia = region("Georgia")
    editor.post(f"/desk/regions/delete/{georgia.pk}/")
    editor.post(f"/desk/region-groups/delete/{georgia.group_id}/")
    entry = BinEntry.objects.get(of_kind="region")
    assert "What it belonged to was deleted" in said(editor.post(f"/desk/bin/{entry.pk}/restore/", follow=True))
    assert BinEntry.objects.filter(pk=entry.pk).exists()


def test_after_30_days_it_is_gone_for_good(draft: Make) -> None:
    story, free = draft("A road"), picture()
    for row in (story, free, author("Nino")):
        deleting.delete(row)
    schedule.carry_out(timezone.now() + timedelta(days=29))
    assert BinEntry.objects.count() == 3
    schedule.carry_out(timezone.now() + timedelta(days=30, minutes=1))
    assert not BinEntry.objects.exists()
    assert not Article.objects.filter(pk=story.pk).exists()
    assert not Picture.with_bin.exists()


def test_who_may_not_publish_deletes_nothing_published_and_nothing_for_good(writer: Client, published: Make) -> None:
    story = published("A road")
    assert writer.post(f"/desk/pages/{story.pk}/delete/").status_code == 302
    assert Article.objects.get(pk=story.pk).live
    deleting.delete(story)
    entry = BinEntry.objects.get()
    writer.post(f"/desk/bin/{entry.pk}/erase/", {"sure": "1"})
    assert BinEntry.objects.filter(pk=entry.pk).exists()


def test_a_noun_whose_slug_is_another_s_by_now_gets_a_numeral() -> None:
    nino = author("Nino")
    number = nino.pk
    deleting.delete(nino)
    author("Nino")
    back = deleting.restore(BinEntry.objects.get())
    assert (back.pk, back.slug, str(back)) == (number, "nino-2", "Nino")
