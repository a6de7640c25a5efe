"""Reads the mailbox from time to time and acts on what lies there."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from pathlib import Path

from tamizdat.letters.errors import LettersError
from tamizdat.letters.incoming.acting import Office, Outcome, act
from tamizdat.letters.incoming.mailbox import open_mailbox

INTERVAL = 60.0
"""Seconds between two looks at the mailbox."""
LONGEST_INTERVAL = 900.0
"""While the mailbox cannot be read."""

log = logging.getLogger(__name__)


def read_once(office: Office, address: str, folder: Path, now: int) -> Counter[Outcome]:
    """Act on every message that waits. `address` is the setting mail.incoming. Raises LettersError."""
    outcomes: Counter[Outcome] = Counter()
    with open_mailbox(address, folder) as mailbox:
        for name, data in mailbox.waiting():
            try:
                outcome = act(office, data, now)
            except LettersError:
                raise  # of the store: the message waits for the next look
            except Exception as error:
                # One message that nobody foresaw must not keep the others. Its text is private, so only its name is told.
                log.error("The message %s could not be read (%s): it stays for people.", name, type(error).__name__)
                outcome = Outcome.FOR_PEOPLE
            mailbox.leave(name) if outcome is Outcome.FOR_PEOPLE else mailbox.take(name)
            outcomes[outcome] += 1
    return outcomes


def run(office: Office, address: str, folder: Path, stop: threading.Event) -> None:
    """Until `stop`. A mailbox that cannot be read is told of once, and tried again."""
    wait, told = INTERVAL, ""
    while True:
        try:
            read_once(office, address, folder, int(time.time()))
            wait, told = INTERVAL, ""
        except LettersError as error:
            if str(error) != told:
                log.error("%s", error)
            wait, told = min(wait * 2, LONGEST_INTERVAL), str(error)
        if stop.wait(wait):
            return
