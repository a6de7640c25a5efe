"""A hub hears which feeds changed: a real worker's turn, a real server that may be away, and a bake that does not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from tamizdat.bake.worker import Worker
from tamizdat.edition.websub import WebSubNotifier
from tamizdat.kit import hosts
from tamizdat.newsroom.actions import schedule
from tamizdat.newsroom.models import SiteSettings
from tests.cli.command import eventually
from tests.edition.newsroom import CANONICAL, SmallNewsroom

pytestmark = pytest.mark.django_db


class Hub(ThreadingHTTPServer):
    """Keeps what it is told; refuses as often as `refusals` says."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.told: list[list[str]] = []
        self.modes: set[str] = set()
        self.refusals = 0
        self.gate = threading.Event()
        self.gate.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Ear(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.gate.wait(30)
        if self.server.refusals:
            self.server.refusals -= 1
            self.send_error(503)
            return
        self.server.told.append(said["hub.url"])
        self.server.modes.update(said["hub.mode"])
        self.send_response(202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.gate.set()
        server.shutdown()


@contextmanager
def heralding(room: SmallNewsroom) -> Iterator[Worker]:
    """A worker of the room with its herald; a new one is what a restart is."""
    stop = threading.Event()
    herald = WebSubNotifier(baker=room.baker, state=room.folder, canonical=CANONICAL, pause=0.05)
    thread = threading.Thread(target=herald.run, args=(stop,))
    thread.start()
    herald.notify()
    yield Worker(room.baker, schedule=schedule, notifier=herald, processes=1)
    stop.set()
    thread.join()


def turn(worker: Worker) -> None:
    worker._turn(threading.Event())


@pytest.fixture
def followed(room: SmallNewsroom, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> SmallNewsroom:
    monkeypatch.setattr(hosts, "is_public", lambda _address: True)  # the test's hub is on this machine
    settings = SiteSettings.get()
    settings.hub = hub.address
    settings.save()
    room.story("The first")
    room.bake()
    room.baker.graph.state.end_full_bake()  # other processes, which a full bake has, would not see the test's transaction
    return room


def test_a_story_tells_the_hub_of_the_feeds_it_is_in_and_of_no_other(followed: SmallNewsroom, hub: Hub) -> None:
    with heralding(followed) as worker:
        eventually(lambda: (followed.folder / "websub.json").exists(), "what the hub knows from the start")
        assert hub.told == []
        followed.story("Another", regions=followed.regions[:1])
        turn(worker)
        eventually(lambda: hub.told, "a ping")
    (told,) = hub.told
    assert hub.modes == {"publish"}
    for name in ("feed.xml", "rss.xml", "feed.json"):
        assert f"{CANONICAL}/en/{name}" in told
    assert f"{CANONICAL}/en/regions/north/feed.xml" in told
    assert not [url for url in told if "/south/" in url or "/ru/" in url]
    assert f'<link rel="hub" href="{hub.address}"/>' in followed.read("en/feed.xml")


def test_a_hub_that_is_away_is_told_again_and_delays_no_bake(followed: SmallNewsroom, hub: Hub) -> None:
    with heralding(followed) as worker:
        eventually(lambda: (followed.folder / "websub.json").exists(), "what the hub knows from the start")
        hub.refusals = 2
        hub.gate.clear()
        followed.story("While the hub hangs")
        turn(worker)
        assert "While the hub hangs" in followed.read("en/index.html")
        followed.story("And another")
        turn(worker)
        assert "And another" in followed.read("en/index.html")
        assert hub.told == []
        hub.gate.set()
        eventually(lambda: hub.told, "a ping after two refusals")
    assert hub.refusals == 0


def test_what_a_restart_cut_off_is_told_by_the_next_worker(followed: SmallNewsroom, hub: Hub) -> None:
    with heralding(followed):
        eventually(lambda: (followed.folder / "websub.json").exists(), "what the hub knows from the start")
    followed.story("Baked by hand")
    followed.bake()
    with heralding(followed):
        eventually(lambda: hub.told, "a ping")
    assert f"{CANONICAL}/en/feed.xml" in hub.told[0]
