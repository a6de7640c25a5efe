"""Notices as their readers get them."""

from __future__ import annotations

import email
import email.policy

from tamizdat.letters import persons, subscribing
from tamizdat.letters.links import Links
from tamizdat.letters.messages import Message, Origin
from tamizdat.letters.store import Store, lists, notices, singles
from tamizdat.letters.wording import Wording
from tests.letters.conftest import KEY
from tests.letters.test_subscribing import NOW, subscribed

ORIGIN = Origin(sender="news@example.org", replies="news@example.org", site="https://now.example", key=KEY)


def read(message: Message | None, kind: str) -> str:
    assert message
    part = email.message_from_bytes(message.data, policy=email.policy.default).get_body((kind,))
    assert part
    return str(part.get_content())


def test_a_reader_is_mailed_all_that_is_stored_about_them_and_nobody_elses(store: Store) -> None:
    texts = {"subject": "Your data", "html": "<pre>{{data}}</pre>", "text": "{{data}}"}
    notices.replace(store, [notices.Notice(kind=notices.DATA, language="en", **texts)])
    people = [subscribed(store, address) for address in ("a&b@example.org", "other@example.org")]
    for reader in people:
        persons.mail_data(store, reader, NOW + 100)
        persons.mail_data(store, reader, NOW + 100)
    waiting = [one for one in singles.take(store, "s", 10, NOW + 100) if one.kind == notices.DATA]
    assert [one.reader for one in waiting] == people, "once a day"
    wording = Wording(store, ORIGIN, Links(KEY), [], {"en": "The Pass"})
    first, second = (wording.notice(one, NOW + 100) for one in waiting)
    assert '"address": "a&b@example.org"' in read(first, "plain")
    assert '"confirmed": "2026-' in read(first, "plain")
    assert "a&amp;b@example.org" in read(first, "html")
    assert "other@example.org" in read(second, "plain")
    assert "a&b" not in read(second, "plain")
    subscribing.erase(store, KEY, people[0], NOW + 200)
    assert wording.notice(waiting[0], NOW + 200) is None


def test_a_confirmation_names_what_was_asked_for(store: Store) -> None:
    texts = {"subject": "Confirm", "html": "<b>{{lists}}</b>", "text": "{{lists}}"}
    notices.replace(store, [notices.Notice(kind=notices.CONFIRM, language="en", **texts)])
    offered = [("weekly", "Week & more", 1), ("daily", "The day", 2)]
    every = [
        lists.MailingList(id=id, slug=slug, is_open=True, texts={"en": {"name": name}}) for slug, name, id in offered
    ]
    lists.replace(store, every)
    for address, wanted in {"one@example.org": [1], "both@example.net": [1, 2]}.items():
        asked = {"language": "en", "how": "form", "shown": "", "now": NOW}
        subscribing.join(store, KEY, address=address, lists=wanted, **asked)
    wording = Wording(store, ORIGIN, Links(KEY), [], {"en": "The Pass"})
    mails = {one.address: wording.notice(one, NOW) for one in singles.take(store, "s", 10, NOW)}
    assert read(mails["one@example.org"], "plain").strip() == "Week & more"
    assert read(mails["one@example.org"], "html").strip() == "<b>Week &amp; more</b>"
    assert read(mails["both@example.net"], "plain").strip() == "Week & more, The day"
