"""All settings of the public process; it reads no environment variable and no file for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tamizdat.door.errors import DoorError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class DoorSettings:
    """`processes` share one port; each keeps up to `cache_bytes` of bodies.

    `canonical` is "" or the edition's own address ("https://example.org"), named to search engines for files that
    cannot carry it in their text. `trust_forwarded`: a front server terminates TLS, and its X-Forwarded-For, -Proto
    and -Host are true; without it, whoever connects could write them. `audience` is where reads and messages are kept;
    without it none are taken in. Its days are those of `time_zone`. `search` is the folder of the search's index; without
    it nothing is searched. `theme` is the newsroom's own, in which results are shown. `letters` is the database of
    letters (a file, or a PostgreSQL address) and `keys` the folder of its key; without both nobody can subscribe.
    """

    public: Path
    host: str = "127.0.0.1"
    port: int = 8000
    desk_socket: Path | None = None
    cache_bytes: int = 32 * MEBIBYTE
    languages: tuple[str, ...] = ()
    canonical: str = ""
    trust_forwarded: bool = False
    processes: int = 1
    audience: Path | None = None
    time_zone: str = "UTC"
    search: Path | None = None
    theme: Path | None = None
    letters: str = ""
    keys: Path | None = None

    def __post_init__(self) -> None:
        if not 0 < self.port < 65536:
            raise DoorError(f"Port {self.port} does not exist: give one from 1 to 65535.")
        if self.processes < 1:
            raise DoorError(f"{self.processes} processes cannot serve: give 1 or more.")
        if self.cache_bytes < MEBIBYTE:
            raise DoorError(f"A cache of {self.cache_bytes} bytes is too small: give {MEBIBYTE} (1 MiB) or more.")
        plain = self.canonical.isascii() and self.canonical.isprintable() and not set(' <>"') & set(self.canonical)
        if self.canonical and not (plain and self.canonical.startswith(("https://", "http://"))):
            raise DoorError(f"The canonical address {self.canonical!r} must look like https://example.org.")
