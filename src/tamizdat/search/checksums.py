"""Are the bytes of an index those that were written? tantivy puts a checksum at the end of each file, and reads none of them:
a dictionary with some wrong bytes opens, and finds nothing or wrong things."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from tamizdat.kit.cache import LRUCache
from tamizdat.search.errors import IndexDamaged

META = "meta.json"
_END = struct.Struct("<II")
"""The length of the footer before it, and a number that every file ends with."""
_MAGIC = 1337
_BLOCK = 4 * 2**20
_verified: LRUCache[tuple[str, int, int, int], None] = LRUCache(4096)
"""Files, by path, inode, size and time, that this process has read before: a segment's files never change."""


def check(folder: Path) -> None:
    """Read every file of the newest commit. Raises IndexDamaged, or FileNotFoundError when a file is not there."""
    for path in _committed_files(folder):
        stat = path.stat()
        key = (str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if key not in _verified:
            if not _is_as_written(path, stat.st_size):
                raise IndexDamaged(folder, f"the checksum of {path.name} is wrong")
            _verified[key] = None


def _committed_files(folder: Path) -> Iterator[Path]:
    """Those of the segments that meta.json names: others may be half written."""
    try:
        segments = {
            segment["segment_id"].replace("-", ""): segment["deletes"]
            for segment in json.loads((folder / META).read_bytes())["segments"]
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(folder, f"{META} cannot be read: {error}") from error
    for path in folder.iterdir():
        segment, _, ending = path.name.partition(".")
        if segment in segments and not ending.endswith(".del"):
            yield path
    for segment, deletes in segments.items():
        if deletes:
            yield folder / f"{segment}.{deletes['opstamp']}.del"


def _is_as_written(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        if size < _END.size:
            return False
        file.seek(size - _END.size)
        length, magic = _END.unpack(file.read(_END.size))
        left = size - _END.size - length
        if magic != _MAGIC or left < 0:
            return False
        file.seek(left)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        found = 0
        while left and (block := file.read(min(left, _BLOCK))):
            found = zlib.crc32(block, found)
            left -= len(block)
        return left == 0 and found == expected
