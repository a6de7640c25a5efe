"""The program as a whole: its verbs, its global options, and how it ends after an error.

It imports no verb: each is found by the name of its module when it is called (lazy.py).
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from tamizdat.cli.errors import explain
from tamizdat.cli.lazy import LazyCommand, LazyGroup
from tamizdat.cli.options import GlobalOptions

PROGRAM = "tamizdat"
SHORT_HELP = {
    "backup": "Write the whole newsroom to one file, also while serving.",
    "bake": "Write the public files that changed, or all.",
    "check": "Find dead links, orphans and stray files in the edition.",
    "completion": "Print a script that completes commands in your shell.",
    "demo": "Make a newsroom with demo content and serve it.",
    "import": "Bring in stories from elsewhere.",
    "init": "Make a new newsroom in a folder.",
    "letters": "Newsletters: list them, send one, see what became of it.",
    "log": "Who did what: check the log, write it to a file.",
    "restore": "Bring a newsroom back from a backup, into a new folder.",
    "search": "Find stories as readers do.",
    "serve": "Serve the site and the desk, bake what changes, send letters.",
    "status": "The state of the newsroom: stories, edition, what runs.",
    "subscribers": "Bring in readers of newsletters, or write them to a file.",
    "upgrade": "Bring the newsroom to this version, or back.",
    "user": "Who may enter the desk.",
}
"""Every verb, with its line in `tamizdat --help`."""
MODULES = {"import": "import_"}
"""Verbs whose module cannot have their name."""
VERBS = {
    name: LazyCommand(name, f"tamizdat.cli.{MODULES.get(name, name)}", short_help)
    for name, short_help in SHORT_HELP.items()
}


@click.group(
    cls=LazyGroup,
    commands=VERBS,
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
    context.obj = GlobalOptions(folder=folder, debug=debug)


def run(arguments: list[str]) -> int:
    """Run `tamizdat ARGUMENTS` and return its exit status. Every error becomes one line on stderr."""
    # What readers get must be readable for a front server, whatever the shell says; what is private has modes of its own.
    os.umask(0o022)
    signal.signal(signal.SIGTERM, _stop)  # so that half-made files are removed, as at Ctrl-C
    signal.signal(signal.SIGINT, _stop)
    try:
        status = program.main(arguments, prog_name=PROGRAM, standalone_mode=False)  # click's Exit comes as a number
        sys.stdout.flush()
    except click.UsageError as error:
        return _usage_error(error)
    except (KeyboardInterrupt, click.Abort) as error:
        if isinstance(error.__context__, EOFError):
            return _fail("No answer came: the input ended. Nothing was changed.")
        return 130
    except BrokenPipeError:
        # The program that read the output has ended (`tamizdat status | head`); Python must not flush into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return _fail(explain(error))
    return int(status or 0)


def _usage_error(error: click.UsageError) -> int:
    """Help for a group without a verb; else one line that names the help to read."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    message = " ".join(error.format_message().split()).rstrip(".")
    return _fail(f"{message}. See: {error.ctx.command_path if error.ctx else PROGRAM} --help", error.exit_code)


def _fail(line: str, status: int = 1) -> int:
    click.echo(f"{PROGRAM}: {line}", err=True)
    return status


_main_process = os.getpid()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """End this process by an exception, so that it cleans up. One that the bake forked from it has nothing to clean up."""
    if os.getpid() != _main_process:
        os._exit(128 + number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
