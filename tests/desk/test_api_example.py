"""The example of docs/api.md, run as a correspondent runs it: in a process of its own, over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connections
from wagtail.models import APIToken

from tamizdat.newsroom.actions import people
from tamizdat.newsroom.models import Article
from tests.desk.conftest import PASSWORD
from tests.desk.test_pictures import jpeg

SCRIPT = Path(__file__).parents[2] / "docs" / "api" / "file_a_story.py"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing: tests print only what fails."""


@pytest.fixture
def desk() -> Iterator[str]:
    """The desk on a port, on the test's own connection, so that both see one database."""
    given = connections["default"]

    class Shared(WSGIHandler):
        def __call__(self, environ: Any, start_response: Any) -> Any:
            connections["default"] = given
            return super().__call__(environ, start_response)

    given.inc_thread_sharing()
    # As Django's own test client does: a request would close a connection that a transaction of the test holds.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    server = make_server("127.0.0.1", 0, Shared(), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/desk"
    server.shutdown()
    thread.join()
    server.server_close()
    given.dec_thread_sharing()
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def test_a_story_is_filed_by_the_script_and_not_twice(desk: str, tmp_path: Path) -> None:
    reporter = people.add_user("nino", password=PASSWORD, role=people.REPORTERS)
    key = APIToken.create_token(user=reporter, name="field")[1]
    text, picture = tmp_path / "story.txt", tmp_path / "road.jpg"
    text.write_text("Snow on the pass\n\nThe road is closed.\n\nNobody came.\n", encoding="utf-8")
    picture.write_bytes(jpeg())
    command = [sys.executable, str(SCRIPT), str(text), str(picture)]
    environment = os.environ | {"TAMIZDAT_DESK": desk, "TAMIZDAT_TOKEN": key}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    story = Article.objects.get()
    assert (story.headline, story.owner, story.live) == ("Snow on the pass", reporter, False)
    assert story.body.get_prep_value()[0]["value"] == "<p>The road is closed.</p><p>Nobody came.</p>"
    assert story.lead_picture is not None
    assert story.current_workflow_task is not None
    again = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (again.returncode, again.stderr, Article.objects.count()) == (0, "", 1)
