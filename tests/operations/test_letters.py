"""Letters by rule, and what the newsroom and the letters database tell each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tamizdat.letters import subscribing
from tamizdat.letters.links import CONFIRM, Link
from tamizdat.letters.store import brought_back, lists, notices, sends, values
from tamizdat.newsroom.actions import articles, letter_states
from tamizdat.newsroom.actions import letters as making
from tamizdat.newsroom.models import Letter, LetterList, LetterListText, LetterSlot, LetterText, MostRead, SiteSettings
from tamizdat.operations.letters import Letters
from tests.edition.newsroom import SmallNewsroom

MONDAY = datetime(2026, 11, 30, 4, 30, tzinfo=UTC)
"""Half past eight in the morning in Tbilisi."""


@pytest.fixture
def room(db, settings, tmp_path) -> SmallNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    return SmallNewsroom(tmp_path)


@pytest.fixture
def at_work(room: SmallNewsroom, tmp_path: Path) -> Letters:
    (tmp_path / "newsroom").mkdir()
    return Letters(replace(settings.NEWSROOM, folder=tmp_path / "newsroom", time_zone="Asia/Tbilisi"))


def list_of(room: SmallNewsroom, slug: str = "weekly", **fields) -> LetterList:
    row = LetterList(slug=slug, **({"rule": "weekly", "weekday": 0, "hour": 8} | fields))
    row.texts.set([LetterListText(language="en", name="The week"), LetterListText(language="ru", name="Неделя")])
    row.save()
    return row


def published(room: SmallNewsroom, headline: str, language: str = "en", *, ago: float = 1, now=MONDAY, **fields):
    story = room.story(headline, language, **fields)
    type(story).objects.filter(pk=story.pk).update(first_published_at=now - timedelta(hours=ago))
    story.refresh_from_db()
    story.save(clean=False)
    return story


def subscribe(at_work: Letters, of: LetterList, address: str, language: str = "en") -> None:
    now = 1_800_000_000
    joined = subscribing.join(
        at_work.store, b"k" * 32, address=address, language=language, lists=[of.pk], how="form", shown="", now=now
    )
    assert joined
    with at_work.store.reading() as db:
        [(reader,)] = db.execute("SELECT id FROM letters_reader WHERE address = ?", [address])
    assert subscribing.confirm(at_work.store, Link(action=CONFIRM, reader=reader, list=0), now + 1)


def subjects(letter: Letter) -> dict[str, str]:
    return {text.language: text.subject for text in letter.texts.all()}


def test_a_weekly_letter_is_made_at_its_hour_once(room: SmallNewsroom, at_work: Letters) -> None:
    published(room, "A bridge", urgency=1)
    published(room, "A tunnel", ago=2)
    published(room, "Мост", "ru")
    of = list_of(room)
    assert at_work.make_due(MONDAY - timedelta(hours=1)) == [], "half past seven"
    [letter] = at_work.make_due(MONDAY)
    assert (letter.list_id, letter.state) == (of.pk, "waiting")
    assert subjects(letter) == {"en": "A bridge", "ru": "Мост"}
    assert letter.texts.get(language="en").preheader == "A tunnel"
    assert at_work.make_due(MONDAY + timedelta(minutes=5)) == []
    letter.delete()
    assert at_work.make_due(MONDAY + timedelta(minutes=5)) == [], "deleted is not made again"
    assert at_work.make_due(MONDAY - timedelta(minutes=10)) == [], "nor after the clock went back"
    published(room, "A road", now=MONDAY + timedelta(days=7))
    assert len(at_work.make_due(MONDAY + timedelta(days=7))) == 1


def test_a_letter_whose_hour_passed_while_nothing_ran_is_left_out(room: SmallNewsroom, at_work: Letters) -> None:
    published(room, "A bridge")
    list_of(room)
    assert at_work.make_due(MONDAY + timedelta(hours=8)) == []


def test_two_workers_make_one_letter(room: SmallNewsroom, at_work: Letters) -> None:
    published(room, "A bridge")
    of = list_of(room)
    assert making.create_for(of, ["2026-11-30"], MONDAY)
    assert making.create_for(of, ["2026-11-30"], MONDAY) is None
    assert Letter.objects.count() == LetterSlot.objects.count() == 1


def test_a_letter_holds_what_is_new_in_its_region(room: SmallNewsroom, at_work: Letters) -> None:
    published(room, "In the north", regions=[room.regions[0]])
    published(room, "In the south", regions=[room.regions[1]])
    sent = published(room, "Sent before", regions=[room.regions[0]], ago=30)
    of = list_of(room, region=room.regions[0], rule="daily", most_stories=1)
    letter = making.create(of, now=MONDAY - timedelta(hours=20))
    assert subjects(letter) == {"en": "Sent before"}
    letter.state, letter.sent_at = Letter.State.SENT, MONDAY - timedelta(hours=20)
    letter.save()
    [letter] = at_work.make_due(MONDAY)
    assert subjects(letter) == {"en": "In the north"}
    assert [item.article for item in letter.items.all()] != [sent.translation_key]
    assert at_work.make_due(MONDAY + timedelta(minutes=1)) == []


def test_a_letter_of_the_most_read_holds_what_was_not_in_one_before(room: SmallNewsroom) -> None:
    stories = [room.story(headline, regions=[room.regions[0]]) for headline in ("A bridge", "A tunnel", "A road")]
    elsewhere = room.story("Elsewhere")
    for place, story in enumerate((elsewhere, *stories)):
        MostRead.objects.create(language="en", place=place, article=story)
    of = list_of(room, fill="most_read", region=room.regions[0])
    letter = making.create(of)
    assert letter.texts.get().subject == "A bridge"
    assert [item.article for item in letter.items.all()] == [story.translation_key for story in stories]
    assert [item.full_text for item in letter.items.all()] == [True, True, True]
    letter.items.set(list(letter.items.all())[:1])
    letter.state, letter.sent_at = Letter.State.SENT, timezone.now()
    letter.save()
    assert making.create(of).texts.get().subject == "A tunnel"


def test_nothing_new_makes_no_letter(room: SmallNewsroom, at_work: Letters) -> None:
    list_of(room)
    assert at_work.make_due(MONDAY) == []
    published(room, "A bridge", ago=0)
    assert at_work.make_due(MONDAY + timedelta(minutes=1)) == [], "the hour has passed: it is for the next letter"


def test_an_event_list_writes_when_it_goes_on(room: SmallNewsroom, at_work: Letters) -> None:
    of = list_of(room, "vote", rule="event", topic=room.event, approval="alone")
    list_of(room, "breaking", rule="breaking")
    published(room, "Elsewhere", urgency=3)
    assert at_work.make_due(MONDAY) == []
    published(room, "Polls opened", topics=[room.event], urgency=3)
    [letter] = at_work.make_due(MONDAY)
    assert (letter.list_id, letter.state, letter.send_at) == (of.pk, "approved", MONDAY)
    assert at_work.make_due(MONDAY) == []
    letter.state, letter.sent_at = Letter.State.SENT, MONDAY
    letter.save()
    published(room, "Polls closed", topics=[room.event], ago=-1, urgency=2)
    made = at_work.make_due(MONDAY + timedelta(hours=2))
    assert {one.list.slug: subjects(one)["en"] for one in made} == {"vote": "Polls closed", "breaking": "Polls closed"}


def test_what_stores_need_is_handed_over_once_and_when_it_changes(room: SmallNewsroom, at_work: Letters) -> None:
    of = list_of(room)
    assert at_work.sync()
    [stored] = lists.every(at_work.store)
    assert (stored.id, stored.slug, stored.name("ru")) == (of.pk, "weekly", "Неделя")
    for language, _ in settings.LANGUAGES:
        for kind in ("confirm", "welcome", "left", "already"):
            assert notices.one(at_work.store, kind, language), (kind, language)
    assert values.get(at_work.store, "site_name.en") == "The Test"
    assert values.get(at_work.store, "languages").split() == [code for code, _ in settings.LANGUAGES]
    assert not at_work.sync()
    site = SiteSettings.get()
    site.letters_lead_to = "https://mirror.example.net/"
    site.save()
    assert at_work.sync(texts=False)
    assert values.get(at_work.store, "links_at") == "https://mirror.example.net"
    of.is_open = False
    of.save()
    assert at_work.sync(texts=False)
    assert not lists.every(at_work.store)[0].is_open


def test_an_approved_letter_goes_to_each_reader_in_their_language(room: SmallNewsroom, at_work: Letters) -> None:
    story, other = room.story("A bridge"), room.story("Мост", "ru")
    of = list_of(room)
    at_work.sync()
    subscribe(at_work, of, "en@example.org")
    subscribe(at_work, of, "ru@example.org", "ru")
    subscribe(at_work, of, "ar@example.org", "ar")
    letter = making.create(of)
    letter.texts.add(LetterText(language="ar", subject=" "))
    letter.state, letter.send_at = Letter.State.APPROVED, timezone.now()
    letter.save()
    at_work.carry_out(timezone.now())
    letter.refresh_from_db()
    assert letter.state == "sending"
    assert sends.status(at_work.store, letter.send).all == 2, "no subject in Arabic: nothing is sent in it"
    contents = sends.contents(at_work.store, letter.send).values()
    assert {(one.language, one.wants_text, bool(one.html)) for one in contents} == {
        (code, only_text, not only_text) for code in ("en", "ru") for only_text in (False, True)
    }
    assert set(sends.stories(at_work.store, letter.send)) == {story.pk, other.pk}
    at_work.carry_out(timezone.now())
    assert len(sends.newest(at_work.store, 9)) == 1


def test_a_letter_bears_the_day_on_which_it_is_sent(room: SmallNewsroom, at_work: Letters) -> None:
    room.story("A bridge")
    letter = making.create(list_of(room))
    letter.send_at = MONDAY + timedelta(days=30)
    send = at_work.start(letter, MONDAY)
    text = next(one.text for one in sends.contents(at_work.store, send).values() if one.language == "en")
    assert ("30 November 2026" in text, "30 December 2026" in text) == (True, False)


def test_a_crash_between_the_databases_sends_nothing_twice(room: SmallNewsroom, at_work: Letters) -> None:
    room.story("A bridge")
    of = list_of(room)
    at_work.sync()
    subscribe(at_work, of, "en@example.org")
    letter = making.create(of)
    send = at_work.start(letter)
    Letter.objects.filter(pk=letter.pk).update(state="approved", send_at=timezone.now(), send=None, sent_at=None)
    at_work.carry_out(timezone.now())
    letter.refresh_from_db()
    assert (letter.state, letter.send) == ("sending", send)
    assert len(sends.newest(at_work.store, 9)) == 1


def test_a_killed_story_pauses_the_letter_that_carries_it(room: SmallNewsroom, at_work: Letters) -> None:
    story = room.story("A bridge")
    of = list_of(room)
    at_work.sync()
    subscribe(at_work, of, "en@example.org")
    letter = making.create(of)
    at_work.start(letter)
    articles.kill(story, reason="x")
    at_work.carry_out(timezone.now())
    letter.refresh_from_db()
    assert letter.stopped_by == "A bridge"
    assert sends.one(at_work.store, letter.send).state == "paused"
    sends.resume(at_work.store, letter.send)
    at_work.carry_out(timezone.now())
    assert sends.one(at_work.store, letter.send).state == "waiting", "an editor who resumes has decided"


def test_what_was_due_before_a_backup_was_brought_back_is_not_sent_again(room: SmallNewsroom, at_work: Letters) -> None:
    published(room, "A bridge")
    of = list_of(room)
    at_work.sync()
    subscribe(at_work, of, "a@example.org")
    [letter] = at_work.make_due(MONDAY)
    letter_states.approve(letter, send_at=MONDAY)
    other = list_of(room, "daily", rule="daily", approval="alone")
    brought_back.hold(at_work.store, int((MONDAY + timedelta(hours=2)).timestamp()))
    now = MONDAY + timedelta(hours=3)
    at_work.carry_out(now)
    letter.refresh_from_db()
    assert (letter.state, letter.send) == ("waiting", None)
    assert not other.letters.exists(), "its letter of today may have been sent"
    letter_states.approve(letter, send_at=now)
    at_work.carry_out(now)
    letter.refresh_from_db()
    assert letter.state == "sending"


def test_a_letter_ends_with_its_send(room: SmallNewsroom, at_work: Letters) -> None:
    room.story("A bridge")
    of = list_of(room)
    at_work.sync()
    subscribe(at_work, of, "en@example.org")
    cancelled = making.create(of)
    at_work.start(cancelled)
    sends.cancel(at_work.store, Letter.objects.get(pk=cancelled.pk).send, 1)
    at_work.carry_out(timezone.now())
    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.send) == ("draft", None), "nobody has got it: it can be sent again"
    at_work.start(cancelled)
    with at_work.store.writing() as db:
        db.execute("UPDATE letters_delivery SET state = 'handed_over' WHERE state = 'waiting'")
    sends.finish(at_work.store, 2)
    at_work.carry_out(timezone.now())
    cancelled.refresh_from_db()
    assert cancelled.state == "sent"


def test_a_letter_without_a_text_becomes_a_draft_again(room: SmallNewsroom, at_work: Letters) -> None:
    letter = Letter(list=list_of(room), state=Letter.State.APPROVED, send_at=timezone.now())
    letter.save()
    at_work.carry_out(timezone.now())
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_a_note_of_a_withdrawn_story_is_a_draft_to_the_same_readers(room: SmallNewsroom) -> None:
    letter = Letter(list=list_of(room), state=Letter.State.SENT, sent_at=timezone.now())
    letter.texts.add(LetterText(language="ru", subject="Тема"))
    letter.save()
    note = making.note_of_withdrawal(letter, "A bridge")
    assert (note.list_id, note.state, subjects(note)) == (letter.list_id, "draft", {"ru": "A bridge"})
