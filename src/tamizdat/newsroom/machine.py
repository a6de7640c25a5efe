"""The port to a program that translates. It gives drafts alone: what it wrote is published only after a person has read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import Protocol

SECONDS = 120
"""The longest that a whole story may take."""


class TranslationError(Exception):
    """The program translated nothing. The message says why and what to do."""


class Engine(Protocol):
    def directions(self) -> frozenset[tuple[str, str]]:
        """Pairs of languages, as the newsroom calls them: from, to."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Pieces of HTML, as many as were given. Raises TranslationError."""


class NoEngine:
    """Where none is installed; what a test uses that is not about translating."""

    def directions(self) -> frozenset[tuple[str, str]]:
        return frozenset()

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        raise TranslationError(f"Nothing is installed that translates from {source} to {target}.")


class Apertium:
    """Debian's apertium, which works on this machine alone: nothing that is not published leaves it."""

    CODES = {"ru": "rus", "uk": "ukr", "be": "bel"}
    COMMAND = "apertium"

    def directions(self) -> frozenset[tuple[str, str]]:
        if not shutil.which(self.COMMAND):
            return frozenset()
        names = {code: language for language, code in self.CODES.items()}
        pairs = [line.split("-") for line in self._run(["-l"], "").split()]
        return frozenset(
            (names[pair[0]], names[pair[1]]) for pair in pairs if len(pair) == 2 and set(pair) <= set(names)
        )

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """All in one run: a start of the program takes longer than a paragraph."""
        marked = "\n".join(f'<div id="{number}">{text}</div>' for number, text in enumerate(texts))
        mode = f"{self.CODES[source]}-{self.CODES[target]}"
        found = self._run(["-f", "html-alt", "-u", mode], marked)
        done = dict(re.findall(r'<div id="(\d+)">(.*?)</div>', found, re.DOTALL))
        if list(done) != [str(number) for number in range(len(texts))]:
            raise TranslationError(f"apertium gave no translation for {mode}. Check its package on the server.")
        return [text.strip() for text in done.values()]

    def _run(self, options: list[str], text: str) -> str:
        try:
            done = subprocess.run(
                [self.COMMAND, *options], input=text, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise TranslationError(f"apertium failed: {error}. Check its package on the server.") from error
        return done.stdout


engine: Engine = Apertium()
