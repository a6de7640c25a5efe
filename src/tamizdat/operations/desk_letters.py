"""What the desk asks for about letters, with errors that it shows. Needs Django."""

from __future__ import annotations

from django.conf import settings

from tamizdat.desk.letters.wired import NotPossible
from tamizdat.letters.errors import LettersError
from tamizdat.newsroom.models import Letter
from tamizdat.operations import letter_tests
from tamizdat.operations.errors import OperationError
from tamizdat.operations.letters import Letters


def start(letter: Letter) -> int:
    """Queue the letter for its readers; the number of the send. Raises NotPossible."""
    try:
        letters = Letters(settings.NEWSROOM)
        letters.sync()
        return letters.start(letter)
    except (OperationError, LettersError) as error:
        raise NotPossible(str(error)) from error


def send_test(letter: Letter, address: str) -> int:
    """Send it to one address at once; in how many languages. Raises NotPossible."""
    try:
        return letter_tests.send_test(settings.NEWSROOM, letter, address)
    except (OperationError, LettersError) as error:
        raise NotPossible(str(error)) from error
