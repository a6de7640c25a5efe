"""The command `tamizdat`: a module for each verb, each thin.

A verb parses its words, calls its room and prints the result. Its module is imported when the verb is called, never
before: `--help` and shell completion answer at once, and `serve` starts the public process without waiting for Django.
"""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point. Ends the process: 0 only on success, 2 for words that were not understood, 130 after Ctrl-C."""
    try:
        from tamizdat.cli.program import run  # here, so that Ctrl-C while it loads is quiet, too

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
