"""`tamizdat completion SHELL`: what makes the Tab key complete verbs and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", short_help="Print a script that completes commands in your shell.")
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.pass_context
def verb(context: click.Context, shell: str) -> None:
    """Print the completion script of SHELL: bash, zsh or fish.

    \b
    bash: tamizdat completion bash > ~/.local/share/bash-completion/completions/tamizdat
    zsh:  tamizdat completion zsh > a file _tamizdat in a folder of your $fpath
    fish: tamizdat completion fish > ~/.config/fish/completions/tamizdat.fish
    """
    kind = get_completion_class(shell)
    assert kind
    program = context.find_root()
    name = program.info_name or "tamizdat"
    click.echo(kind(program.command, {}, name, f"_{name}_COMPLETE".replace("-", "_").upper()).source())
