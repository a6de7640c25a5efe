"""How long a page takes, and what it weighs on the wire: python -m benchmarks.render"""

from __future__ import annotations

import time
import timeit

import brotli

from tamizdat.edition.shapes import Article
from tamizdat.edition.shapes.blocks import TextBlock
from tests.theme import specimen, values
from tests.theme.texts import PARAGRAPHS

ROUNDS, TIMES = 15, 200


def main() -> None:
    render = specimen.renderer()
    print(f"{'page':<22}{'bytes':>9}{'brotli':>9}{'µs of CPU':>10}")
    for language in ("en", "ru", "ar"):
        site = values.site(language)
        page = values.page(language, f"/{language}/", site.name)
        story = plain_story(language)
        shapes: dict[str, dict[str, object]] = {
            "article": {"article": story},
            "front": {"front": values.front(language)},
            "listing": {"listing": values.listing(language)},
        }
        for name, given in shapes.items():
            head = values.article_page(story) if name == "article" else page

            def once() -> bytes:
                return render.page(f"pages/{name}.html", language, site=site, page=head, **given)  # noqa: B023

            best = min(timeit.repeat(once, timer=time.process_time, number=TIMES, repeat=ROUNDS)) / TIMES * 1e6
            row(f"{name} {language}", once(), f"{best:10.0f}")
    for name, asset in render.assets.items():
        row(name, asset.data, "")


def plain_story(language: str) -> Article:
    """A thousand words, a lead picture, one author, two siblings: most of what a newsroom publishes."""
    paragraphs = PARAGRAPHS[language]
    html, words = "", 0
    while words < 1000:
        for paragraph in paragraphs:
            html += f"<p>{paragraph}</p>"
            words += len(paragraph.split())
    author = values.author_line(language, 1, portrait=False)
    body = (TextBlock(html=html),)
    return values.article(language, body=body, authors=(author,), editors_note="", word_count=words)


def row(name: str, data: bytes, best: str) -> None:
    print(f"{name:<22}{len(data):>9,}{len(brotli.compress(data, quality=5)):>9,}{best}")


if __name__ == "__main__":
    main()
