"""`tamizdat status`: the state of the newsroom."""

from __future__ import annotations

import json
from typing import Any

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def command(options: GlobalOptions, as_json: bool) -> None:
    """Say what is in the newsroom, what waits to be baked, what failed, what runs, and how much room is left."""
    newsroom = set_up_django(options.folder, migrated=False)
    from tamizdat.operations.status import newsroom_status

    status = newsroom_status(newsroom)
    click.echo(json.dumps(status, indent=1, ensure_ascii=False) if as_json else "\n".join(_lines(status)))


def _lines(status: dict[str, Any]) -> list[str]:
    """For people: a line for each fact."""
    database, edition, running = status["database"], status["edition"], status["running"]
    lines = [
        f"{status['name'] or 'Newsroom'} in {status['folder']} (Tamizdat {status['version']})",
        f"Languages  {', '.join(status['languages'])}",
        f"Database   {database['kind']}, {_size(database['bytes'])}, {_migrations(database['migrations_to_do'])}",
    ]
    if silent := status["languages_without_texts"]:
        lines.append(f"Texts      none yet in {', '.join(silent)}: the site's own words are in English there")
    for language, counts in status["stories"].items():
        parts = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
        lines.append(f"Stories    {language}: {parts}")
    if edition is None and not database["migrations_to_do"]:
        lines.append("Edition    not baked yet: tamizdat serve or tamizdat bake makes it")
    elif edition:
        lines.append(
            f"Edition    {edition['files']:,} files, last baked {edition['last_bake']}, "
            f"{edition['waiting']:,} waiting, {len(edition['failures']):,} failed"
        )
        if edition["trouble"]:
            lines.append(f"Trouble    {edition['trouble']}")
        lines += [f"  failed: {failure['page']}: {failure['why']}" for failure in edition["failures"][:20]]
    for index, state in status["search"].items():
        content = f"{state['stories']:,} stories, {_size(state['bytes'])}"
        lines.append(f"Search     {index}: {state['trouble'] or content}")
    if letters := status["letters"]:
        lines.append(f"Letters    {letters['trouble'] or _letters(letters)}")
    lines.append(f"Running    {', '.join(part for part, runs in running.items() if runs) or 'nothing'}")
    lines.append(f"Disk       {_size(status['disk_free'])} free")
    return lines


def _letters(letters: dict[str, Any]) -> str:
    subscribers, sending, paused = letters["subscribers"], letters["sending"], letters["paused"]
    return (
        f"{subscribers['active']:,} subscribers, {subscribers['pending']:,} not confirmed yet; "
        f"{sending:,} letters being sent, {paused:,} paused"
    )


def _migrations(missing: int) -> str:
    return f"{missing} migrations to do: run tamizdat upgrade" if missing else "up to date"


def _size(count: int | None) -> str:
    """Bytes in words."""
    if count is None:
        return "size not known"
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
