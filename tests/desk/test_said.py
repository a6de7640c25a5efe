"""What the letters' room says is in the desk's language, whichever of its sentences it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tamizdat import letters
from tamizdat.desk.letters.said import SENTENCES, in_words_of_the_desk

ERRORS = {"LettersError", "BadAddress", "RouteDown", "RouteRefused", "LetterRefused", "NothingToSend", "OperationError"}
LOST = {"Lost", "abort"}
"""What is wrong with a connection: said with the server before it."""
FILES = (
    *(f"letters/{name}" for name in ("addresses", "dispatch", "dkim", "links", "outcomes", "persons", "trial")),
    *(f"letters/store/{name}" for name in ("database", "sends")),
    *(f"letters/transport/{name}" for name in ("choose", "folder", "smtp", "wire")),
    *(f"operations/{name}" for name in ("letters", "letter_tests", "mail_provider")),
)
"""Of what the desk runs, or reads from the database; the command line and the log say the rest."""
NOT_AT_THE_DESK = ("There is no send X. See: tamizdat letters list",)
MADE_OF_PARTS = (
    "mail.server needs X, as in anymail:X?option=value.",
    "X. Shorten the letter.",
    "X: The connection was lostX.",
    "X cannot be used: X. See that PostgreSQL runs.",
)
"""Of words of ours and others: each that comes about is a sentence of its own, below."""
WHOLE = (
    "mail.server needs the option server_token, as in anymail:postmark?option=value.",
    "Postmark answers 413 Too large. Shorten the letter.",
    "a.example:587: The connection was lost.",
    "a.example:587: The connection was lost (reset by peer).",
    "The letters database cannot be used: no route to host. See that PostgreSQL runs.",
)


def sentences() -> Iterator[str]:
    """With X in the place of each value."""
    for name in FILES:
        source = (Path(letters.__file__).parents[1] / f"{name}.py").read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called in ERRORS and (text := _text(node.args[0])):
                    yield text
                if called in LOST and (text := _text(node.args[0])):
                    yield f"X: {text}"
                if called == "_require" and len(node.args) > 1 and (text := _text(node.args[1])):
                    yield f"X {text} X"
                if called in ("_outcome", "pause") and len(node.args) > 1 and (text := _text(node.args[1])):
                    yield text if called == "pause" else f"X {text} X"


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
        return "".join(str(part) for part in parts)
    return ""


def _is_sentence(text: str) -> bool:
    return bool(text.replace("X", "").strip(" :"))


@pytest.mark.parametrize(
    "sentence", sorted({*WHOLE, *filter(_is_sentence, sentences())} - {*NOT_AT_THE_DESK, *MADE_OF_PARTS})
)
def test_each_sentence_of_the_room_is_said_in_russian(sentence: str) -> None:
    with translation.override("ru"):
        assert in_words_of_the_desk(sentence) != sentence
    with translation.override("en"):
        assert in_words_of_the_desk(sentence) == sentence


def test_what_a_sentence_names_stays() -> None:
    with translation.override("ru"):
        said = in_words_of_the_desk("mail.example.org:587 cannot be reached: no answer.")
        assert said == "mail.example.org:587 недоступен: no answer."
        assert in_words_of_the_desk("100% unknown") == "100% unknown"
    assert len(set(SENTENCES)) == len(SENTENCES)
