"""The program's global options, as every verb gets them (`@click.pass_obj`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class GlobalOptions:
    """`folder` is the newsroom's (-C); `debug` asks for tracebacks."""

    folder: Path = Path()
    debug: bool = False
