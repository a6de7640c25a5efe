"""The public tree: whole files, each with its brotli sidecar, written beside and renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import brotli

from tamizdat.bake.products import File
from tamizdat.bake.store import process_mark, runs
from tamizdat.kit.files import sync_filesystem
from tamizdat.kit.paths import can_be_file

COMPRESSIBLE = frozenset([".html", ".css", ".js", ".xml", ".json", ".svg", ".txt", ".webmanifest", ".vtt"])
SMALLEST = 200
"""Bytes below which a sidecar saves nothing worth a file."""
PROBE = ".probe-"
"""How the name of a file begins that a process writes into the tree to see whether it can."""
FEW = 64
"""Files up to which each is flushed by itself: flushing the whole file system would also wait for what others write."""
QUALITY = 2
"""Of brotli: a story of 16.7 KB becomes 4.6 KB in 0.07 ms; docs/decisions/0095 says why not more."""
BEST = 11
"""Of brotli, for what every page asks for."""


class TreeError(Exception):
    """A file of the edition could not be written or removed."""


OF_ONE_PATH = frozenset(
    [
        *(errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EINVAL, errno.ELOOP),
        *(errno.EEXIST, errno.ENOTEMPTY, errno.EILSEQ),
    ]
)
"""Errors that say something of one path, and nothing of the disk."""


REMEDIES = {
    errno.ENOSPC: "Free space on that disk",
    errno.EDQUOT: "Free space: the disk quota is used up",
    errno.EROFS: "Mount it writable",
    errno.EACCES: "Mend its permissions",
    errno.EPERM: "Mend its permissions",
}


def cannot(verb: str, path: str | Path, error: OSError) -> TreeError:
    """The error in words: what, why, what to do. `verb` is `written` or `removed`."""
    remedy = REMEDIES.get(error.errno or 0, "Look at that disk")
    return TreeError(
        f"{path} cannot be {verb}: {error.strerror}. {remedy}; nothing is lost, the bake goes on by itself then."
    )


def of_one_path(error: TreeError) -> bool:
    """Whether one path is at fault, and others can be written."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in OF_ONE_PATH


def digest(file: File) -> bytes:
    """Names the content: of linked files their place and size, which are named by content themselves."""
    data = file.data if file.link is None else f"{file.link.name}:{file.link.stat().st_size}".encode()
    return sha256(data).digest()[:12]


