"""Makes the podcasts of the demo from their own transcripts, so that sound and text cannot drift apart.

Run by hand when a transcript changes: `python -m tamizdat.demo.recording`. It needs espeak-ng and sox with MP3
(Debian: espeak-ng, sox, libsox-fmt-mp3); the results are committed, so a newsroom's machine needs neither.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from pathlib import Path

from .errors import DemoError
from .reading import CONTENT
from .stories import story

VOICES = {"en": ("en-gb-x-rp", "168"), "ru": ("ru", "166")}
NOTES = ("A2", "E3", "B3", "C#4")
RATE = "22050"


def record_all(folder: Path = CONTENT) -> list[Path]:
    """Every audio block of every story, as 24 kbit/s mono MP3 in folder/audio."""
    made = []
    for path in sorted((folder / "stories").glob("*.md")):
        one = story(path)
        for kind, value in one.body:
            if kind == "audio":
                out = folder / "audio" / value["file"]
                record(words(value["transcript"]), one.language, out)
                made.append(out)
    return made


def words(transcript: str) -> str:
    """The transcript's HTML as plain text without its times, a paragraph a line: an empty line makes the voice pause."""
    spoken = re.sub(r"<p>\d+:\d\d ", "<p>", transcript)
    return html.unescape(re.sub(r"<[^>]+>", "", spoken.replace("</p>", "\n\n")))


def record(text: str, language: str, out: Path) -> None:
    """A few plucked notes, the voice, and the notes again with a little rain of noise behind them."""
    voice, pace = VOICES[language]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        spoken, opening, closing = work / "voice.wav", work / "opening.wav", work / "closing.wav"
        run(["espeak-ng", "-v", voice, "-s", pace, "-p", "42", "-g", "2", "-w", str(spoken), text])
        plucked(opening, 3.2)
        plucked(closing, 4.6)
        voiced = work / "voiced.wav"
        room = ["lowpass", "6500", "reverb", "12", "remix", "-", "pad", "0.2", "0.4"]
        run(["sox", str(spoken), "-r", RATE, str(voiced), *room])
        joined = ["sox", str(opening), str(voiced), str(closing), "-c", "1", "-r", RATE, "-C", "24", str(out)]
        run([*joined, "gain", "-n", "-3"])


def plucked(out: Path, seconds: float) -> None:
    """A chord, one string after another, dying away."""
    strings: list[str] = []
    for note in NOTES:
        strings += ["pluck", note]
    delays = [f"{0.32 * index:.2f}" for index in range(len(NOTES))]
    command = ["sox", "-r", "44100", "-c", str(len(NOTES)), "-n", str(out), "synth", str(seconds), *strings]
    run([*command, "delay", *delays, "remix", "-", "fade", "0.01", str(seconds), "1.2", "gain", "-8", "rate", RATE])


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise DemoError(
            command[0], f"failed with: {done.stderr.strip()}; the programs it needs are named in recording.py"
        )


if __name__ == "__main__":
    for made in record_all():
        print(f"{made.name}  {made.stat().st_size // 1024} KB")
