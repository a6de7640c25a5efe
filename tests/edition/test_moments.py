"""Moments as they leave the site: in forms that every reader takes, and in an order that makes sense."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from tamizdat.newsroom.actions import imports
from tamizdat.newsroom.actions.imports.incoming import Incoming

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(1890, 5, 1, 9, 30, tzinfo=UTC)
"""In Tbilisi, before standard time: its offset was +02:59:11."""
PUBLISHED, BEFORE = datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
BY_MACHINES = r'"?(\d{4}-\d\d-\d\dT[\d:.]+(?:[+-][\d:]+|Z))'


def texts(room: SmallNewsroom) -> dict[str, str]:
    endings = {".html", ".xml", ".json"}
    root = room.baker.tree.root
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.suffix in endings}


def test_a_moment_before_standard_time_is_written_in_utc_everywhere(room: SmallNewsroom) -> None:
    room.story("Long ago", display_date=LONG_AGO, dek="")
    room.bake()
    found = {}
    for path, text in texts(room).items():
        for moment in re.findall(BY_MACHINES, text):
            assert re.search(r"([+-]\d\d:\d\d|Z)$", moment), (path, moment)
            assert not re.search(r"[+-]\d\d:\d\d:\d\d$", moment), (path, moment)
            if datetime.fromisoformat(moment) == LONG_AGO:
                found[path.rpartition("/")[2]] = moment
    assert {"index.html", "feed.xml", "feed.json", "ninjs.json"} <= set(found)
    (date,) = re.findall(r"<pubDate>(.*?)</pubDate>", room.read("en/rss.xml"))
    assert re.search(r" [+-]\d{4}$", date)
    assert parsedate_to_datetime(date) == LONG_AGO


@pytest.mark.parametrize("days", [1, -1])
def test_an_update_before_the_publication_is_shown_nowhere(room: SmallNewsroom, days: int) -> None:
    """And one after it is."""
    updated = PUBLISHED + timedelta(days=days, minutes=7)
    story = room.story("Updated", display_date=PUBLISHED, updated_at=updated, regions=room.regions[:1])
    room.bake()
    local = updated.astimezone(room.baker.policy.reader.values.setting.zone).isoformat(timespec="seconds")
    shown = {path for path, text in texts(room).items() if local in text}
    assert bool(shown) is (days > 0)
    page = room.read(f"{story.get_url_parts()[2]}index.html")
    assert ("modified_time" in page) is ('class="updated"' in page) is (days > 0)
    if days > 0:
        assert {"en/feed.xml", "en/feed.json", "sitemaps/en-0.xml"} <= shown


def test_an_import_warns_of_an_update_before_the_publication(room: SmallNewsroom) -> None:
    imports.prepare()
    story = Incoming(external_id="1", language="en", headline="One", body=(("text", "<p>Text.</p>"),))
    early, later = (
        replace(story, external_id=name, published=PUBLISHED, updated=updated)
        for name, updated in (("early", BEFORE), ("later", PUBLISHED))
    )
    taken = imports.import_batch([early, later])
    assert [(one.external_id, "is before published" in one.why) for one in taken.warnings] == [("early", True)]
