"""The decoding process: `python -m tamizdat.newsroom.imaging TASK ARGUMENTS < picture`. Started by cell.py alone."""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from typing import Any

from tamizdat.newsroom.imaging import drawings, ends, metadata, recipe
from tamizdat.newsroom.imaging.cell import REFUSED, TOO_COSTLY, check_weight
from tamizdat.newsroom.imaging.errors import PictureRefused
from tamizdat.newsroom.imaging.limits import MAX_BYTES, MAX_CPU_SECONDS, MAX_MEMORY


def main(task: str, arguments: str) -> int:
    _confine(task)
    picture = sys.stdin.buffer.read(MAX_BYTES + 1)
    answer: Any
    blobs: list[bytes] = []
    try:
        check_weight(len(picture))
        if task == "inspect":
            answer, blobs = _inspected(picture)
        else:
            answer, blobs = recipe.render(BytesIO(picture), **json.loads(arguments))
    except PictureRefused as refused:
        answer = {"reason": refused.reason, "message": refused.message}
    except MemoryError:
        answer = {
            "reason": "too-costly",
            "message": TOO_COSTLY,
        }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.writelines(blobs)
    sys.stdout.buffer.flush()
    return REFUSED if "reason" in answer else 0


def _inspected(picture: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The facts, and what is kept instead of the file where it is not kept as it came."""
    if drawings.is_drawing(picture):
        pixels = drawings.drawn(picture)
        return metadata.facts_of(BytesIO(pixels)), [pixels]
    try:
        return metadata.facts_of(BytesIO(picture)), []
    except PictureRefused as refused:
        if refused.reason != "broken" or not (whole := ends.with_end(picture)):
            raise
        return metadata.facts_of(BytesIO(whole)), [whole]


def _confine(task: str) -> None:
    seconds = MAX_CPU_SECONDS[task]
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
