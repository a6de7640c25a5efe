"""Newsrooms to measure, and how time and memory are taken."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import archive

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "benchmarks"
ASIDE = CACHE / "aside"
TAMIZDAT = [sys.executable, "-m", "tamizdat"]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds on the wall and of processors, the peak PSS of the process and all that it started, in megabytes, and what
    it printed."""

    seconds: float
    processor: float
    megabytes: float
    said: str


def story_file(count: int) -> Path:
    """The archive of `count` stories as JSON lines, made once."""
    path = CACHE / f"stories-{count}.jsonl"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        archive.write(path, count)
    return path


def newsroom(count: int) -> Path:
    """A newsroom holding that archive, made anew unless it is there whole."""
    folder = CACHE / f"newsroom-{count}"
    done = folder / "imported"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        empty_newsroom(folder)
        run([*TAMIZDAT, "-C", str(folder), "import", "jsonl", str(story_file(count))])
        done.touch()
    return folder


def empty_newsroom(folder: Path) -> Path:
    """A new newsroom with the archive's regions, topics and authors, and no story."""
    run([*TAMIZDAT, "init", str(folder), "--name", "Benchmark", "--languages", "en,ru"])
    say(folder, canonical="https://example.org")
    code = "import django; django.setup(); from benchmarks.archive import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment(folder))
    return folder


def say(folder: Path, **settings: object) -> None:
    """Have newsroom.toml say so."""
    config = folder / "newsroom.toml"
    text = config.read_text()
    for name, value in settings.items():
        line = f"{name} = {json.dumps(value)}"
        text = re.sub(rf"^(# )?{name} = .*$", lambda _, line=line: line, text, flags=re.MULTILINE)
    config.write_text(text)


def environment(folder: Path) -> dict[str, str]:
    """For a program that uses the newsroom's own code."""
    return {**os.environ, "TAMIZDAT_NEWSROOM": str(folder), "DJANGO_SETTINGS_MODULE": "tamizdat.config.django"}


def files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def written_since(folder: Path, clock: float) -> list[Path]:
    """Files that were written since that moment, in seconds since the epoch, but sidecars."""
    command = ["find", str(folder), "-type", "f", "-newermt", f"@{clock}", "!", "-name", "*.br", "-print0"]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    return [Path(os.fsdecode(path)) for path in found.split(b"\0") if path]


def set_aside(*folders: Path) -> None:
    """Move folders out of the way. Removing them first would slow what is measured next: ext4 looks long for inodes
    that were not freed a moment ago."""
    ASIDE.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        if folder.exists():
            folder.rename(ASIDE / f"{time.time_ns()}")


def drop_what_was_set_aside() -> None:
    shutil.rmtree(ASIDE, ignore_errors=True)


def run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def taken(command: Sequence[str], folder: Path) -> Taken:
    """Run a command to its end and measure it. Raises CalledProcessError with what it printed when it fails."""
    os.sync()  # what ran before has its own files to bring to the disk
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        pause = 0.25
        while not done.wait(pause):
            began = time.perf_counter()
            peak[0] = max(peak[0], pss(process.pid))
            # The kernel visits every page of a process for this, which holds a process of many gigabytes up.
            pause = max(0.25, 20 * (time.perf_counter() - began))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), output)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds=seconds, processor=processor, megabytes=peak[0], said=output.decode())


def pss(pid: int) -> float:
    """Proportional set size of a process and its descendants, in megabytes."""
    total = 0.0
    for one in [pid, *_descendants(pid)]:
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
        except OSError:
            continue  # it has ended meanwhile
    return total


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *_descendants(child))]
