"""Sends a letter to one address at once, past the queue: a test, or a look at it. Its links lead nowhere: it is to no reader."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence

from tamizdat.letters.addresses import normal
from tamizdat.letters.errors import LettersError
from tamizdat.letters.messages import Recipient, Template, Text
from tamizdat.letters.sender import Setup, origin_of, tools_of
from tamizdat.letters.store import values
from tamizdat.letters.store.database import Store
from tamizdat.letters.transport.choose import transport_of
from tamizdat.letters.transport.port import Fate

NOBODY = 0
"""The number of no reader."""


def send(setup: Setup, texts: Sequence[Text], *, address: str, list_id: str) -> None:
    """One message for each text. Raises LettersError, with the server's answer when it takes one of them not."""
    server, sender = setup.mail.route
    if not server:
        raise LettersError("No mail can be sent: mail.server in newsroom.toml names no server.")
    recipient = Recipient(reader=NOBODY, address=normal(address), list=0)
    origin, (links, signers) = origin_of(values.all_of(Store(setup.store)), setup), tools_of(setup)
    now = int(time.time())
    # Each test is a message of its own: a mail program drops one whose id it has seen.
    messages = [
        Template(text, origin, list_id=list_id, tokens=links, signers=signers).message(
            recipient.as_notice(1 + secrets.randbelow(10**15)), now
        )
        for text in texts
    ]

    async def hand_over() -> None:
        connection = await transport_of(server, setup.folder, sender.rpartition("@")[2], setup.by_provider).connect()
        try:
            for message in messages:
                outcome = await connection.send(message, _at_once)
                if outcome.fate is not Fate.HANDED_OVER:
                    raise LettersError(f"The server did not take the test. Its answer: {outcome.answer}")
        finally:
            await connection.close()

    asyncio.run(hand_over())


async def _at_once() -> bool:
    return True
