"""Chapters and transcripts of recordings: what editors write in minutes and seconds, and the files that players read.

A transcript may say when a paragraph begins by starting it with the time: "1:04 Then the rain came". Such a transcript
is also written as WebVTT, for players that show the text as it is spoken.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Any

from tamizdat.edition.shapes import Article, Chapter, Cue
from tamizdat.edition.shapes.blocks import AudioBlock, RecordingBlock

_TIME = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)")
_PARAGRAPH = re.compile(r"<(p|li)>(.*?)</\1>", re.S)
_TIMED = re.compile(rf"<(p|li)>\s*(?:<(b|strong|i|em)>)?\[?({_TIME.pattern})\]?(?:</\2>)?[\s\u00a0]+")
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\b[^>]*>|</p>")
_SPACE = re.compile(r"\s+")


def seconds(time: str) -> int | None:
    """ "4:05" and "1:04:05" in seconds; None for what is no such time."""
    match = _TIME.fullmatch(time.strip())
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def chapters(items: Sequence[dict[str, Any]], url: str) -> tuple[Chapter, ...]:
    """In the order of time; of two that start at once the first stands. `url` is the recording's."""
    found: dict[int, str] = {}
    for item in items:
        start, title = seconds(str(item.get("start") or "")), str(item.get("title") or "").strip()
        if start is not None and title:
            found.setdefault(start, title)
    return tuple(Chapter(start=at, title=found[at], url=f"{url}#t={at}") for at in sorted(found))


def with_times(transcript: str, url: str) -> str:
    """The transcript's HTML with each paragraph's time as a link to that place of the recording at `url`."""

    def linked(match: re.Match[str]) -> str:
        return f'<{match[1]}><a class="at" href="{html.escape(url)}#t={seconds(match[3])}">{match[3]}</a> '

    return _TIMED.sub(linked, transcript)


def cues(transcript: str, duration: int) -> tuple[Cue, ...]:
    """What a transcript says when; empty for one without times. A paragraph without a time continues the one before."""
    starts: list[tuple[int, list[str]]] = []
    for match in _PARAGRAPH.finditer(transcript):
        timed = _TIMED.match(match[0])
        words = match[0][timed.end() :] if timed else match[2]
        text = plain(words)
        if timed:
            starts.append((seconds(timed[3]) or 0, [text]))
        elif starts:
            starts[-1][1].append(text)
    starts.sort(key=lambda one: one[0])
    ends = [start for start, _ in starts[1:]] + [max(duration, starts[-1][0] + 1)] if starts else []
    return tuple(
        Cue(start=start, end=max(end, start + 1), text=" ".join(texts))
        for (start, texts), end in zip(starts, ends, strict=True)
    )


def plain(text: str) -> str:
    """HTML as one line of plain text."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))).strip()


def web_vtt(spoken: Sequence[Cue]) -> str:
    lines = ["WEBVTT", ""]
    for cue in spoken:
        lines += [f"{_stamp(cue.start)} --> {_stamp(cue.end)}", html.escape(cue.text, quote=False), ""]
    return "\n".join(lines)


def chapters_json(found: Sequence[Chapter]) -> bytes:
    """The chapters file of the podcast namespace, version 1.2."""
    said = {"version": "1.2.0", "chapters": [{"startTime": one.start, "title": one.title} for one in found]}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def recording(article: Article) -> RecordingBlock | None:
    """The recording that makes a story an episode: its first audio or, where there is none, its first video."""
    found = [block for block in article.body if isinstance(block, RecordingBlock)]
    return next((block for block in found if isinstance(block, AudioBlock)), found[0] if found else None)


def _stamp(at: int) -> str:
    return f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000"
