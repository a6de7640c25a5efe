"""`tamizdat bake`: write the public files."""

from __future__ import annotations

import logging

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar


@click.command("bake")
@click.option("--full", is_flag=True, help="Everything anew, not only what changed.")
@click.option(
    "--processes", type=click.IntRange(1, 256), help="With --full: how many at once; newsroom.toml's number otherwise."
)
@click.option("--costs", is_flag=True, help="At the end, print the processor time of each product.")
@click.pass_obj
def command(options: GlobalOptions, full: bool, processes: int | None, costs: bool) -> None:
    """Bake what waits into public/. Safe while `tamizdat serve` runs, whose worker does the same by itself."""
    if processes and not full:
        raise click.UsageError("--processes goes with --full.")
    bake_edition(options, full=full, processes=processes, costs=costs)


def bake_edition(options: GlobalOptions, *, full: bool, processes: int | None = None, costs: bool = False) -> None:
    """Bake, and print the result; ends the program with status 1 when a page failed."""
    set_up_django(options.folder)
    from tamizdat.operations.bakery import bakery

    if not options.debug:
        logging.getLogger("tamizdat.bake.baker").setLevel(
            logging.CRITICAL
        )  # failures are printed below, in a line each
    baking = bakery()
    with progress_bar("Baking", "pages") as progress:
        done = baking.bake_all(processes=processes, progress=progress) if full else baking.bake_due(progress)
    done.add(baking.bake_due())  # what changed while the full bake ran
    click.echo(
        f"Files: {done.written:,} written, {done.unchanged:,} unchanged, {done.removed:,} removed. "
        f"Pages that failed: {len(done.failures):,}."
    )
    if done.killed:
        click.echo(f"Processes that were killed, and whose work others took over: {done.killed:,}.", err=True)
    if costs:
        click.echo("Seconds of a processor by product:")
        for product, seconds in sorted(done.seconds.items(), key=lambda pair: -pair[1]):
            click.echo(f"  {product:14} {seconds:9.2f}")
    for failure in done.failures:
        click.echo(f"  {failure.page}: {failure.why}", err=True)
    if done.failures:
        click.echo("Each keeps its last good file. Mend what is named above, then run: tamizdat bake", err=True)
        raise click.exceptions.Exit(1)
