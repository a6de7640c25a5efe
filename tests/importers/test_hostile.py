"""Whatever stands in a line, it becomes harmless text or a refused line; the import goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tamizdat.importers import bodies
from tamizdat.importers.errors import LineRefused
from tamizdat.importers.fields import FIELDS, read
from tamizdat.importers.house import House
from tamizdat.importers.report import Report
from tamizdat.newsroom.models import Address, Article, Author
from tamizdat.newsroom.paths import OWN_SEGMENTS

Import = Callable[..., Report]
Line = Callable[..., dict[str, Any]]

ALLOWED = re.compile(
    r'</?(p|b|i|s|sup|sub|ul|ol|li|br|a)>|<a href="(https?://|mailto:|tel:|/(?![/\\]))[^"]*">', re.IGNORECASE
)


def harmless(markup: str) -> bool:
    """Nothing but the tags of a text block, without attributes; links to the web and to mail."""
    return "<" not in ALLOWED.sub("", markup)


def test_hostile_strings_in_every_field(import_lines: Import, line: Line, shared_data: Path) -> None:
    strings: list[str] = json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())
    lines = []
    for number, text in enumerate(strings):
        fields = dict.fromkeys(FIELDS - {"id", "lang", "language", "published", "group", "headline"}, text)
        lines.append(
            line(**fields | {"id": f"{number}: {text}"[:150], "title": f"{number} {text}", "body": [text, text]})
        )
        lines.append(line(**dict.fromkeys(FIELDS, text)))
        lines.append(line(id=f"html {number}", body=None, body_html=text * 2))
        lines.append(
            line(id=f"lists {number}", **{name: [text] for name in ("authors", "topics", "old_urls", "pictures")})
        )

    report = import_lines(*lines)

    assert report.created + report.refused == len([one for one in lines if one])
    assert report.created >= 3 * len(strings)
    for story in Article.objects.iterator():
        for block in story.body.raw_data:
            if block["type"] == "text":
                assert harmless(block["value"]), block["value"]
        assert not re.search("[\x00-\x08\u202e\u200b]", story.headline + story.dek + story.slug)
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", story.slug)
        assert not story.source_url or story.source_url.startswith(("http://", "https://"))
    for path in Address.objects.values_list("path", flat=True):
        assert re.fullmatch(r"/[\x21\x23-\x3a\x3c-\x5b\x5d-\x7e]*", path), path
        assert ".." not in path.split("?")[0].split("/")
    assert Author.objects.exists()


def test_hostile_html_leaves_nothing_that_runs(shared_data: Path) -> None:
    sources = [
        file.read_text(encoding="utf-8", errors="replace")
        for file in (shared_data / "hostile-html-misc").rglob("*")
        if file.is_file()
    ]
    pieces = [piece for source in sources for piece in (source, *source.split("\n"))]
    assert len(pieces) > 1000
    for piece in pieces:
        for kind, value in bodies.from_html(piece):
            if kind == "text":
                assert harmless(str(value)), (piece, value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), JSON))
def test_any_json_is_a_story_or_a_refusal(tmp_path_factory: Any, found: dict[str, Any]) -> None:
    house = House(languages=("en", "ru"), zone=ZoneInfo("Asia/Tbilisi"), folder=tmp_path_factory.getbasetemp())
    for fields in (found, {"id": "1", "lang": "en", "title": "T", "body": "B"} | found):
        try:
            story, _, _ = read(fields, house)
        except LineRefused:
            continue
        assert story.external_id
        assert story.headline
        assert all(not path.startswith(tuple(f"/en/{own}/" for own in OWN_SEGMENTS)) for path in story.old_paths)
        assert len(story.fingerprint()) == 32
