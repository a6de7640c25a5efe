"""`tamizdat bake`: write the public files."""

from __future__ import annotations

import logging

import click

from tamizdat.cli.program import Asked


@click.command("bake", short_help="Write the public files that changed, or all.")
@click.option("--full", is_flag=True, help="Everything anew, not only what changed.")
@click.option("--processes", type=click.IntRange(1, 256), help="With --full: as many at once; else newsroom.toml's.")
@click.option("--costs", is_flag=True, help="Say at the end what each product took of the processors.")
@click.pass_obj
def verb(asked: Asked, full: bool, processes: int | None, costs: bool) -> None:
    """Bake what waits into public/. Safe beside `tamizdat serve`, whose worker does the same by itself."""
    if processes and not full:
        raise click.UsageError("--processes goes with --full.")
    edition(asked, full=full, processes=processes, costs=costs)


def edition(asked: Asked, *, full: bool, processes: int | None = None, costs: bool = False) -> None:
    """Bake and say how it went; ends the program with 1 when a page failed."""
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar

    start(asked.folder)
    if not asked.debug:
        logging.getLogger("tamizdat.bake").setLevel(logging.CRITICAL)  # failures are told below, in a line each
    from tamizdat.config import wiring

    bakery = wiring.bakery()
    with bar("Baking", "pages") as progress:
        done = bakery.bake_all(processes=processes, progress=progress) if full else bakery.bake_due(progress)
    done.add(bakery.bake_due())  # what was noted while the full bake ran
    click.echo(
        f"Files: {done.written:,} written, {done.unchanged:,} unchanged, {done.removed:,} removed. "
        f"Pages that failed: {len(done.failures):,}."
    )
    if costs:
        click.echo("Seconds of a processor by product:")
        for product, seconds in sorted(done.seconds.items(), key=lambda one: -one[1]):
            click.echo(f"  {product:14} {seconds:9.2f}")
    for failure in done.failures:
        click.echo(f"  {failure.page}: {failure.why}", err=True)
    if done.failures:
        click.echo("Each keeps its last good file. Mend what is named above, then run: tamizdat bake", err=True)
        raise click.exceptions.Exit(1)
