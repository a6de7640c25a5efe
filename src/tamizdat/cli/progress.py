"""Progress of long steps on stderr: a bar on a terminal; elsewhere (logs, pipes) a line now and then, and one at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

LINE_INTERVAL = 10.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def progress_bar(title: str, unit: str = "") -> Iterator[Callable[[int, int], None]]:
    """Yield progress(done, total), as operations call it. `total` may grow; 0 means that it is not known."""
    started_at = printed_at = time.monotonic()
    on_terminal = sys.stderr.isatty()
    so_far = 0
    with tqdm(
        desc=title, unit=f" {unit}" if unit else "", file=sys.stderr, disable=not on_terminal, leave=False,
        dynamic_ncols=True,
    ) as bar:  # fmt: skip

        def progress(done: int, total: int) -> None:
            nonlocal so_far, printed_at
            bar.total = total or None
            bar.update(done - so_far)
            so_far = done
            if not on_terminal and time.monotonic() - printed_at >= LINE_INTERVAL:
                printed_at = time.monotonic()
                click.echo(f"{title}: {done:,} of {total:,}", err=True)

        yield progress
    seconds = time.monotonic() - started_at
    count = f"{so_far:,} {unit}, " if unit and so_far else ""
    click.echo(f"{title}: {count}{seconds:.1f} s", err=True)
