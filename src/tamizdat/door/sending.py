"""Sends a body that is too large to hold: a piece at a time, at the pace of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tamizdat.door import limits
from tamizdat.door.reply import Reply

if TYPE_CHECKING:
    from tamizdat.door.connection import Connection


async def send_file(connection: Connection, reply: Reply) -> None:
    """A file that ends too early (cut in place, by whatever hand) ends the connection: the length was promised."""
    source = reply.source
    assert source is not None
    offset, left = reply.offset, reply.length
    try:
        while left:
            # In a thread: a disk may take its time, and everyone else would wait with it.
            piece = await connection.hall.loop.run_in_executor(None, source.read, min(left, limits.CHUNK), offset)
            if not piece:
                connection.broken()
                return
            offset += len(piece)
            left -= len(piece)
            connection.touch(limits.STALL_SECONDS)
            if not await connection.send(piece):
                return
    except OSError as error:
        connection.hall.report(error)
        connection.broken()
        return
    finally:
        source.close()
    connection.done()
