"""Redirects (301) and removed pages (410): read from stub files, or from the map in public/_/map/.

A line of the map is  "/old/path/?p=12" "301 /new/path/";  or  "/old/" "410 en";  as nginx reads it too. The map may
be long, so its lines stay on disk: memory holds 16 bytes for each, a hash of the key and where the line begins.
"""

from __future__ import annotations

import os
import re
import time
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from tamizdat.door.query_key import normal_key
from tamizdat.door.tree import Identity, Missing, OpenFile, Tree, identity

MAP_FOLDER = "_/map"
_STUB = re.compile(rb"<!doctype html><!--tamizdat:(301|410) ([^\s<>]*)-->")
_LINE = re.compile(rb'^[ \t]*"([^"\n]+)"[ \t]+"(301|410) ([^"\s]*)";', re.MULTILINE)
# Root-relative, so that a redirect never leads to another site; printable, so that it cannot end its header.
_TARGET = re.compile(rb"/(?![/\\])[\x21\x23-\x5b\x5d-\x7e]*")
SETTLED_NS = 100_000_000
STUB_HEAD = 2048  # bytes in which a stub's comment ends


@dataclass(frozen=True, slots=True)
class Moved:
    target: str


@dataclass(frozen=True, slots=True)
class Gone:
    language: str


def read_stub(head: bytes) -> Moved | Gone | None:
    found = _STUB.match(head)
    return _verdict(found[1], found[2]) if found else None


def _verdict(status: bytes, rest: bytes) -> Moved | Gone | None:
    if status == b"410":
        return Gone(rest.decode("latin-1"))
    return Moved(rest.decode("ascii")) if _TARGET.fullmatch(rest) else None


class _Shard:
    """One file of the map."""

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        data = file.read(file.size)
        lines = [(hash(normal_key(line[1])), line.start()) for line in _LINE.finditer(data)]
        lines.sort()
        self._hashes = array("q", [key for key, _ in lines])
        self._starts = array("q", [start for _, start in lines])

    def find(self, key: bytes) -> Moved | Gone | None:
        """`key` is a normal one."""
        wanted = hash(key)
        index = bisect_left(self._hashes, wanted)
        while index < len(self._hashes) and self._hashes[index] == wanted:
            line = _LINE.match(self.file.read(32_768, self._starts[index]))
            if line and normal_key(line[1]) == key:
                return _verdict(line[2], line[3])
            index += 1
        return None


class MovedMap:
    """Follows the files on disk: only what changed is read again."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._folder: Identity | None = None
        self._shards: dict[str, _Shard] = {}

    def find(self, key: bytes) -> Moved | Gone | None:
        """`key` is a path, with its query where it has one, percent-encoded as a browser sends it."""
        key = normal_key(key)
        folder = self._tree.identity_of(MAP_FOLDER)
        if folder != self._folder:
            self._read_changed()
            # A clock ticks every few milliseconds: a folder changed just now may change again under the same time.
            settled = folder is None or time.time_ns() - folder[0] > SETTLED_NS
            self._folder = folder if settled else None
        for shard in self._shards.values():
            if verdict := shard.find(key):
                return verdict
        return None

    def _read_changed(self) -> None:
        try:
            with os.scandir(os.path.join(self._tree.root, MAP_FOLDER)) as entries:
                present = {e.name: identity(e.stat(follow_symlinks=False)) for e in entries if e.name.endswith(".conf")}
        except OSError:
            present = {}
        kept: dict[str, _Shard] = {}
        for name in sorted(present):
            shard = self._shards.pop(name, None)
            if shard is not None and shard.file.identity == present[name]:
                kept[name] = shard
                continue
            if shard is not None:
                shard.file.close()
            try:
                kept[name] = _Shard(self._tree.open(f"{MAP_FOLDER}/{name}"))
            except Missing:
                continue
        for shard in self._shards.values():
            shard.file.close()
        self._shards = kept