class Tree:
    """Writes below `root`. Temporary files lie in `scratch`, on the same file system, so that a rename is one step."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root = root
        self._scratch = scratch
        self._count = 0
        self._mark = (0, "")
        self._opened: tuple[int, int] | None = None

    def open(self) -> None:
        """Make the folders. Raises TreeError with what to do when the tree cannot be written."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._scratch.mkdir(parents=True, exist_ok=True)
            probe, there = self._scratch / f"{self._process()}-probe", self.root / f"{PROBE}{self._process()}"
            probe.touch()
            try:
                os.replace(probe, there)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                # Another file system, or another mount of the same one, as containers have them.
                probe.unlink()
                self._scratch = self.root / ".tmp"
                self._scratch.mkdir(exist_ok=True)
            there.unlink(missing_ok=True)
            stat = os.stat(self.root)
        except OSError as error:
            raise cannot("written", self.root, error) from error
        self._opened = stat.st_dev, stat.st_ino
        self.sweep()

    def is_lost(self) -> bool:
        """Whether the folder was removed since it was opened, or holds nothing."""
        try:
            stat = os.stat(self.root)
        except FileNotFoundError:
            return True
        except OSError:
            return False  # it cannot be looked at, which writing will say
        replaced = self._opened is not None and self._opened != (stat.st_dev, stat.st_ino)
        return replaced or next(self.paths(), None) is None

    def paths(self) -> Iterator[str]:
        """Every file, sidecars too, as a path below the root."""
        cut = len(str(self.root)) + 1
        folders = [str(self.root)]
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") and len(entry.path) == cut + len(entry.name):
                        continue  # ours, at the top: temporary files and probes
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry.path[cut:]

    def sweep(self) -> None:
        """Remove temporary files of processes that are no more. Those of an older version, without the time of the process's
        start, are among them."""
        for entry in (*self._scratch.iterdir(), *self.root.glob(f"{PROBE}*")):
            pid, _, rest = entry.name.removeprefix(PROBE).partition("-")
            if not pid.isdigit() or not runs(f"{pid}:{rest.partition('-')[0]}"):
                _drop(entry)

    def sync(self) -> None:
        """Bring all that was written to the disk. Raises TreeError."""
        try:
            sync_filesystem(self.root)
        except OSError as error:
            raise cannot("written", self.root, error) from error

    def holds(self, file: File) -> bool:
        """Whether the file is there with its full length; its content is what the graph says."""
        try:
            size = os.stat(self.path(file.path)).st_size
        except OSError:
            return False
        return size == (file.link.stat().st_size if file.link is not None else len(file.data))

    def write(self, files: Sequence[File], *, durable: bool) -> dict[str, str]:
        """Write a batch. Answers the paths that cannot be files, with the reason; all others are written.

        Raises TreeError where the disk is at fault; files not yet renamed then keep their old bytes.
        """
        bad = {file.path: "it is no path of a file" for file in files if not can_be_file(file.path)}
        good = [file for file in files if file.path not in bad]
        try:
            self._write(good, durable=durable)
        except TreeError as error:
            if not of_one_path(error):
                raise
            if len(good) == 1:
                return bad | {good[0].path: str(error.__cause__)}
            for file in good:  # which of them it was: one by one
                bad |= self.write([file], durable=durable)
        return bad

    def _write(self, files: Sequence[File], *, durable: bool) -> None:
        """Write a batch: all temporary files, one flush when `durable`, then the renames in the given order.

        A sidecar is renamed just before its file; a folder that is not there yet is filled aside and renamed whole, which
        is one rename instead of four. Raises TreeError; files not yet renamed then keep their old bytes.
        """
        renames: list[tuple[str, str]] = []
        bare: list[str] = []
        links: list[str] = []
        aside: dict[str, str] = {}
        flush = durable and len(files) <= FEW
        try:
            for file in files:
                target = self.path(file.path)
                folder, _, name = target.rpartition("/")
                if new := self._aside(folder, aside, renames):
                    self._fill(f"{new}/{name}", file, flush)
                    continue
                temporary = self._temporary()
                if self._fill(temporary, file, flush):
                    renames.append((f"{temporary}.br", f"{target}.br"))
                elif file.link is not None:
                    links.append(temporary)
                else:
                    bare.append(target)  # it may have been longer before
                renames.append((temporary, target))
            if durable and not flush:
                sync_filesystem(self._scratch)
            for temporary, target in renames:
                _move(temporary, target)
            # Renaming one link of a file to another does nothing at all: what is linked may be left here.
            gone = [f"{target}.br" for target in bare] + links
            for name in gone:
                with suppress(FileNotFoundError):
                    os.unlink(name)
        except OSError as error:
            self._drop_mine()
            raise cannot("written", error.filename2 or error.filename or self.root, error) from error

    def remove(self, path: str) -> bool:
        """Remove a file, its sidecar, and folders that are empty then. Answers whether there was a file."""
        target = self.path(path)
        found = False
        if os.path.isdir(target):
            return False  # no file, so nothing of ours
        try:
            for name in (target, f"{target}.br"):
                try:
                    os.unlink(name)
                    found = True
                except FileNotFoundError:
                    continue
            folder = os.path.dirname(target)
            while folder != str(self.root):
                os.rmdir(folder)
                folder = os.path.dirname(folder)
        except OSError as error:
            if not os.path.exists(target):
                return found
            raise cannot("removed", target, error) from error
        return found

    def path(self, path: str) -> str:
        """The file's place on disk. Raises TreeError for a path that would leave the tree."""
        if not path or path.startswith("/") or "\0" in path or (".." in path and ".." in path.split("/")):
            raise TreeError(f"{path!r} is no path of the edition. This is a fault of a product; please report it.")
        return f"{self.root}/{path}"

    def _aside(self, folder: str, aside: dict[str, str], renames: list[tuple[str, str]]) -> str:
        """Where the files of a folder that is not there yet are collected; '' for one that is."""
        if folder not in aside:
            parent, _, name = folder.rpartition("/")
            if above := aside.get(parent):
                aside[folder] = f"{above}/{name}"
            elif os.path.isdir(folder):
                aside[folder] = ""
                return ""
            else:
                aside[folder] = self._temporary()
                renames.append((aside[folder], folder))
            os.mkdir(aside[folder])
        return aside[folder]

    def _fill(self, place: str, file: File, flush: bool) -> bool:
        """Write the file, and its sidecar if it has one, which is answered."""
        if file.link is not None:
            _link(file.link, place)
            return False
        packed = wants_sidecar(file)
        if packed:
            quality = BEST if file.lasting else QUALITY
            _put(f"{place}.br", brotli.compress(file.data, quality=quality, mode=brotli.MODE_TEXT), flush)
        _put(place, file.data, flush)
        return packed

    def _temporary(self) -> str:
        self._count += 1
        return f"{self._scratch}/{self._process()}-{self._count}"

    def _process(self) -> str:
        """Names this process for good, in the names of its temporary files."""
        if self._mark[0] != os.getpid():
            self._mark = os.getpid(), process_mark(os.getpid()).replace(":", "-")
        return self._mark[1]

    def _drop_mine(self) -> None:
        for entry in self._scratch.glob(f"{self._process()}-*"):
            _drop(entry)


def _drop(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def _move(temporary: str, target: str) -> None:
    """Rename a file or a folder with its files. A folder that another process made meanwhile takes them in."""
    try:
        os.replace(temporary, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(temporary, target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) or not os.path.isdir(temporary):
            raise
        for name in sorted(os.listdir(temporary), reverse=True):  # a sidecar before its file
            _move(f"{temporary}/{name}", f"{target}/{name}")
        shutil.rmtree(temporary)  # not empty where both link one file: such a rename does nothing


def _put(name: str, data: bytes, flush: bool) -> None:
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        if flush:
            os.fsync(handle)
    finally:
        os.close(handle)


def _link(source: Path, name: str) -> None:
    try:
        os.link(source, name)
    except FileExistsError:
        return  # two stories of a batch show it, and its name tells its content
    except OSError:
        shutil.copyfile(source, name)  # another file system, or one without links
    os.chmod(name, 0o644)


def wants_sidecar(file: File) -> bool:
    """Whether a brotli copy stands beside the file."""
    return (
        file.sidecar
        and file.link is None
        and len(file.data) >= SMALLEST
        and os.path.splitext(file.path)[1] in COMPRESSIBLE
    )
