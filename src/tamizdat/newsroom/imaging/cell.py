"""Runs one task on one picture in a process of its own: decoders are C, uploads come from anywhere.

A crash, an endless loop or a memory bomb ends that process, not the desk. The child (see __main__.py) gets the picture
on standard input, may not write files, and answers on standard output: a line of JSON, then the bytes
of each file made.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO, Literal

from tamizdat.newsroom.imaging.errors import PictureRefused
from tamizdat.newsroom.imaging.limits import MAX_BYTES, MAX_WALL_SECONDS, MEGABYTE

log = logging.getLogger(__name__)

TOO_COSTLY = "The picture takes more time or memory to decode than any photo should: export it smaller, or as JPEG."
REFUSED = 3  # exit status of a child that answers with a reason
_OUT_OF_LIMITS = {signal.SIGXCPU, signal.SIGKILL}


def run(task: Literal["inspect", "render"], picture: bytes | Path, **arguments: Any) -> tuple[Any, bytes]:
    """The child's answer and the bytes that follow it; raises PictureRefused."""
    if isinstance(picture, bytes):
        check_weight(len(picture))
        return _answer(task, arguments, data=picture)
    try:
        with picture.open("rb") as file:
            check_weight(os.fstat(file.fileno()).st_size)
            return _answer(task, arguments, file=file)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise PictureRefused(
            "missing", f"The picture {picture.name} can't be read ({error.strerror}): upload it again."
        ) from error


def check_weight(size: int) -> None:
    if size == 0:
        raise PictureRefused("empty", "The file is empty: check it on your side and upload it again.")
    if size > MAX_BYTES:
        raise PictureRefused(
            "too-heavy",
            f"The file has {size / MEGABYTE:.0f} MB, the most is {MAX_BYTES // MEGABYTE} MB: export it as JPEG.",
        )


def _answer(
    task: str, arguments: dict[str, Any], *, data: bytes | None = None, file: BinaryIO | None = None
) -> tuple[Any, bytes]:
    # -I: neither the environment nor the working folder decides what the child imports.
    command = [sys.executable, "-I", "-m", "tamizdat.newsroom.imaging", task, json.dumps(arguments)]
    try:
        child = subprocess.run(
            command, input=data, stdin=file, capture_output=True, timeout=MAX_WALL_SECONDS[task], check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_costly() from error
    if child.returncode not in (0, REFUSED):
        log.warning(
            "decoding ended with status %s: %s", child.returncode, child.stderr.decode(errors="replace")[-2000:]
        )
        if -child.returncode in _OUT_OF_LIMITS:
            raise _too_costly()
        raise PictureRefused("broken", "The picture can't be decoded: open it in an editor and export it as JPEG.")
    head, _, rest = child.stdout.partition(b"\n")
    answer = json.loads(head)
    if child.returncode == REFUSED:
        raise PictureRefused(answer["reason"], answer["message"])
    return answer, rest


def _too_costly() -> PictureRefused:
    return PictureRefused("too-costly", TOO_COSTLY)
