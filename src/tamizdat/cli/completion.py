"""`tamizdat completion SHELL`: the script with which the Tab key completes verbs and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of SHELL: bash, zsh or fish.

    \b
    bash: tamizdat completion bash > ~/.local/share/bash-completion/completions/tamizdat
    zsh:  tamizdat completion zsh > a file _tamizdat in a folder of your $fpath
    fish: tamizdat completion fish > ~/.config/fish/completions/tamizdat.fish
    """
    completion_class = get_completion_class(shell)
    assert completion_class
    program = context.find_root()
    name = program.info_name or "tamizdat"
    variable = f"_{name}_COMPLETE".replace("-", "_").upper()
    click.echo(completion_class(program.command, {}, name, variable).source())
