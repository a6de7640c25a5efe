"""The port to a program that translates. It gives drafts alone: what it wrote is published only after a person has read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
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
    MODES = Path("/usr/share/apertium/modes")
    """Where the packages of pairs put the order of their programs, a file for each direction."""
    FIRST_READING = r"s/\^[^/$]*\/([^/$]*)[^$]*\$/^\1$/g"

    def directions(self) -> frozenset[tuple[str, str]]:
        if not shutil.which(self.COMMAND):
            return frozenset()
        pairs = permutations(self.CODES, 2)
        return frozenset(pair for pair in pairs if (self.MODES / f"{self._mode(*pair)}.mode").is_file())

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """All in one run: a start of the program takes longer than a paragraph."""
        marked = "\n".join(f'<div id="{number}">{text}</div>' for number, text in enumerate(texts))
        mode = self._mode(source, target)
        with TemporaryDirectory(prefix="tamizdat-apertium-") as folder:
            self._write_mode(Path(folder), mode)
            found = self._run(["-d", folder, "-f", "html-alt", "-u", mode], marked)
        done = dict(re.findall(r'<div id="(\d+)">(.*?)</div>', found, re.DOTALL))
        if list(done) != [str(number) for number in range(len(texts))]:
            raise TranslationError(f"apertium gave no translation for {mode}. Check its package on the server.")
        return [text.strip() for text in done.values()]

    def _mode(self, source: str, target: str) -> str:
        return f"{self.CODES[source]}-{self.CODES[target]}"

    def _write_mode(self, folder: Path, mode: str) -> None:
        """Debian 12's apertium-tagger aborts at many sentences of these languages. In its place the first reading of each word is
        taken that the grammar before it leaves."""
        script = folder / "first-reading.sed"
        script.write_text(self.FIRST_READING)
        steps = (self.MODES / f"{mode}.mode").read_text().replace("cg-proc ", "cg-proc -1 ")
        steps = re.sub(r"\| apertium-tagger [^|]*\|", f"| sed -E -f '{script}' |", steps)
        (folder / "modes").mkdir()
        (folder / "modes" / f"{mode}.mode").write_text(steps)

    def _run(self, options: list[str], text: str) -> str:
        try:
            done = subprocess.run(
                [self.COMMAND, *options], input=text, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise TranslationError(f"apertium failed: {error}. Check its package on the server.") from error
        return done.stdout


engine: Engine = Apertium()
