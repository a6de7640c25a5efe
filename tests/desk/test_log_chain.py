"""What is changed in the log, taken out of it or put into it behind the desk's back is found."""

from __future__ import annotations

import csv
import io
import json
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.db.models import F
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from tamizdat.desk import log_chain, log_export
from tamizdat.desk.models import LogHead, LogLink
from tamizdat.newsroom.actions import articles, people
from tamizdat.newsroom.models import Article
from tests.desk.conftest import PASSWORD


@pytest.fixture
def written(published: Callable[..., Article]) -> None:
    """A log with some entries of both tables."""
    anna = people.add_user("anna", password=PASSWORD)
    for number in range(4):
        articles.kill(published(f"Story {number}"), user=anna, reason="Court")
        log(instance=anna, action="tamizdat.sign_in", user=anna, data={"number": number, "share": 0.5})


def test_a_log_that_nobody_touched_is_whole(written: None) -> None:
    verdict = log_chain.verify()
    assert verdict.problems == []
    assert verdict.entries == PageLogEntry.objects.count() + ModelLogEntry.objects.count() == LogLink.objects.count()
    assert log_chain.verify(verdict.head).problems == []


def _change(chance: random.Random) -> str:
    """Tamper in one random way; what was done."""
    model = chance.choice([PageLogEntry, ModelLogEntry])
    row = chance.choice(list(model.objects.all()))
    link = chance.choice(list(LogLink.objects.all()))
    ways: dict[str, Callable[[], Any]] = {
        "label": lambda: model.objects.filter(pk=row.pk).update(label="Other"),
        "data": lambda: model.objects.filter(pk=row.pk).update(data={"reason": "none"}),
        "action": lambda: model.objects.filter(pk=row.pk).update(action="wagtail.edit2"),
        "time": lambda: model.objects.filter(pk=row.pk).update(timestamp=row.timestamp + timedelta(microseconds=1)),
        "user": lambda: model.objects.filter(pk=row.pk).update(user_id=777),
        "delete": lambda: model.objects.filter(pk=row.pk).delete(),
        "insert": lambda: model.objects.bulk_create([_copy(row)]),
        "unlink": lambda: LogLink.objects.filter(pk=link.pk).delete(),
        "content": lambda: LogLink.objects.filter(pk=link.pk).update(content="0" * 64),
        "hash": lambda: LogLink.objects.filter(pk=link.pk).update(sha256="1" * 64),
        "entry": lambda: LogLink.objects.filter(pk=link.pk).update(entry=F("entry") + 1),
        "gone": lambda: (model.objects.filter(pk=row.pk).delete(), LogLink.objects.filter(entry=row.pk).delete()),
        "head": lambda: LogHead.objects.update(number=F("number") - 1),
    }
    way = chance.choice(list(ways))
    ways[way]()
    return f"{way} {model.__name__} {row.pk} {link.pk}"


def _copy(row: Any) -> Any:
    row.pk = None
    return row


def test_every_random_change_is_found(written: None) -> None:
    chance = random.Random(7)
    for _try in range(120):
        with transaction.atomic():
            done = _change(chance)
            assert log_chain.verify().problems, done
            transaction.set_rollback(True)


def test_the_first_broken_entry_is_named(written: None) -> None:
    first, second = LogLink.objects.filter(table="page").order_by("number")[1:3]
    PageLogEntry.objects.filter(pk__in=[first.entry, second.entry]).update(label="Other")
    problems = log_chain.verify().problems
    assert problems[0] == f"page entry {first.entry} (link {first.number}) was changed"
    assert len(problems) == 2


def test_entries_taken_off_the_end_are_found_by_a_head_kept_elsewhere(written: None) -> None:
    kept = log_chain.head()
    last = LogLink.objects.order_by("-number")[0]
    before = LogLink.objects.get(number=last.number - 1)
    log_chain.TABLES[last.table].objects.filter(pk=last.entry).delete()
    last.delete()
    LogHead.objects.update(number=before.number, sha256=before.sha256)
    assert log_chain.verify().problems == [], "the chain alone cannot know"
    assert "kept elsewhere" in log_chain.verify(kept).problems[0]
    with pytest.raises(log_chain.HeadError, match="no head"):
        log_chain.verify("17")


def test_an_entry_that_is_undone_leaves_no_link() -> None:
    anna = people.add_user("anna", password=PASSWORD)
    before = log_chain.head()
    with transaction.atomic():
        log(instance=anna, action="tamizdat.sign_in", user=anna)
        transaction.set_rollback(True)
    assert log_chain.head() == before
    assert log_chain.verify().problems == []


def test_a_lawful_removal_from_the_log_is_shown_as_one(written: None) -> None:
    boss = people.add_user("boss", password=PASSWORD, admin=True)
    one, other = PageLogEntry.objects.order_by("pk")[:2]
    with transaction.atomic():
        PageLogEntry.objects.filter(pk=one.pk).update(label="removed")
        PageLogEntry.objects.filter(pk=other.pk).delete()
        log_chain.rewritten("page", [one.pk, other.pk], user=boss, about=boss, reason="A source")
    verdict = log_chain.verify()
    assert (verdict.problems, verdict.rewritten) == ([], 2)
    assert ModelLogEntry.objects.filter(action="tamizdat.log_rewritten", user=boss).exists()


def test_the_export_can_be_checked_by_itself(written: None) -> None:
    *rows, last = [json.loads(line) for line in log_export.lines("jsonl")]
    former = log_chain.START
    for row in rows:
        assert row["former"] == former
        former = log_chain.link_hash(row["number"], row["table"], row["entry"], row["content"], former)
        assert row["sha256"] == former
    assert last == {"head": f"{len(rows)}:{former}"}
    table = list(csv.reader(io.StringIO("".join(log_export.lines("csv")))))
    assert len(table) == len(rows) + 2
    assert table[-1] == ["head", last["head"]]


def test_a_cell_is_no_formula() -> None:
    anna = people.add_user("anna", password=PASSWORD)
    log(instance=anna, action="tamizdat.sign_in", user=anna, title="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in "".join(log_export.lines("csv"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_writers_at_once_make_one_chain() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory refuses a second connection; tests/cli/test_log.py has two processes on a file")
    anna = people.add_user("anna", password=PASSWORD)
    together = threading.Barrier(4)

    def write() -> None:
        together.wait(10)
        for _number in range(10):
            with transaction.atomic():
                log(instance=User.objects.get(pk=anna.pk), action="tamizdat.sign_in", user=anna)
        connections.close_all()

    threads = [threading.Thread(target=write) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = log_chain.verify()
    assert verdict.problems == []
    assert verdict.entries >= 40
