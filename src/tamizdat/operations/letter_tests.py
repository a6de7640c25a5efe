"""A letter to one address, to look at it before its readers do. Needs Django."""

from __future__ import annotations

from collections.abc import Collection

from tamizdat.config import wiring
from tamizdat.config.newsroom import Newsroom
from tamizdat.edition.letters.compose import Composer
from tamizdat.letters import trial
from tamizdat.letters.messages import Text
from tamizdat.newsroom.models import Letter
from tamizdat.operations.errors import OperationError
from tamizdat.operations.mail import setup_of


def send_test(newsroom: Newsroom, letter: Letter, address: str, languages: Collection[str] = ()) -> int:
    """In each of the languages, or in all that it has, marked as a test; how many were sent.

    Raises OperationError and LettersError.
    """
    edition = wiring.edition(newsroom)
    composer = Composer(edition.reader, edition.renderer, is_test=True)
    asked = languages or edition.reader.languages
    composed = [made for language in asked if (made := composer.compose(letter, language))]
    if not composed:
        raise OperationError(f"“{letter}” has no text yet. Write a subject and choose stories first.")
    texts = [Text(subject=one.subject, from_name=one.from_name, html=one.html, text=one.text) for one in composed]
    trial.send(setup_of(newsroom), texts, address=address, list_id=letter.list.slug)
    return len(texts)
