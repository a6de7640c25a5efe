"""The file that a backup is: a plain tar with a manifest as its last member, made whole or not at all, read with distrust.

Any tar program can open it; docs/install/backup.md says how to without Tamizdat.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tamizdat.config.newsroom import NewsroomError

FORMAT = 1
MANIFEST = "manifest.json"
TOP = frozenset(["newsroom.toml", "databases", "media", "renditions", "keys", "theme"])
_BLOCK = 1024 * 1024
Progress = Callable[[int, int], None]


class ArchiveError(NewsroomError):
    """The backup cannot be written or read. The message names the file and what to do."""


class Vanished(ArchiveError):
    """A file went away while the backup was being written."""


@dataclass(frozen=True, kw_only=True)
class Member:
    sha256: str
    size: int
    mode: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`about` says when, by which version and of what the backup was made."""

    about: dict[str, Any]
    files: dict[str, Member]


def write(path: Path, members: Iterable[tuple[str, Path]], about: dict[str, Any], progress: Progress) -> None:
    """Write (name, file) pairs to `path`, which must not stand before its bytes are all on the disk and read back."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    todo = list(members)
    files: dict[str, Member] = {}
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for done, (name, source) in enumerate(todo, 1):
                    files[name] = _add(tar, name, source)
                    progress(done, len(todo))
                said = {"format": FORMAT, **about, "files": {name: asdict(member) for name, member in files.items()}}
                data = json.dumps(said, indent=1).encode()
                header = tarfile.TarInfo(MANIFEST)
                header.size, header.mode = len(data), 0o600
                tar.addfile(header, io.BytesIO(data))
            out.flush()
            os.fsync(out.fileno())
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that the disk is read, not the memory
        with reading(part) as (manifest, contents):
            for _, _, stream in contents:
                while stream.read(_BLOCK):
                    continue
        if manifest.files != files:
            raise ArchiveError(f"{part} does not read back as it was written. Check the disk, and try another place.")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, source: Path) -> Member:
    try:
        file = source.open("rb")
    except FileNotFoundError:
        raise Vanished(f"{source} went away while it was backed up. Try again.") from None
    with file:
        found = os.fstat(file.fileno())
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = found.st_size, found.st_mode & 0o777, int(found.st_mtime)
        counted = Hashed(file, source)
        try:
            tar.addfile(header, counted)
        except OSError as error:
            if error.errno is None:  # tarfile's own: fewer bytes than the header says
                raise Vanished(f"{source} was cut short while it was backed up. Try again.") from None
            raise
    return Member(sha256=counted.hash.hexdigest(), size=header.size, mode=header.mode)


class Hashed(io.RawIOBase):
    """Hashes what is read through it; at the end, when the hash is not `want`, raises ArchiveError."""

    def __init__(self, file: IO[bytes], source: Path, want: str = "") -> None:
        self.hash = hashlib.sha256()
        self._file, self._source, self._want = file, source, want

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        if not data and self._want and self.hash.hexdigest() != self._want:
            raise ArchiveError(f"{self._source} is damaged: its hash is wrong. Use another backup.")
        return data


@contextmanager
def reading(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[str, Member, Hashed]]]]:
    """Open a backup: its manifest, and (name, member, stream) of every file; a stream read to its end checks its hash.

    Names are safe below any folder. Raises ArchiveError for whatever is no whole backup that this program can read.
    """
    try:
        with tarfile.open(path, mode="r:") as tar:
            headers = {header.name: header for header in tar}
            manifest = _manifest(path, tar, headers)
            yield manifest, _contents(path, tar, headers, manifest)
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"{path} is no whole backup: {error}. Use another one.") from None


def _manifest(path: Path, tar: tarfile.TarFile, headers: dict[str, tarfile.TarInfo]) -> Manifest:
    try:
        stream = tar.extractfile(headers[MANIFEST])
        assert stream
        about = json.load(stream)
        if about["format"] > FORMAT:
            raise ArchiveError(
                f"{path} was made by a newer Tamizdat ({about['tamizdat']}). Install that version, then restore."
            )
        files = {name: Member(**member) for name, member in about.pop("files").items()}
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
        raise ArchiveError(f"{path} is no backup of a newsroom, or only a part of one. Use another file.") from None
    for name in files:
        if not _is_safe(name):
            raise ArchiveError(f"{path} holds {name!r}, which has no place in a newsroom. Do not trust this file.")
    if set(headers) != {*files, MANIFEST}:
        odd = sorted({*files, MANIFEST} ^ set(headers))
        raise ArchiveError(f"{path} does not hold what its manifest says ({odd[0]!r}). Use another backup.")
    return Manifest(about=about, files=files)


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and not name.startswith("/") and ".." not in parts and "\0" not in name
    return plain and bool(parts) and parts[0] in TOP


def _contents(
    path: Path, tar: tarfile.TarFile, headers: dict[str, tarfile.TarInfo], manifest: Manifest
) -> Iterator[tuple[str, Member, Hashed]]:
    for name, member in manifest.files.items():
        stream = tar.extractfile(headers[name]) if headers[name].isreg() else None
        if stream is None or headers[name].size != member.size:
            raise ArchiveError(f"{path} does not hold {name} as its manifest says. Use another backup.")
        yield name, member, Hashed(stream, path, member.sha256)
