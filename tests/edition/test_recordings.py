"""Chapters, transcripts with times, WebVTT."""

from __future__ import annotations

import json

import pytest

from tamizdat.edition import recordings

URL = "/_/files/ab/talk.mp3"
TRANSCRIPT = (
    "<p>A word before.</p><p>0:04 This is &lt;Long Wave&gt; &amp; more.</p><p>It goes<br><b>on</b>.</p>"
    "<p><b>[1:02:05]</b> The end.</p>"
)


@pytest.mark.parametrize(
    ("time", "expected"), [("4:05", 245), ("1:04:05", 3845), ("0:00", 0), ("4:65", None), ("x", None), ("", None)]
)
def test_times_are_minutes_and_seconds(time, expected):
    assert recordings.seconds(time) == expected


def test_chapters_stand_in_the_order_of_time_and_lead_into_the_recording():
    items = [
        {"start": "1:00", "title": "Second"},
        {"start": "0:00", "title": "First"},
        {"start": "1:00", "title": "Twice"},
        {"start": "", "title": "Nowhere"},
    ]
    found = recordings.chapters(items, URL)
    assert [(one.start, one.title, one.url) for one in found] == [
        (0, "First", f"{URL}#t=0"),
        (60, "Second", f"{URL}#t=60"),
    ]
    assert json.loads(recordings.chapters_json(found)) == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0, "title": "First"}, {"startTime": 60, "title": "Second"}],
    }


def test_a_paragraph_that_starts_with_a_time_becomes_a_cue():
    found = recordings.cues(TRANSCRIPT, 4000)
    assert [(cue.start, cue.end, cue.text) for cue in found] == [
        (4, 3725, "This is <Long Wave> & more. It goes on."),
        (3725, 4000, "The end."),
    ]
    assert recordings.web_vtt(found).splitlines() == [
        "WEBVTT",
        "",
        "00:00:04.000 --> 01:02:05.000",
        "This is &lt;Long Wave&gt; &amp; more. It goes on.",
        "",
        "01:02:05.000 --> 01:06:40.000",
        "The end.",
    ]


def test_a_cue_ends_after_it_began_whatever_the_length_says():
    assert [(cue.start, cue.end) for cue in recordings.cues("<p>2:00 Late.</p>", 0)] == [(120, 121)]


def test_a_transcript_without_times_has_no_cues():
    assert recordings.cues("<p>Only text, at 4:05 in the afternoon.</p>", 60) == ()
    assert recordings.with_times("<p>At 4:05 it rained.</p>", URL) == "<p>At 4:05 it rained.</p>"


def test_times_in_a_transcript_lead_into_the_recording():
    html = recordings.with_times(TRANSCRIPT, URL)
    assert f'<p><a class="at" href="{URL}#t=4">0:04</a> This is' in html
    assert f'<p><a class="at" href="{URL}#t=3725">1:02:05</a> The end.</p>' in html
    assert "<p>It goes<br><b>on</b>.</p>" in html
