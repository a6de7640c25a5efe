"""Other servers are told what readers may know, once it is so, signed, and never inside our own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import build_opener

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tamizdat.desk import webhooks
from tamizdat.desk.models import Webhook, WebhookDelivery
from tamizdat.kit import hosts
from tamizdat.newsroom.actions import articles, corrections
from tamizdat.newsroom.actions.corrections import Correction
from tamizdat.newsroom.models import Article
from tamizdat.operations import webhooks as sending

Make = Callable[..., Article]
PAGE = "/desk/webhooks/"


class Other:
    """Another server: what it got, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[Any, bytes]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Nothing: tests print only what fails."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def other() -> Iterator[Other]:
    made = Other()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def hook(other: Other) -> Webhook:
    return Webhook.objects.create(address=other.address)


def turn() -> None:
    """As the worker does; the test keeps its connection."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "close_all", lambda: None)
        sending.take_turn()


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other server is on this machine, which is refused else."""
    monkeypatch.setattr(hosts, "opener", lambda *, redirects=True: build_opener())


def test_what_was_published_corrected_and_killed_is_told(
    inside: None, hook: Webhook, other: Other, published: Make, draft: Make
) -> None:
    draft("Only a draft")
    story = published("A road over the pass")
    corrections.correct(story, Correction(kind="correction", old="over", new="below"))
    turn()
    articles.kill(Article.objects.get(pk=story.pk), reason="A source is in danger.")
    turn()
    told = [json.loads(body) for _headers, body in other.got]
    assert {one["event"] for one in told} == {"story.published", "story.corrected", "story.killed"}
    assert told[0]["story"]["headline"] == "A road below the pass", "as it is when it is sent"
    assert told[-1]["event"] == "story.killed"
    assert set(told[-1]["story"]) == {"uri", "language", "address"}
    assert not any(b"draft" in body or b"danger" in body for _headers, body in other.got)
    headers, body = other.got[0]
    moment, _, mark = headers["Tamizdat-Signature"].partition(",v1=")
    key, signed = hook.secret.encode(), moment.removeprefix("t=").encode() + b"." + body
    assert hmac.new(key, signed, hashlib.sha256).hexdigest() == mark
    assert not WebhookDelivery.objects.exclude(due_at=None).exists()


def test_an_embargo_holds_and_who_has_nothing_is_told_nothing(
    hook: Webhook, other: Other, published: Make, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "opener", lambda *, redirects=True: build_opener())
    end = timezone.now() + timedelta(hours=3)
    story = published("Under embargo", embargoed_until=end)
    turn()
    articles.kill(draft("Killed before anybody read it"), reason="Because")
    turn()
    assert other.got == []
    monkeypatch.setattr(timezone, "now", lambda: end + timedelta(seconds=1))
    turn()
    assert [json.loads(body)["story"]["uri"] for _headers, body in other.got] == [story.uri]
    gone = published("Gone again")
    articles.unpublish(gone)
    turn()
    assert len(other.got) == 1
    assert WebhookDelivery.objects.get(story=gone).result == "not sent: the story is not public"


def test_a_server_that_fails_is_tried_again_and_given_up(
    inside: None, hook: Webhook, other: Other, published: Make
) -> None:
    other.status = 500
    published()
    waits = []
    for _ in range(len(webhooks.PAUSES) + 3):
        turn()
        row = WebhookDelivery.objects.get()
        if row.due_at:
            waits.append(round((row.due_at - timezone.now()) / timedelta(minutes=1)))
            WebhookDelivery.objects.update(due_at=timezone.now())
    assert waits == [pause // timedelta(minutes=1) for pause in webhooks.PAUSES]
    assert (len(other.got), row.due_at, row.result) == (len(webhooks.PAUSES) + 1, None, "500")


def test_our_own_network_gets_nothing(hook: Webhook, other: Other, published: Make) -> None:
    published()
    turn()
    assert other.got == []
    assert "inside a network" in WebhookDelivery.objects.get().result


def test_only_an_administrator_adds_one_and_only_of_the_open_net(administrator: Client, editor: Client) -> None:
    for address in (
        *("http://example.org/x", "https://127.0.0.1/x", "https://[::1]/", "https://localhost/", "https://10.0.0.1/"),
        *("https://a:b@example.org/", "ftp://example.org/", "", "x" * 600, "https://metadata.internal/"),
    ):
        assert administrator.post(PAGE, {"address": address}).status_code == 200, address
    assert editor.get(PAGE).status_code == 302
    editor.post(PAGE, {"address": "https://example.org/hook"})
    assert not Webhook.objects.exists()
    administrator.post(PAGE, {"address": "https://example.org/hook"})
    made = Webhook.objects.get()
    assert made.secret in administrator.get(PAGE).content.decode()
    editor.post(f"{PAGE}{made.pk}/remove/")
    assert Webhook.objects.exists()
    administrator.post(f"{PAGE}{made.pk}/remove/")
    assert not Webhook.objects.exists()
