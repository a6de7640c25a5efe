"""The command `tamizdat`: one file a verb, each thin.

A verb parses its words, calls its room and says how it went. Rooms are imported when a verb runs, never before:
`--help` and shell completion answer at once, and `serve` starts the public process without waiting for Django.
"""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point. Ends the process: 0 only on success, 2 for words that were not understood, 130 after Ctrl-C."""
    try:
        from tamizdat.cli.program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
