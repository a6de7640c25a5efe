"""`tamizdat letters`: which letters there are, sending one, and what became of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions
from tamizdat.config.newsroom import load
from tamizdat.letters import progress
from tamizdat.letters.incoming import webhook
from tamizdat.letters.links import load_key
from tamizdat.letters.store import Store, sends
from tamizdat.letters.store.sends import Send

_WORDS = {"handed_over": "handed over", "given_up": "given up"}
"""Kinds of figures whose name is not their word."""


@click.group("letters")
def command() -> None:
    """Newsletters. ID is the number of a letter, as `list` shows it."""


@command.command("list")
@click.pass_obj
def list_letters(options: GlobalOptions) -> None:
    """Show the letters, the newest first."""
    set_up_django(options.folder)
    from tamizdat.newsroom.models import Letter

    for letter in Letter.objects.select_related("list").prefetch_related("texts")[:50]:
        click.echo(f"{letter.pk:>6}  {letter.get_state_display():<20}  {letter.list.slug} {letter.number}  {letter}")


@command.command("send")
@click.argument("id", type=int)
@click.option("--test", metavar="ADDRESS", help="Send it to this address alone, in every language that it has.")
@click.pass_obj
def send_letter(options: GlobalOptions, id: int, test: str | None) -> None:
    """Queue the letter for its readers. The sender of `tamizdat serve` then sends it."""
    newsroom = set_up_django(options.folder)
    from tamizdat.newsroom.models import Letter
    from tamizdat.operations.letter_tests import send_test
    from tamizdat.operations.letters import Letters

    letter = Letter.objects.filter(pk=id).first()
    if letter is None:
        raise CommandError(f"There is no letter {id}. See: tamizdat letters list")
    if test:
        number = send_test(newsroom, letter, test)
        click.echo(f"Sent to {test}, in {number} language{'s' if number > 1 else ''}.")
        return
    if letter.state in (Letter.State.SENDING, Letter.State.SENT):
        raise CommandError(
            f"Letter {id} was sent already, and a letter is sent once. See: tamizdat letters status {id}"
        )
    letters = Letters(newsroom)
    letters.sync()
    send = letters.start(letter)
    click.echo(f"Queued for {sends.status(letters.store, send).all:,} readers. Progress: tamizdat letters status {id}")


@command.command("status")
@click.argument("id", type=int)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def status(options: GlobalOptions, id: int, as_json: bool) -> None:
    """Say how many readers the letter was handed over to, and what became of the others."""
    store = _store(options)
    facts = _facts(store, _send(store, id))
    click.echo(json.dumps(facts, indent=1, ensure_ascii=False) if as_json else "\n".join(_lines(facts)))


@command.command("pause")
@click.argument("id", type=int)
@click.pass_obj
def pause(options: GlobalOptions, id: int) -> None:
    """Stop sending the letter, within a second, until `resume`."""
    store = _store(options)
    if not sends.pause(store, _send(store, id).id):
        raise CommandError(f"Letter {id} is not being sent, so it cannot be paused. See: tamizdat letters status {id}")
    click.echo(f"Paused. It goes on with: tamizdat letters resume {id}")


@command.command("resume")
@click.argument("id", type=int)
@click.pass_obj
def resume(options: GlobalOptions, id: int) -> None:
    """Go on where the sending of the letter stopped."""
    store = _store(options)
    if not sends.resume(store, _send(store, id).id):
        raise CommandError(f"Letter {id} is not paused. See: tamizdat letters status {id}")
    click.echo("It goes on where it stopped.")


@command.command("webhook")
@click.pass_obj
def webhook_address(options: GlobalOptions) -> None:
    """Show the secret address to which a mail provider reports letters that came back."""
    newsroom = load(options.folder)
    if not newsroom.canonical:
        raise CommandError("The site has no address yet. Put it into newsroom.toml as canonical.")
    click.echo(webhook.address(newsroom.canonical, load_key(newsroom.keys)))


def _store(options: GlobalOptions) -> Store:
    return Store(load(options.folder).letters)


def _send(store: Store, letter: int) -> Send:
    send = sends.last_of_letter(store, letter)
    if send is None:
        raise CommandError(f"Letter {letter} has not been sent. See: tamizdat letters list")
    return send


def _facts(store: Store, send: Send) -> dict[str, Any]:
    """The keys are those of `status --json`."""
    found = sends.status(store, send.id)
    return {
        "letter": send.letter,
        "title": send.title,
        "state": found.state,
        "all": found.all,
        **progress.figures(found),
        "started": _moment(found.started),
        "ended": _moment(found.ended),
        "why_paused": sends.why_paused(store, send.id),
        "trouble": progress.trouble(store) if found.state in (sends.WAITING, sends.SENDING) else "",
    }


def _lines(facts: dict[str, Any]) -> list[str]:
    """For people: a line for each figure."""
    times = [f"{word} {facts[word]}" for word in ("started", "ended") if facts[word]]
    lines = [f"{facts['title']}: {', '.join([facts['state'], *times])}", f"  {'readers':<12} {facts['all']:>10,}"]
    lines += [f"  {_WORDS.get(kind, kind):<12} {facts[kind]:>10,}" for kind in sends.KINDS]
    if facts["why_paused"]:
        lines.append(f"Paused because: {facts['why_paused']}")
    if facts["trouble"]:
        lines.append(f"Nothing is sent at the moment: {facts['trouble']}")
    if facts["uncertain"]:
        lines.append(
            "Uncertain: the connection was lost before the server answered, so these may have arrived. They are sent again "
            "only when somebody asks for it at the desk."
        )
    return lines


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes")
