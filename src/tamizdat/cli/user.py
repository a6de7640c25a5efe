"""`tamizdat user`: who may enter the desk. Whoever has the server needs no second person."""

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
    from wagtail.log_actions import log

    from tamizdat.newsroom.actions import people

    user = people.named(name)
    log(instance=user, action="tamizdat.password_link", data={"how": "command line"})
    click.echo(f"{settings.WAGTAILADMIN_BASE_URL}{people.new_password_path(user)}")


@command.command("admin")
@click.argument("name")
@click.pass_obj
def admin(options: GlobalOptions, name: str) -> None:
    """Make NAME an administrator: for a newsroom without a second person who could approve it at the desk."""
    set_up_django(options.folder)
    from tamizdat.newsroom.actions import people

    user = people.named(name)
    user.is_superuser = user.is_staff = True
    user.save(update_fields=["is_superuser", "is_staff"])
    click.echo(f"{name} is an administrator.")


@command.command("reset")
@click.argument("name")
@click.pass_obj
def reset(options: GlobalOptions, name: str) -> None:
    """Remove the second step of NAME, who lost their device, and end their sessions."""
    set_up_django(options.folder)
    from tamizdat.desk.security import factors, sessions
    from tamizdat.newsroom.actions import people

    user = people.named(name)
    factors.reset(user)
    sessions.end(user, by=None)
    click.echo(f"{name} signs in with the password alone, and can set up the second step anew.")


@command.command("lock-out")
@click.argument("name")
@click.option("--reason", default="", help="For the log.")
@click.pass_obj
def lock_out(options: GlobalOptions, name: str, reason: str) -> None:
    """Lock NAME out: their sessions, password, second step and links end, what they scheduled is held."""
    set_up_django(options.folder)
    from tamizdat.desk import lockout
    from tamizdat.newsroom.actions import people

    user = people.named(name)
    lockout.lock_out(user, by=None, reason=reason)
    click.echo(f"{name} is locked out. Held stories: {user.held_stories.count()}. To undo: tamizdat user let-in {name}")


@command.command("let-in")
@click.argument("name")
@click.pass_obj
def let_in(options: GlobalOptions, name: str) -> None:
    """Let NAME in again: print a link by which they set a new password."""
    set_up_django(options.folder)
    from django.conf import settings

    from tamizdat.desk import lockout
    from tamizdat.newsroom.actions import people

    click.echo(f"{settings.WAGTAILADMIN_BASE_URL}{lockout.let_in(people.named(name), by=None)}")


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
