"""Sends a body that is too large to hold: a piece at a time, at the pace of the reader."""

from __future__ import annotations

from tamizdat.door import limits
from tamizdat.door.ports import ClientConnection
from tamizdat.door.reply import Reply


async def send_file(connection: ClientConnection, reply: Reply) -> None:
    """A file that ends too early (cut in place, by whatever hand) ends the connection: the length was promised."""
    source = reply.source
    assert source is not None
    offset, left = reply.offset, reply.length
    try:
        while left:
            # In a thread: a disk may take its time, and everyone else would wait with it.
            piece = await connection.server.loop.run_in_executor(None, source.read, min(left, limits.CHUNK), offset)
            if not piece:
                connection.abort()
                return
            offset += len(piece)
            left -= len(piece)
            connection.extend_deadline(limits.STALL_SECONDS)
            if not await connection.send(piece):
                return
    except OSError as error:
        connection.server.report(error)
        connection.abort()
        return
    finally:
        source.close()
    connection.finish_answer()
