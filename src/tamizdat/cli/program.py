"""The program as a whole: its verbs, its global options, and how every error leaves it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from tamizdat.cli.errors import explain

PROGRAM = "tamizdat"


@dataclass
class Asked:
    """What the global options say, for every verb (`@click.pass_obj`)."""

    folder: Path = Path()
    debug: bool = False


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A first newsroom: `tamizdat demo`; or `tamizdat init DIR`, then `tamizdat -C DIR user add NAME --admin` "
    "and `tamizdat -C DIR serve`. More: docs/cli.md.",
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The newsroom's folder; the current folder when it is not given.",
)
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
@click.version_option(package_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context, folder: Path, debug: bool) -> None:
    """Write at a trusted desk; publish a folder of files that any host can carry.

    A newsroom is a folder. Every command but `init` and `demo` works on one.
    """
    context.obj = Asked(folder=folder, debug=debug)


def _add_verbs() -> None:
    from tamizdat.cli import (
        backup,
        bake,
        check,
        completion,
        demo,
        import_,
        init,
        restore,
        search,
        serve,
        status,
        upgrade,
        user,
    )  # fmt: skip

    for verb in (backup, bake, check, completion, demo, import_, init, restore, search, serve, status, upgrade, user):
        program.add_command(verb.verb)


def run(words: list[str]) -> int:
    """Run `tamizdat WORDS`; the exit status. Every error becomes one line on stderr."""
    signal.signal(signal.SIGTERM, _end)  # so that half-made files are removed, as at Ctrl-C
    signal.signal(signal.SIGINT, _end)
    _add_verbs()
    try:
        status = program.main(words, prog_name=PROGRAM, standalone_mode=False)  # click's Exit comes back as a number
        sys.stdout.flush()
    except click.UsageError as error:
        return _misunderstood(error)
    except (KeyboardInterrupt, click.Abort) as error:
        if isinstance(error.__context__, EOFError):
            return _fail("No answer came: the input ended. Nothing was changed.")
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone (`tamizdat status | head`); Python must not try to flush it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in words:
            traceback.print_exc()
        return _fail(explain(error))
    return int(status or 0)


def _misunderstood(error: click.UsageError) -> int:
    """Help for a group without a verb; else one line that says where the verb explains itself."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    said = " ".join(error.format_message().split()).rstrip(".")
    return _fail(f"{said}. See: {error.ctx.command_path if error.ctx else PROGRAM} --help", error.exit_code)


def _fail(line: str, status: int = 1) -> int:
    click.echo(f"{PROGRAM}: {line}", err=True)
    return status


_first_process = os.getpid()


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Unwind this process; one that was forked from it (the bake's) has nothing to clear up and nothing to say."""
    if os.getpid() != _first_process:
        os._exit(128 + number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
