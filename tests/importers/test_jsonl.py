"""What a file of stories becomes, a second time too."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tamizdat.bake import outbox
from tamizdat.bake.models import Change
from tamizdat.importers import jsonl
from tamizdat.importers.errors import ImportsError
from tamizdat.importers.report import Report
from tamizdat.newsroom.actions import newsroom
from tamizdat.newsroom.actions.imports import notifying
from tamizdat.newsroom.models import (
    Address,
    Article,
    Author,
    AuthorText,
    ListEntry,
    Region,
    RegionGroup,
    RegionText,
    Topic,
    TopicText,
)

Import = Callable[..., Report]
Line = Callable[..., dict[str, Any]]


def whys(lines: tuple[Any, ...]) -> str:
    return " ".join(line.why for line in lines)


def test_every_field_arrives(import_lines: Import, line: Line) -> None:
    group = RegionGroup.objects.create(slug="caucasus")
    Region(slug="georgia", group=group, texts=[RegionText(language="ru", name="Грузия")]).save()
    politics = Topic(slug="politics", texts=[TopicText(language="en", name="Politics")])
    politics.save()
    Topic(slug="the-vote", parent=politics, texts=[TopicText(language="en", name="The vote")]).save()

    report = import_lines(
        line(
            headline="A road through the pass",
            kicker="Roads",
            dek="It took ten years.",
            byline="By our correspondent",
            dateline="Zeskari, 31 May",
            slug="Road Pass",
            updated="2024-06-01",
            credit="Elsewhere Weekly",
            licence="CC BY 4.0",
            source_url="https://example.org/road",
            authors=["Ana Beridze", "Marat Seitkali"],
            regions=["грузия"],
            topics=["The vote"],
            old_urls=["https://old.example.org/2024/road.html?page=2", "/?p=12"],
        )
    )

    assert (report.created, report.refused, report.warned, report.ignored) == (1, 0, 0, ())
    story = Article.objects.get(external_id="one")
    assert (story.headline, story.title, story.slug) == (
        "A road through the pass",
        "A road through the pass",
        "road-pass",
    )
    assert (story.kicker, story.dek, story.byline) == ("Roads", "It took ten years.", "By our correspondent")
    assert (story.dateline, story.credit, story.licence) == ("Zeskari, 31 May", "Elsewhere Weekly", "CC BY 4.0")
    assert story.first_published_at == datetime(2024, 5, 31, 5, tzinfo=UTC)
    assert story.updated_at == datetime(2024, 6, 1, tzinfo=UTC)
    assert story.body.raw_data[0]["value"] == "<p>It opened on Monday.</p><p>Nobody came.</p>"
    assert [str(one.author) for one in story.authors.all()] == ["Ana Beridze", "Marat Seitkali"]
    assert [region.slug for region in story.regions.all()] == ["georgia"]
    assert [topic.slug for topic in story.topics.all()] == ["the-vote"]
    lists = set(ListEntry.objects.filter(article=story).values_list("list__key", flat=True))
    assert f"en:topic:{politics.pk}" in lists, "a story of an event belongs to the event's topic"
    paths = dict(Address.objects.filter(owner=f"article:{story.pk}").values_list("path", "current"))
    assert paths == {"/en/2024/05/road-pass/": True, "/2024/road.html?page=2": False, "/?p=12": False}


def test_entities_of_pages_are_letters_in_titles_and_names(import_lines: Import, line: Line) -> None:
    """In ids they are as they are: an id is what its source says."""
    texts = {
        "title": "Tom &amp; Jerry&#8217;s &lt;day&gt;",
        "dek": "5 &euro; &amp;amp; more &nope; &",
        "byline": "M&uuml;ller",
    }
    import_lines(line(id="a&amp;b", authors=["O&#x27;Brien"], source_url="https://e.org/?a=1&amp;b=2", **texts))
    story = Article.objects.get(external_id="a&amp;b")
    assert (story.headline, story.dek) == ("Tom & Jerry’s <day>", "5 € &amp; more &nope; &")
    assert (story.byline, story.source_url) == ("Müller", "https://e.org/?a=1&b=2")
    assert str(story.authors.get().author.texts.get().name) == "O'Brien"


def test_losses_of_a_text_are_named_with_the_line(import_lines: Import, line: Line) -> None:
    markup = '<h2><a href="https://e.org/h">Head</a></h2><iframe src="https://maps.example/1"></iframe><p>Text</p>'
    report = import_lines(line(), line(id="two", body=None, body_html=markup))
    assert {warning.number for warning in report.warnings} == {2}
    addresses = [warning.why.rpartition(": ")[2] for warning in report.warnings]
    assert addresses == ["https://e.org/h", "https://maps.example/1"]


def test_found_texts_come_in_whole(import_lines: Import, shared_data: Path) -> None:
    path = shared_data / "found" / "body_html.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}: real input is not tested here")
    report = jsonl.run(path)
    assert (report.created, report.refused) == (4, 0)
    glued, _, long, struck = (Article.objects.get(external_id=f"gl-{number}") for number in range(1, 5))
    assert glued.body[0].value["data"] == [["Party A", "12", "7"]]
    assert glued.body[1].value == "Flood in Atyrau: what we know"
    assert "END" in long.body[0].value.source
    assert "<s>10</s> 20 dead" in struck.body[0].value.source
    assert {warning.number for warning in report.warnings} == {2, 3}


def test_a_second_run_changes_nothing(import_lines: Import, line: Line) -> None:
    lines = [line(), line(id="two", lang="ru", title="Мост открыт", group="bridge", published=None, authors=["Ана"])]
    import_lines(*lines)
    before = list(Article.objects.values().order_by("pk"))
    noted = Change.objects.count()

    report = import_lines(*lines)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(Article.objects.values().order_by("pk")) == before
    assert Change.objects.count() == noted, "what did not change must not be baked again"
    assert Author.objects.count() == 1


def test_a_changed_source_changes_the_story_and_keeps_its_address(import_lines: Import, line: Line) -> None:
    import_lines(line(), line(id="two"))
    Change.objects.all().delete()

    report = import_lines(line(title="The bridge is closed", body=["Again."]), line(id="two"))

    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    story = Article.objects.get(external_id="one")
    assert (story.headline, story.body.raw_data[0]["value"]) == ("The bridge is closed", "<p>Again.</p>")
    assert story.revisions.count() == 2, "the version before the change must stay in the history"
    assert Address.objects.get(owner=f"article:{story.pk}").path == "/en/2024/05/the-bridge-is-open/"
    assert f"article:{story.pk}" in set(Change.objects.values_list("key", flat=True))


def test_what_editors_did_survives_a_second_run(import_lines: Import, line: Line) -> None:
    import_lines(line())
    story = Article.objects.get(external_id="one")
    story.headline = "A better headline"
    story.save_revision().publish()

    assert import_lines(line()).unchanged == 1

    story.refresh_from_db()
    assert story.headline == "A better headline"


def test_what_is_off_the_site_stays_off(import_lines: Import, line: Line) -> None:
    import_lines(line(), line(id="two", title="Two"))
    one, two = Article.objects.order_by("external_id")
    one.unpublish()
    two.killed_at = timezone.now()
    two.save(clean=False)

    report = import_lines(line(title="Changed"), line(id="two", title="Changed, too"))

    one.refresh_from_db()
    two.refresh_from_db()
    assert not one.live
    assert one.get_latest_revision_as_object().headline == "Changed"
    assert two.headline == "Two"
    assert "killed" in whys(report.warnings)


def test_bad_lines_are_named_and_the_others_go_on(import_lines: Import, line: Line) -> None:
    report = import_lines(
        "{not json}",
        line(id="good"),
        "[1, 2]",
        "",
        line(id=None),
        line(title=""),
        line(lang="xx"),
        line(body=None),
        line(published="yesterday"),
        line(published=20240531),
        line(id="x" * 300),
        json.dumps(line(title="cut off"))[:50],
    )

    assert (report.created, report.refused) == (1, 10)
    found = {bad.number: bad.why for bad in report.bad}
    assert list(found) == [1, 3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert "not JSON" in found[1]
    assert "a list" in found[3]
    assert "id" in found[5]
    assert "headline" in found[6]
    assert "'xx'" in found[7]
    assert "en, ru, ar" in found[7]
    assert "newsroom.toml" in found[7]
    assert "body" in found[8]
    assert "yesterday" in found[9]
    assert "20240531" in found[10]


def test_a_last_line_that_was_cut_off_is_said_to_be(db: None, tmp_path: Path, line: Line) -> None:
    path = tmp_path / "stories.jsonl"
    whole = json.dumps(line(title="Über die Brücke"), ensure_ascii=False).encode()
    path.write_bytes(whole + b"\n" + whole[: whole.index(b"\xc3") + 1])

    report = jsonl.run(path)

    assert report.created == 1
    assert [bad.number for bad in report.bad] == [2]
    path.write_bytes(whole + b"\n" + whole[:-20])
    assert "cut off" in whys(jsonl.run(path).bad)


def test_an_id_counts_once_in_a_file(import_lines: Import, line: Line) -> None:
    report = import_lines(line(), line(title="The same id"))

    assert (report.created, report.refused) == (1, 1)
    assert "twice" in whys(report.bad)


def test_undated_stories_keep_the_time_of_their_import_in_the_files_order(import_lines: Import, line: Line) -> None:
    began = timezone.now()
    import_lines(*(line(id=str(number), published=None) for number in range(30)))

    stories = Article.objects.order_by("first_published_at")
    assert [story.external_id for story in stories] == [str(number) for number in range(30)]
    assert all(began <= story.first_published_at < began + timedelta(minutes=5) for story in stories)


def test_the_oldest_comes_in_first_whatever_the_order(import_lines: Import, line: Line, monkeypatch: Any) -> None:
    monkeypatch.setattr(jsonl, "BATCH", 3)
    days = [5, 1, 9, 3, 7, 2, 8]
    import_lines(*(line(id=str(day), published=f"2024-05-{day:02}") for day in days))

    entries = ListEntry.objects.filter(list__key="en:latest").order_by("ordinal")
    assert [entry.article.external_id for entry in entries] == [str(day) for day in sorted(days)]


def test_a_group_makes_siblings_in_every_run(import_lines: Import, line: Line) -> None:
    import_lines(line(group="bridge"))
    report = import_lines(
        line(id="ru", lang="ru", group="bridge"), line(id="again", group="bridge"), line(id="alone", lang="ar")
    )

    keys = dict(Article.objects.values_list("external_id", "translation_key"))
    assert keys["one"] == keys["ru"]
    assert len({keys["one"], keys["again"], keys["alone"]}) == 3
    assert "has another story in 'en' already" in whys(report.warnings)


def test_unknown_tags_are_warnings_and_arrive_once_they_exist(import_lines: Import, line: Line) -> None:
    report = import_lines(line(regions=["Georgia"]))
    assert (report.created, report.warned) == (1, 1)
    assert "'Georgia'" in whys(report.warnings)

    group = RegionGroup.objects.create(slug="caucasus")
    Region(slug="georgia", group=group, texts=[RegionText(language="en", name="Georgia")]).save()
    assert import_lines(line(regions=["Georgia"])).updated == 1

    assert [region.slug for region in Article.objects.get().regions.all()] == ["georgia"]


def test_an_author_is_known_by_name_in_any_language(import_lines: Import, line: Line) -> None:
    author = Author(
        texts=[AuthorText(language="en", name="Ana Beridze"), AuthorText(language="ru", name="Ана Беридзе")]
    )
    author.save()

    import_lines(line(authors=["ana beridze"]), line(id="ru", lang="ru", authors=["Ана Беридзе", "Новый автор"]))

    assert Author.objects.count() == 2
    new = Author.objects.exclude(pk=author.pk).get()
    assert new.texts.get().language == "ru"


def test_an_old_address_of_another_story_keeps_leading_there(import_lines: Import, line: Line) -> None:
    report = import_lines(
        line(old_urls=["/old/"]),
        line(id="two", old_urls=["/old/", "/en/2024/05/the-bridge-is-open/", "/en/", "/en/topics/x/", "../etc"]),
    )

    assert report.created == 2
    assert Address.objects.get(path="/old/").owner == f"article:{Article.objects.get(external_id='one').pk}"
    assert report.warned == 5
    assert not Address.objects.filter(path__startswith="/en/topics").exists()


def test_a_story_with_a_date_to_come_is_touched_on_that_day(import_lines: Import, line: Line) -> None:
    day = timezone.now().replace(microsecond=0) + timedelta(days=3)
    import_lines(line(published=day.isoformat()))

    story = Article.objects.get()
    due = set(Change.objects.filter(due_at=day).values_list("key", flat=True))
    assert f"article:{story.pk}" in due
    assert story.embargoed_until == day

    earlier = timezone.now().replace(microsecond=0) - timedelta(days=3)
    import_lines(line(published=earlier.isoformat()))
    story.refresh_from_db()
    assert (story.embargoed_until, story.first_published_at) == (None, earlier)


def test_a_crash_loses_no_more_than_its_batch(
    import_lines: Import, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line(id=str(number), authors=[f"Author {number}"]) for number in range(10)]
    monkeypatch.setattr(jsonl, "BATCH", 4)
    tell, told = notifying.notify_bake, []

    def fail_the_second_time(*given: Any) -> None:
        tell(*given)
        told.append(given)
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(notifying, "notify_bake", fail_the_second_time)
    with pytest.raises(KeyboardInterrupt):
        import_lines(*lines)
    addresses = Address.objects.filter(owner__startswith="article:")
    assert (Article.objects.count(), addresses.count(), Author.objects.count()) == (4, 4, 4)

    monkeypatch.setattr(notifying, "notify_bake", tell)
    report = import_lines(*lines)

    assert (report.created, report.unchanged) == (6, 4)
    assert (Article.objects.count(), Author.objects.count()) == (10, 10)
    assert Article.find_problems() == ([], [], [], [], [])


def test_thousands_of_the_same_name_get_numerals_without_gaps(
    import_lines: Import, line: Line, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(jsonl, "BATCH", 100)
    same = [line(id=str(number), title="Weather") for number in range(400)]
    import_lines(*same[:300])
    with django_assert_max_num_queries(150):
        import_lines(*same)

    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"weather", *(f"weather-{number}" for number in range(2, 401))}
    assert Address.objects.filter(path="/en/2024/05/weather-400/").exists()


def test_an_import_waits_behind_single_stories(import_lines: Import, line: Line) -> None:
    import_lines(line())
    assert set(Change.objects.filter(due_at=None, key__startswith="article:").values_list("urgency", flat=True)) == {
        outbox.MASS
    }


def test_what_cannot_be_read_as_a_file_is_one_error(tmp_path: Path, db: None) -> None:
    newsroom.set_up()
    with pytest.raises(ImportsError, match="not a file"):
        jsonl.run(tmp_path)
    with pytest.raises(FileNotFoundError):
        jsonl.run(tmp_path / "absent.jsonl")


def test_progress_ends_at_the_end(db: None, tmp_path: Path, line: Line) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_text("\n".join(json.dumps(line(id=str(number))) for number in range(250)))
    told: list[tuple[int, int]] = []
    jsonl.run(path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (250, 250)
    assert len(told) == 3


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("election-2024", "election", "election"),
        ("election", "election-2024", "election-2024"),
        ("election-2024", "election-2025", "election-2025"),
        ("taken", "taken", "taken-2"),
        ("free", "taken", "taken-2"),
    ],
)
def test_a_changed_slug_changes_the_address(
    import_lines: Import, line: Line, before: str, after: str, slug: str
) -> None:
    """A number at its end may be a year, and not what keeps two stories apart."""
    other = line(id="other", slug="taken")
    import_lines(other, line(slug=before))
    first = Address.objects.get(owner=f"article:{Article.objects.get(external_id='one').pk}").path
    for title in ("Changed once", "Changed twice"):
        report = import_lines(other, line(slug=after, title=title))
        assert report.updated == 1
        story = Article.objects.get(external_id="one")
        rows = Address.objects.filter(owner=f"article:{story.pk}")
        assert (story.slug, rows.get(current=True).path.split("/")[-2]) == (slug, slug)
        assert set(rows.filter(current=False).values_list("path", flat=True)) == {first} - {rows.get(current=True).path}
