"""The public process: it serves public/ and passes requests under /desk/ to the desk's socket."""

from __future__ import annotations

from tamizdat.config.newsroom import Newsroom
from tamizdat.door import DoorSettings, serve
from tamizdat.operations import locks


def run(newsroom: Newsroom, port: int) -> None:
    locks.hold(newsroom.state / locks.PUBLIC)  # only for `tamizdat status`
    serve(
        DoorSettings(
            public=newsroom.public,
            host=newsroom.host,
            port=port,
            desk_socket=newsroom.desk_socket,
            cache_bytes=newsroom.cache_megabytes * 1024 * 1024,
            languages=newsroom.languages,
            canonical=newsroom.canonical,
            trust_forwarded=newsroom.behind_proxy,
            processes=newsroom.door_processes,
            audience=newsroom.audience,
            time_zone=newsroom.time_zone,
            search=newsroom.search / "public",
            theme=newsroom.theme,
            letters=newsroom.letters,
            keys=newsroom.keys,
        )
    )
