"""Filters, with what they must not let through."""

from __future__ import annotations

import json
import re

import pytest

from tamizdat.render import filters
from tamizdat.theme import FOLDER


def test_json_in_a_script_cannot_close_it() -> None:
    text = '</script><!--<script>&\u2028\u2029"\\ ё'
    written = filters.json_ld({"headline": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"headline": text}
    assert json.loads(filters.json_ld(text)) == text


def test_absolute_leaves_other_sites_alone() -> None:
    assert filters.absolute("/en/", "https://pass.example/") == "https://pass.example/en/"
    assert filters.absolute("/en/", "") == "/en/"
    assert filters.absolute("https://b.example/", "https://pass.example") == "https://b.example/"


@pytest.mark.parametrize(
    ("colour", "classes"),
    [("#8a5f3c", "r8 g5 b3"), ("FFFFFF", "rf gf bf"), ("", ""), ('#"><b>', ""), ("#12345", ""),
     ("#ff000080", "cut-out"), ("#00000019", "cut-out not-on-dark"), ("#ffffffff", "cut-out not-on-light")],
)  # fmt: skip
def test_a_colour_becomes_classes_or_nothing(colour: str, classes: str) -> None:
    assert filters.tone(colour) == classes


def test_the_grounds_are_those_of_the_theme() -> None:
    base = (FOLDER / "css/10-base.css").read_text()
    assert list(dict.fromkeys(re.findall(r"--paper: (#\w{6})", base))) == list(filters.GROUNDS.values())


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=a-B_1", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1"),
        ("https://www.youtube.com/watch?v=a-B_1&t=3", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=3"),
        ("https://youtu.be/a-B_1?t=1m30s", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=90"),
        ("https://youtu.be/a-B_1?si=x&t=1h2m3s", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=3723"),
        ("https://youtu.be/a-B_1#t=30", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=30"),
        ("https://www.youtube.com/embed/a-B_1?start=30", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=30"),
        ("https://m.youtube.com/shorts/a-B_1", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1"),
        ("https://www.youtube.com/live/a-B_1?t=soon", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1"),
        ("https://www.youtube.com/playlist?list=PL_1", "https://www.youtube-nocookie.com/embed/videoseries?autoplay=1&list=PL_1"),
        ("https://www.youtube.com/embed/videoseries?list=PL_1", "https://www.youtube-nocookie.com/embed/videoseries?autoplay=1&list=PL_1"),
        ("https://www.youtube.com/watch?v=a-B_1&list=PL_1&t=30s", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1&start=30&list=PL_1"),
        ("https://www.youtube.com/@channel", ""),
        ("Https://Youtu.be/a-B_1", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1"),
        ("https://vimeo.com/12345/abc9#t=1m5s", "https://player.vimeo.com/video/12345?dnt=1&h=abc9#t=65s"),
        ("https://player.vimeo.com/video/12345?h=abc9", "https://player.vimeo.com/video/12345?dnt=1&h=abc9"),
        ("https://vimeo.com/channels/staffpicks/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://rutube.ru/video/ab12/?t=30", "https://rutube.ru/play/embed/ab12?t=30"),
        ("https://youtu.be/a-B_1", "https://www.youtube-nocookie.com/embed/a-B_1?autoplay=1"),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://soundcloud.com/a/b", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fa%2Fb"),
        ("https://video.example/1", ""),
        ("http://www.youtube.com/watch?v=a", ""),
        ("javascript:alert(1)//youtu.be/a", ""),
        ("https://youtube.com.evil.example/watch?v=a", ""),
        ("https://www.youtube.com/watch", ""),
        ("https://[broken", ""),
    ],
)  # fmt: skip
def test_only_known_players_are_framed(url: str, player: str) -> None:
    assert filters.player(url) == player


def test_durations_are_read_like_a_clock() -> None:
    assert [filters.duration(seconds) for seconds in (5, 245, 3729)] == ["0:05", "4:05", "1:02:09"]
