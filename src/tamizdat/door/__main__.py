"""`python -m tamizdat.door PUBLIC`: the public process alone, for tests and benchmarks."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from tamizdat.door import DoorError, DoorSettings, serve
from tamizdat.door.settings import MEBIBYTE


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tamizdat.door", description="Serve an edition over HTTP.")
    parser.add_argument("public", type=Path, help="the edition: a newsroom's public/ folder")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--desk-socket", type=Path, help="the desk's Unix socket; /desk/ is passed to it")
    parser.add_argument("--cache-mib", type=int, default=32, help="mebibytes of bodies that each process holds")
    parser.add_argument("--languages", default="", help="the edition's languages, as in en,ru")
    parser.add_argument("--canonical", default="", help="the edition's own address, as in https://example.org")
    parser.add_argument("--trust-forwarded", action="store_true", help="believe X-Forwarded-* of a front server")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--audience", type=Path, help="where reads and messages are kept; without it none are taken in")
    parser.add_argument("--time-zone", default="UTC", help="whose days reads are counted by")
    parser.add_argument("--search", type=Path, help="the folder of the search's index; without it nothing is searched")
    parser.add_argument("--theme", type=Path, help="the newsroom's own theme, for pages of results")
    parser.add_argument("--letters", default="", help="the database of letters; without it nobody can subscribe")
    parser.add_argument("--keys", type=Path, help="the folder of the key of letters")
    given = parser.parse_args()
    logging.basicConfig(format="%(message)s")
    try:
        serve(
            DoorSettings(
                public=given.public,
                host=given.host,
                port=given.port,
                desk_socket=given.desk_socket,
                cache_bytes=given.cache_mib * MEBIBYTE,
                languages=tuple(filter(None, given.languages.split(","))),
                canonical=given.canonical,
                trust_forwarded=given.trust_forwarded,
                processes=given.processes,
                audience=given.audience,
                time_zone=given.time_zone,
                search=given.search,
                theme=given.theme,
                letters=given.letters,
                keys=given.keys,
            )
        )
    except DoorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
