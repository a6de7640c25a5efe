"""Words in the files of media/: in what a picture or a recording says of itself (IPTC, EXIF, XMP, tags).

They are overwritten in place, letter by letter, so that every offset in the file still holds. What a program has
compressed, such as the text of a PDF, is not read.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

HEAD, TAIL = 256 * 1024, 64 * 1024
"""Bytes at the beginning and at the end of a file in which it says who made it and what it shows."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1251")
_PNG = b"\x89PNG\r\n\x1a\n"


def found(forms: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names below media/ of files that hold one of the forms, with those forms."""
    wanted = _wanted(forms)
    root = Path(settings.MEDIA_ROOT)
    for path in files(root):
        data = _ends(path)
        spelled = tuple(dict.fromkeys(form for form, bytes_ in wanted if bytes_ in data))
        if spelled:
            yield path.relative_to(root).as_posix(), spelled


def blank(path: Path, forms: Iterable[str]) -> bool:
    """Overwrite the forms in the file, in a copy that takes its place; whether there were any."""
    data = bytearray(path.read_bytes())
    spans = []
    for _form, wanted in _wanted(forms):
        at = data.find(wanted)
        while at >= 0:
            if at < HEAD or at >= len(data) - TAIL:
                spans.append((at, len(wanted)))
            at = data.find(wanted, at + len(wanted))
    if not spans:
        return False
    for at, size in spans:
        data[at : at + size] = b" " * size
    if data.startswith(_PNG):
        _mend_checksums(data)
    copy = path.with_name(f".{path.name}.{os.getpid()}")
    copy.write_bytes(data)
    shutil.copymode(path, copy)
    os.replace(copy, path)
    return True


def files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file())


def _wanted(forms: Iterable[str]) -> list[tuple[str, bytes]]:
    """Each form in the cases and encodings in which programs write it."""
    wanted: dict[bytes, str] = {}
    for form in forms:
        for cased in dict.fromkeys((form, form.lower(), form.upper(), form.title())):
            for encoding in _ENCODINGS:
                written = cased.encode(encoding, "ignore")
                if len(form) > 3 and written.decode(encoding) == cased:
                    wanted.setdefault(written, form)
    return [(form, written) for written, form in wanted.items()]


def _ends(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(HEAD, size - TAIL))
        return head + b"\n" + file.read()


def _mend_checksums(data: bytearray) -> None:
    """Of every chunk of a PNG: a reader refuses one whose sum does not fit."""
    at = len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + size
        if end + 4 > len(data):
            return
        data[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
