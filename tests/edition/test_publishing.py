"""What an editor does, and what the public folder then holds."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tamizdat.newsroom.actions import articles, schedule
from tamizdat.newsroom.models import (
    Address,
    Attachment,
    AuthorText,
    Picture,
    RegionText,
    SiteSettings,
    SiteText,
    StaticPage,
    StaticPageText,
    SupportWay,
)
from tests.edition.newsroom import contents


def path_of(article) -> str:
    return Address.objects.get(owner=f"article:{article.pk}", current=True).path


def test_a_published_story_stands_on_its_page_and_in_its_lists(room):
    story = room.story(regions=[room.regions[0]], topics=[room.event], authors=[room.authors[0]], dek="A short dek")
    room.bake()
    page = room.read(f"{path_of(story)}index.html")
    assert "The text of A bridge opened." in page
    assert "A short dek" in page
    month = f"{timezone.localtime(story.first_published_at):%Y/%m}"
    for place in (
        "en/",
        "en/latest/",
        "en/regions/north/",
        "en/topics/vote/",
        "en/topics/politics/",
        "en/authors/ana/",
        f"en/{month}/",
    ):
        assert "A bridge opened" in room.read(f"{place}index.html"), place
        assert place == "en/" or "A bridge opened" in room.read(f"{place}page/1/index.html")
    assert "A bridge opened" not in room.read("en/regions/south/index.html")
    for place in ("en/feed.xml", "news-sitemap.xml", "sitemaps/en-0.xml"):
        assert path_of(story) in room.read(place)


def test_a_month_has_pages_only_while_it_has_stories(room):
    def pages(moment):
        month = f"en/{timezone.localtime(moment):%Y/%m}/"
        return [room.exists(f"{month}{page}index.html") for page in ("", "page/1/")]

    now = timezone.now()
    past, future = now - timedelta(days=400), now + timedelta(days=400)
    story = room.story("Long ago", first_published_at=past)
    room.story("Not yet", embargoed_until=future)
    room.bake()
    assert (pages(past), pages(now), pages(future)) == ([True, True], [False, False], [False, False])
    articles.unpublish(story)
    room.bake()
    assert pages(past) == [False, False]
    articles.publish(story)
    room.bake()
    assert pages(past) == [True, True]
    full = room.another("full")
    room.bake_whole(full)
    assert contents(full) == contents(room.baker)


def test_every_sidecar_holds_what_its_file_holds(room):
    room.story()
    room.bake()
    files = contents(room.baker)
    sidecars = [path for path in files if path.endswith(".br")]
    assert len(sidecars) > 20
    for path in sidecars:
        assert brotli.decompress(files[path]) == files[path.removesuffix(".br")]


def test_a_draft_and_internal_words_reach_no_file(room):
    room.story("Public one", internal_note="INTERNALWORD", slugline="SLUGLINEWORD", authors=[room.authors[0]])
    room.story("Secretdraft headline", publish=False)
    public = room.story("With changes")
    public.headline = "Secretchange"
    public.save_revision()
    room.bake()
    everything = b"".join(contents(room.baker).values())
    for word in (b"INTERNALWORD", b"SLUGLINEWORD", b"Secretdraft", b"secretdraft", b"Secretchange", b"Realname"):
        assert word not in everything


def test_a_changed_slug_leaves_a_redirect(room):
    story = room.story()
    room.bake()
    old = path_of(story)
    story.slug = "another-name"
    articles.publish(story)
    room.bake()
    new = path_of(story)
    assert new.endswith("/another-name/")
    assert "The text of" in room.read(f"{new}index.html")
    assert room.read(f"{old}index.html").startswith(f"<!doctype html><!--tamizdat:301 {new}-->")
    maps = (room.folder / "one" / "public" / "_" / "map").glob("*.conf")
    assert any(f'"{old}" "301 {new}";' in part.read_text() for part in maps)
    assert old not in room.read("en/index.html")


def test_an_unpublished_story_is_gone_from_every_file(room):
    story = room.story("Unrepeatable words", regions=[room.regions[0]])
    other = room.story("Stays")
    room.bake()
    articles.unpublish(story)
    room.bake()
    assert room.read(f"{path_of(story)}index.html").startswith("<!doctype html><!--tamizdat:410 en-->")
    everything = b"".join(contents(room.baker).values())
    assert b"Unrepeatable" not in everything
    assert "Stays" in room.read(f"{path_of(other)}index.html")
    articles.publish(story)
    room.bake()
    assert "Unrepeatable" in room.read(f"{path_of(story)}index.html")


def test_a_killed_story_answers_410_and_cannot_be_published_by_mistake(room):
    story = room.story("Unrepeatable words")
    room.bake()
    articles.kill(story, reason="a court")
    room.bake()
    assert room.read(f"{path_of(story)}index.html").startswith("<!doctype html><!--tamizdat:410 en-->")
    assert b"Unrepeatable" not in b"".join(contents(room.baker).values())
    story.refresh_from_db()
    with pytest.raises(ValidationError, match="killed"):
        articles.publish(story)
    articles.lift_kill(story)
    articles.publish(story)
    room.bake()
    assert "Unrepeatable" in room.read(f"{path_of(story)}index.html")


def test_a_deleted_story_leaves_a_410_for_good(room):
    story = room.story("Unrepeatable words")
    path = path_of(story)
    room.bake()
    story.delete()
    room.bake()
    assert room.read(f"{path}index.html").startswith("<!doctype html><!--tamizdat:410 en-->")
    again = room.story("Unrepeatable words")
    assert path_of(again) != path


def test_an_embargoed_story_appears_when_its_embargo_ends(room, monkeypatch):
    end = timezone.now() + timedelta(hours=3)
    story = room.story("Embargoed words", embargoed_until=end, regions=[room.regions[0]])
    room.bake()
    assert b"Embargoed" not in b"".join(contents(room.baker).values())
    assert not room.exists(f"{path_of(story)}index.html")
    monkeypatch.setattr(timezone, "now", lambda: end)
    room.bake()
    for place in (path_of(story), "en/", "en/regions/north/"):
        assert "Embargoed" in room.read(f"{place}index.html")


def test_an_expiring_story_goes_when_its_time_comes(room, monkeypatch):
    end = timezone.now() + timedelta(hours=3)
    story = room.story("Passing words", expire_at=end)
    room.bake()
    assert "Passing" in room.read("en/index.html")
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert schedule.carry_out(end) == 1
    room.bake()
    assert b"Passing" not in b"".join(contents(room.baker).values())
    assert "tamizdat:410" in room.read(f"{path_of(story)}index.html")


def test_a_scheduled_story_is_published_when_its_time_comes(room, monkeypatch):
    start = timezone.now() + timedelta(hours=3)
    story = room.story("Scheduled words", go_live_at=start)
    room.bake()
    assert b"Scheduled" not in b"".join(contents(room.baker).values())
    assert schedule.next_moment(timezone.now()) == start
    monkeypatch.setattr(timezone, "now", lambda: start)
    assert schedule.carry_out(start) == 1
    room.bake()
    assert "Scheduled" in room.read(f"{path_of(story)}index.html")


def test_siblings_link_to_each_other(room):
    english = room.story("In English")
    russian = room.story("По-русски", "ru", translation_key=english.translation_key)
    room.bake()
    assert path_of(russian) in room.read(f"{path_of(english)}index.html")
    assert path_of(english) in room.read(f"{path_of(russian)}index.html")
    articles.unpublish(russian)
    room.bake()
    assert path_of(russian) not in room.read(f"{path_of(english)}index.html")


def test_a_renamed_region_changes_every_page_that_names_it(room):
    story = room.story(regions=[room.regions[0]])
    room.bake()
    text = room.regions[0].texts.get()
    room.regions[0].texts.set([RegionText(pk=text.pk, language="en", name="Renamed region")])
    room.regions[0].slug = "renamed"
    room.regions[0].save()
    room.bake()
    assert "Renamed region" in room.read(f"{path_of(story)}index.html")
    assert "Renamed region" in room.read("en/regions/renamed/index.html")
    assert room.read("en/regions/north/index.html").startswith(
        "<!doctype html><!--tamizdat:301 /en/regions/renamed/-->"
    )


def test_links_outside_stories_lead_to_stories_while_they_are_public(room):
    story = room.story()
    link = f'<p>See <a linktype="page" id="{story.pk}">the bridge</a>.</p>'
    page = StaticPage(slug="about")
    page.texts.add(StaticPageText(language="en", title="About", body=link))
    page.save()
    for row, words in (
        (room.regions[0], RegionText(language="en", name="North", introduction=link)),
        (room.authors[0], AuthorText(language="en", name="Ana", long_bio=link)),
        (SiteSettings.get(), SiteText(language="en", name="The Test", republish_terms=link, support_introduction=link)),
    ):
        row.texts.set([words])
        row.save()
    site = SiteSettings.get()
    site.ways.add(SupportWay(label="Give", url="https://give.example.org/"))
    site.save()
    room.bake()
    other = room.story("Other words")
    room.bake()
    assert "give.example.org</span>" in room.read("en/support/index.html")
    places = ["en/about", "en/regions/north", "en/authors/ana", "en/support", f"{path_of(other).strip('/')}/share"]
    for place in places:
        assert f'<a href="{path_of(story)}"' in room.read(f"{place}/index.html"), place
    articles.unpublish(story)
    room.bake()
    for place in places:
        page = room.read(f"{place}/index.html")
        assert path_of(story) not in page, place
        assert "See the bridge." in page, place


def test_a_page_that_fails_keeps_its_last_good_file_and_says_why(room, monkeypatch):
    story = room.story("Good words")
    other = room.story("Other words")
    room.bake()
    render = type(room.baker.policy.renderer).page

    def broken(self, template, language, **values):
        if template == "pages/article.html" and values["article"].headline == "Better words":
            raise ValueError("a template cannot show this")
        return render(self, template, language, **values)

    monkeypatch.setattr(type(room.baker.policy.renderer), "page", broken)
    story.headline = "Better words"
    articles.publish(story)
    other.headline = "Newer words"
    articles.publish(other)
    counts = room.bake()
    assert [failure.page for failure in counts.failures] == [path_of(story)]
    assert "a template cannot show this" in room.baker.graph.queue.failures()[0][2]
    assert "Good words" in room.read(f"{path_of(story)}index.html")
    assert "Newer words" in room.read(f"{path_of(other)}index.html")
    monkeypatch.undo()
    room.baker.retry_failures()
    assert not room.bake().failures
    assert not room.baker.graph.queue.failures()
    assert "Better words" in room.read(f"{path_of(story)}index.html")


def test_a_lost_file_fails_its_page_alone(room):
    file = Attachment.objects.create(title="Report", file=ContentFile(b"words", "report.txt"))
    story = room.story("Good words", body=[("document", {"file": file, "title": "Report"})])
    other = room.story("Other words")
    room.bake()
    kept = Path(file.file.path).rename(room.folder / "kept")
    for one, headline in ((story, "Better words"), (other, "Newer words")):
        one.headline = headline
        articles.publish(one)
    counts = room.bake()
    assert [failure.page for failure in counts.failures] == [path_of(story)]
    assert f"{file.file.path} is not there" in room.baker.graph.queue.failures()[0][2]
    assert "Good words" in room.read(f"{path_of(story)}index.html")
    assert "Newer words" in room.read(f"{path_of(other)}index.html")
    kept.rename(file.file.path)
    room.baker.retry_failures()
    assert not room.bake().failures
    assert "Better words" in room.read(f"{path_of(story)}index.html")


def test_publishing_touches_the_same_number_of_files_whatever_the_archive(room):
    room.bake()
    written = []
    for number in range(75):
        room.story(f"Story {number}", regions=[room.regions[0]])
        written.append(room.bake().written)
    steady = written[35:]
    assert max(steady) - min(steady) <= 8  # a page that opens now and then, from which the error pages offer stories
    assert max(steady) < 60  # a story, what stands beside it, its lists and their feeds


def test_a_publish_never_reads_the_index_of_the_desks_search_whole(room):
    story = room.story()
    with CaptureQueriesContext(connection) as asked:
        articles.publish(story)
    statements = [one["sql"] for one in asked.captured_queries if "wagtailsearch_indexentry" in one["sql"]]
    assert statements
    assert not [sql for sql in statements if "AVG(" in sql or "title_norm" in sql.partition("WHERE")[2]]


def test_a_picture_goes_when_its_rights_end_and_comes_back_with_new_ones(room, monkeypatch):
    end = timezone.now() + timedelta(days=3)
    data = BytesIO()
    Image.new("RGB", (640, 480), (154, 39, 9)).save(data, "JPEG")
    file = ContentFile(data.getvalue(), "pass.jpg")
    picture = Picture.objects.create(title="The pass", file=file, alt_text="Snow on the pass.", rights_until=end)
    (room.folder / "one/renditions").symlink_to(settings.NEWSROOM.renditions)
    story = room.story("A road", lead_picture=picture)
    room.bake()
    names = {size["file"] for size in picture.sizes}
    shown = [path for path in contents(room.baker) if path.rpartition("/")[2] in names]
    assert len(shown) == len(names)
    assert "Snow on the pass." in room.read(f"{path_of(story)}index.html")
    monkeypatch.setattr(timezone, "now", lambda: end)
    room.bake()
    left = contents(room.baker)
    assert not [path for path in left if path.rpartition("/")[2] in names]
    assert not [path for path, text in left.items() if any(name.encode() in text for name in names)]
    picture.rights_until = None
    picture.save()
    room.bake()
    assert "Snow on the pass." in room.read(f"{path_of(story)}index.html")


def test_a_decorative_picture_has_no_alt_text(room):
    data = BytesIO()
    Image.new("RGB", (640, 480), (154, 39, 9)).save(data, "JPEG")
    picture = Picture.objects.create(
        title="The pass",
        file=ContentFile(data.getvalue(), "pass.jpg"),
        alt_text="Snow on the pass.",
        is_decorative=True,
    )
    (room.folder / "one/renditions").symlink_to(settings.NEWSROOM.renditions)
    story = room.story("A road", lead_picture=picture)
    room.bake()
    assert "Snow on the pass." not in room.read(f"{path_of(story)}index.html")
