"""Verbs whose modules are imported when they are called, after the pattern of click's LazyGroup.

Help, completion and suggestions of the program need only names and one line each. So the program holds a placeholder for
each verb, and the verb itself, with the rooms that its module imports, is loaded only when its name was typed.
"""

from __future__ import annotations

from importlib import import_module

import click


class LazyCommand(click.Command):
    """The placeholder of the command that `module` has under the name `command`."""

    def __init__(self, name: str, module: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help)
        self._module = module

    def load(self) -> click.Command:
        command = import_module(self._module).command
        assert isinstance(command, click.Command)
        return command


class LazyGroup(click.Group):
    """A group of placeholders: click asks `resolve_command` for the one that was typed, to run it or to complete it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, LazyCommand) else command, rest
