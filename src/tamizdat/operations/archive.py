"""The file format of a backup: a plain tar with a manifest as its last member. Written whole or not at all, read as untrusted.

Any tar program can open it; docs/install/backup.md says how to without Tamizdat.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tamizdat.operations.errors import OperationError
from tamizdat.operations.progress import Progress

FORMAT = 1
MANIFEST = "manifest.json"
TOP_LEVEL = frozenset(["newsroom.toml", "databases", "media", "renditions", "keys", "theme"])
"""The first part of every path in a backup."""
_BLOCK = 1024 * 1024


class ArchiveError(OperationError):
    """The backup cannot be written or read. The message names the file and what to do."""


class FileChanged(ArchiveError):
    """A file was deleted or cut while the backup was being written."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file in a backup. `size` is in bytes, `mode` its permissions."""

    sha256: str
    size: int
    mode: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`about` says when, by which version and of what the backup was made."""

    about: dict[str, Any]
    files: dict[str, Member]


def write(
    path: Path, working: Path, members: Iterable[tuple[str, Path]], about: dict[str, Any], progress: Progress
) -> None:
    """Write (name, file) pairs to `path`. It gets that name only once all its bytes are on the disk and were read back; until
    then it lies in the folder `working`, on the same disk."""
    temporary = working / "backup.tar"
    pairs = list(members)
    files: dict[str, Member] = {}
    try:
        with os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for done, (name, source) in enumerate(pairs, 1):
                    files[name] = _add(tar, name, source)
                    progress(done, len(pairs))
                manifest_json = {
                    "format": FORMAT,
                    **about,
                    "files": {name: asdict(member) for name, member in files.items()},
                }
                data = json.dumps(manifest_json, indent=1).encode()
                header = tarfile.TarInfo(MANIFEST)
                header.size, header.mode = len(data), 0o600
                tar.addfile(header, io.BytesIO(data))
            out.flush()
            os.fsync(out.fileno())
            os.posix_fadvise(
                out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED
            )  # so that it is read back from the disk, not from memory
        with reading(temporary) as (manifest, contents):
            for _, _, stream in contents:
                while stream.read(_BLOCK):
                    continue
        if manifest.files != files:
            raise ArchiveError(
                f"{temporary} does not read back as it was written. Check the disk, and try another place."
            )
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, source: Path) -> Member:
    try:
        file = source.open("rb")
    except FileNotFoundError:
        raise FileChanged(f"{source} went away while it was backed up. Try again.") from None
    with file:
        stat = os.fstat(file.fileno())
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = stat.st_size, stat.st_mode & 0o777, int(stat.st_mtime)
        hashed = HashedFile(file, source)
        try:
            tar.addfile(header, hashed)
        except OSError as error:
            if error.errno is None:  # tarfile's own: fewer bytes than the header says
                raise FileChanged(f"{source} was cut short while it was backed up. Try again.") from None
            raise
    return Member(sha256=hashed.hash.hexdigest(), size=header.size, mode=header.mode)


class HashedFile(io.RawIOBase):
    """Hashes what is read through it; raises ArchiveError at the end when the SHA-256 is not `expected`, unless that is empty."""

    def __init__(self, file: IO[bytes], source: Path, expected: str = "") -> None:
        self.hash = hashlib.sha256()
        self._file, self._source, self._expected = file, source, expected

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        if not data and self._expected and self.hash.hexdigest() != self._expected:
            raise ArchiveError(f"{self._source} is damaged: its hash is wrong. Use another backup.")
        return data


@contextmanager
def reading(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[str, Member, HashedFile]]]]:
    """Open a backup: its manifest, and (name, member, stream) of every file; a stream read to its end checks its hash.

    No name leads out of the folder that it is put into. Raises ArchiveError when this is no whole backup that this program
    can read.
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
        differing = sorted({*files, MANIFEST} ^ set(headers))
        raise ArchiveError(f"{path} does not hold what its manifest says ({differing[0]!r}). Use another backup.")
    return Manifest(about=about, files=files)


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    normal = name == "/".join(parts) and not name.startswith("/") and ".." not in parts and "\0" not in name
    return normal and bool(parts) and parts[0] in TOP_LEVEL


def _contents(
    path: Path, tar: tarfile.TarFile, headers: dict[str, tarfile.TarInfo], manifest: Manifest
) -> Iterator[tuple[str, Member, HashedFile]]:
    for name, member in manifest.files.items():
        stream = tar.extractfile(headers[name]) if headers[name].isreg() else None
        if stream is None or headers[name].size != member.size:
            raise ArchiveError(f"{path} does not hold {name} as its manifest says. Use another backup.")
        yield name, member, HashedFile(stream, path, member.sha256)
