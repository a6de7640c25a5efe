"""Progress of long steps on stderr: a bar on a terminal; elsewhere (logs, pipes) a line now and then, and one at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

QUIET = 10.0
"""Seconds between lines where there is no terminal."""


@contextmanager
def bar(what: str, unit: str = "") -> Iterator[Callable[[int, int], None]]:
    """Yield progress(done, total), as rooms call it. `total` may grow; 0 means that it is not known."""
    began = said = time.monotonic()
    on_terminal = sys.stderr.isatty()
    seen = 0
    with tqdm(
        desc=what, unit=f" {unit}" if unit else "", file=sys.stderr, disable=not on_terminal, leave=False,
        dynamic_ncols=True,
    ) as shown:  # fmt: skip

        def progress(done: int, total: int) -> None:
            nonlocal seen, said
            shown.total = total or None
            shown.update(done - seen)
            seen = done
            if not on_terminal and time.monotonic() - said >= QUIET:
                said = time.monotonic()
                click.echo(f"{what}: {done:,} of {total:,}", err=True)

        yield progress
    took = time.monotonic() - began
    count = f"{seen:,} {unit}, " if unit and seen else ""
    click.echo(f"{what}: {count}{took:.1f} s", err=True)
