"""`tamizdat search QUERY`: what readers would find."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from tamizdat.cli.program import Asked


@click.command("search", short_help="Find stories as readers do.")
@click.argument("query", nargs=-1, required=True)
@click.option("--language", default="", help="Only stories in this language; words are read as its own.")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="Results at most.")
@click.option("--json", "as_json", is_flag=True, help="For programs: what GET /api/search answers.")
@click.pass_obj
def verb(asked: Asked, query: tuple[str, ...], language: str, limit: int, as_json: bool) -> None:
    """Search what is public for words, "phrases", -not this, one OR the other (docs/search.md). A query that begins with a
    minus goes after --."""
    from tamizdat.config.newsroom import load
    from tamizdat.door.search.search_results import results_json
    from tamizdat.search.query import Query
    from tamizdat.search.searcher import Searcher

    searcher = Searcher(load(asked.folder).search / "public")
    found = searcher.search(Query(text=" ".join(query), language=language, limit=limit))
    if as_json:
        click.echo(json.dumps(results_json(found, searcher.labels(language)), ensure_ascii=False, indent=1))
        return
    if found.meant:
        click.echo(f"Did you mean: {found.meant}")
    for one in found.results:
        click.echo(
            f"{click.style(one.headline, bold=True)}\n  {datetime.fromtimestamp(one.published, UTC):%Y-%m-%d} {one.url}"
        )
        if one.fragment:
            said = (click.style(text, bold=True) if hit else text for text, hit in one.fragment)
            click.echo(f"  {''.join(said)}")
    click.echo(f"{found.total:,} found.")
