"""`tamizdat status`: how the newsroom stands."""

from __future__ import annotations

import json
from typing import Any

import click

from tamizdat.cli.program import Asked


@click.command("status", short_help="How the newsroom stands: stories, edition, what runs.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def verb(asked: Asked, as_json: bool) -> None:
    """Say what is in the newsroom, what waits to be baked, what failed, what runs, and how much room is left."""
    from tamizdat.cli.django import start

    start(asked.folder, migrated=False)
    from tamizdat.config import report
    from tamizdat.config.django import NEWSROOM

    found = report.gather(NEWSROOM)
    click.echo(json.dumps(found, indent=1, ensure_ascii=False) if as_json else "\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> list[str]:
    database, edition, running = found["database"], found["edition"], found["running"]
    lines = [
        f"{found['name'] or 'Newsroom'} in {found['folder']} (Tamizdat {found['version']})",
        f"Languages  {', '.join(found['languages'])}",
        f"Database   {database['kind']}, {_size(database['bytes'])}, {_schema(database['migrations_to_do'])}",
    ]
    for language, counts in found["stories"].items():
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
    for index, state in found["search"].items():
        said = state["trouble"] or f"{state['stories']:,} stories, {_size(state['bytes'])}"
        lines.append(f"Search     {index}: {said}")
    lines.append(f"Running    {', '.join(part for part, runs in running.items() if runs) or 'nothing'}")
    lines.append(f"Disk       {_size(found['disk_free'])} free")
    return lines


def _schema(to_do: int) -> str:
    return f"{to_do} migrations to do: run tamizdat upgrade" if to_do else "up to date"


def _size(count: int | None) -> str:
    if count is None:
        return "size not known"
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
