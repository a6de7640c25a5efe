"""`tamizdat user add` and `tamizdat user link`: who may enter the desk."""

from __future__ import annotations

import getpass
import secrets
import sys
import warnings

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions


ROLES = {
    "reporter": "Reporters",
    "translator": "Translators",
    "photo-editor": "Photo editors",
    "editor": "Editors",
    "managing-editor": "Managing editors",
}
"""The names of newsroom.actions.people, which is loaded only when a verb runs."""


@click.group("user")
def command() -> None:
    """Who may enter the desk."""


@command.command("add")
@click.argument("name")
@click.option("--email", default="", help="Where to reach them.")
@click.option("--role", type=click.Choice(sorted(ROLES)), default="editor", help="What they do; editor if not given.")
@click.option("--admin", is_flag=True, help="May do everything: settings and people too.")
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input: for scripts.")
@click.pass_obj
def add(
    options: GlobalOptions, name: str, email: str, role: str, admin: bool, generate: bool, password_stdin: bool
) -> None:
    """Let NAME enter the desk. The password is asked for twice and not shown."""
    if generate and password_stdin:
        raise click.UsageError("--generate and --password-stdin cannot be used together.")
    set_up_django(options.folder)
    from tamizdat.newsroom.actions import people

    password = secrets.token_urlsafe(12) if generate else _read_password(from_stdin=password_stdin)
    people.add_user(name, password=password, email=email, admin=admin, role=ROLES[role])
    click.echo(f"{name} may now enter the desk{' as an administrator' if admin else ''}.")
    if generate:
        click.echo(f"Password: {password}")


@command.command("link")
@click.argument("name")
@click.pass_obj
def link(options: GlobalOptions, name: str) -> None:
    """Print a link by which NAME sets a new password. It works once, within a day."""
    set_up_django(options.folder)
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from tamizdat.newsroom.actions import people

    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no account {name!r}. Make one with `tamizdat user add {name}`.")
    click.echo(f"{settings.WAGTAILADMIN_BASE_URL}{people.new_password_path(user)}")


def _read_password(*, from_stdin: bool) -> str:
    """Raises CommandError when there is no password on stdin, or no terminal to ask at."""
    if not from_stdin:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", getpass.GetPassWarning)
                return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))
        except getpass.GetPassWarning:
            raise CommandError(
                "There is no terminal here to ask for a password. Use --generate, or --password-stdin with one piped in."
            ) from None
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("No password on standard input. Pipe one in, or use --generate.")
    return password
