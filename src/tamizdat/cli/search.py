"""`tamizdat search QUERY`: what readers would find."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from tamizdat.cli.options import GlobalOptions
from tamizdat.config.newsroom import load
from tamizdat.door.search.search_results import results_json
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--language", default="", help="Only stories in this language; words are read as its own.")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="Results at most.")
@click.option("--json", "as_json", is_flag=True, help="For programs: what GET /api/search answers.")
@click.pass_obj
def command(options: GlobalOptions, query: tuple[str, ...], language: str, limit: int, as_json: bool) -> None:
    """Search what is public for words, "phrases", -not this, one OR the other (docs/search.md). A query that begins with a
    minus goes after --."""
    searcher = Searcher(load(options.folder).search / "public")
    results = searcher.search(Query(text=" ".join(query), language=language, limit=limit))
    if as_json:
        click.echo(json.dumps(results_json(results, searcher.labels(language)), ensure_ascii=False, indent=1))
        return
    if results.meant:
        click.echo(f"Did you mean: {results.meant}")
    for story in results.results:
        date = f"{datetime.fromtimestamp(story.published, UTC):%Y-%m-%d}"
        click.echo(f"{click.style(story.headline, bold=True)}\n  {date} {story.url}")
        if story.fragment:
            fragment = (click.style(text, bold=True) if is_match else text for text, is_match in story.fragment)
            click.echo(f"  {''.join(fragment)}")
    click.echo(f"{results.total:,} found.")
