"""Every page of the theme in three scripts, with drawn pictures, as a folder that any web server can show:
python -m tests.theme.specimen FOLDER
"""

from __future__ import annotations

import math
import random
import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from tamizdat.edition import structured
from tamizdat.edition.shapes import Pages
from tamizdat.render import Renderer
from tamizdat.theme import FOLDER
from tests.theme import media, service, values
from tests.theme.texts import HEADLINES

LANGUAGES = ("en", "ru", "fa")


def renderer() -> Renderer:
    return Renderer(theme_folders=[FOLDER], languages=LANGUAGES, time_zone=values.ZONE, functions=structured.functions)


def pages(render: Renderer) -> dict[str, bytes]:
    """Bytes of every page by its place in a tree."""
    found: dict[str, bytes] = {}
    for language in LANGUAGES:
        found.update(_of_language(render, language))
    site = values.site("en")
    found["index.html"] = render.page("pages/root.html", "", site=site, page=values.page("en", "/", site.name))
    found["moved/index.html"] = render.page("pages/redirect.html", "", url="/en/2026/11/story-0/")
    found["sitemap.xml"] = render.page("feeds/sitemap.xml", "", entries=values.sitemap(), canonical=site.canonical)
    found["sitemaps.xml"] = render.page("feeds/sitemap_index.xml", "", urls=("https://pass.example/sitemap.xml",))
    found["news.xml"] = render.page(
        "feeds/news_sitemap.xml", "", entries=values.sitemap(), canonical=site.canonical, names={"en": site.name}
    )
    return found


def _of_language(render: Renderer, language: str) -> dict[str, bytes]:
    site = values.site(language)
    found: dict[str, bytes] = {}

    def add(path: str, template: str, title: str, **shapes: object) -> None:
        url = f"/{language}/{path}".removesuffix("index.html")
        page = values.page(language, url, title, description=site.description)
        found[f"{language}/{path}"] = render.page(template, language, site=site, page=page, **shapes)

    stories = {
        "2026/11/story-0": values.article(language),
        "2026/11/bare": values.article(language, picture=None, editors_note="", genre="news", siblings=()),
        "2026/11/many": values.article(
            language, authors=tuple(values.author_line(language, number, portrait=number < 4) for number in range(40))
        ),
        "2026/11/imported": values.article(
            language,
            headline=max(HEADLINES[language], key=len),
            authors=(),
            byline="Wikinews",
            credit="This story was first published by Wikinews.",
            licence="CC BY 2.5",
            source_url="https://news.example/1",
            dek="",
            kicker="",
            updated_at=None,
        ),
    }
    for path, story in stories.items():
        page = values.article_page(story)
        found[f"{language}/{path}/index.html"] = render.page(
            "pages/article.html", language, site=site, page=page, article=story, related=values.related(language)
        )
    add("index.html", "pages/front.html", site.name, front=values.front(language))
    no_picture = replace(
        values.front(language),
        lead=values.card(language, 0, pictured=False),
        secondary=values.cards(language, 1, 4, bare_every=1),
        latest=values.cards(language, 0, 10, bare_every=1),
        blogs=(),
        events=(),
        visual=(),
    )
    add("bare/index.html", "pages/front.html", site.name, front=no_picture)
    listing = values.listing(language)
    add("regions/g0/index.html", "pages/listing.html", listing.name, listing=listing)
    running = values.event(language)
    add("topics/event/index.html", "pages/event.html", running.name, listing=running)
    numbered = Pages(number=33, last=34, newer=f"/{language}/regions/g0/34/", older=f"/{language}/regions/g0/32/")
    add("regions/g0/33/index.html", "pages/listing.html", listing.name, listing=replace(listing, pages=numbered))
    by_author = values.author_listing(language)
    add("authors/0/index.html", "pages/listing.html", by_author.name, listing=by_author)
    add("regions/index.html", "pages/directory.html", "", directory=values.directory(language))
    add("archive/index.html", "pages/directory.html", "", directory=values.archive(language))
    month = replace(listing, kind="month", name="2026-11", children=(), introduction="")
    add("2026/11/index.html", "pages/listing.html", "2026-11", listing=month)
    add("latest/index.html", "pages/listing.html", "", listing=replace(month, kind="latest", name=""))
    add("about/1/index.html", "pages/static.html", "Team", static_page=values.static_page(language))
    add("404.html", "pages/404.html", "404", stories=values.cards(language, 0, 5))
    add("410.html", "pages/410.html", "410", stories=())
    add("feed/index.html", "pages/feeds.html", "")
    found.update(media.pages(render, language))
    found.update(service.pages(render, language))
    found[f"{language}/feed.xml"] = render.page("feeds/atom.xml", language, site=site, feed=values.feed(language))
    return found


def draw(number: int) -> Image.Image:
    """Layered ranges in haze, in the colour of the picture's placeholder."""
    wide, high, colour = values.PICTURES[number]
    size = (1600, 1600 * high // wide)
    red, green, blue = bytes.fromhex(colour[1:])
    chance = random.Random(number)
    image = Image.new("RGB", size, tuple(min(255, part + 75) for part in (red, green, blue)))
    pen = ImageDraw.Draw(image)
    layers = 7
    for layer in range(layers):
        base = size[1] * (0.3 + 0.6 * layer / layers)
        waves = [(chance.uniform(1, 9), chance.uniform(0, 6.3), chance.uniform(0.02, 0.09) * size[1]) for _ in range(5)]
        ridge = [
            (x, base + sum(height / turn * math.sin(turn * 3 * x / size[0] + shift) for turn, shift, height in waves))
            for x in range(0, size[0] + 8, 8)
        ]
        shade = 60 - 130 * layer / layers
        pen.polygon([*ridge, size, (0, size[1])], fill=tuple(max(0, int(part + shade)) for part in (red, green, blue)))
    return image.filter(ImageFilter.GaussianBlur(0.8))


def write(folder: Path) -> None:
    render = renderer()
    files = pages(render)
    files[media.RECORDING.lstrip("/")] = media.recording()
    files.update({asset.url.lstrip("/"): asset.data for asset in render.assets.values()})
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    pictures = folder / "_/pictures"
    if not pictures.exists():
        pictures.mkdir(parents=True)
        for number in range(len(values.PICTURES)):
            image = draw(number)
            for width in values.WIDTHS:
                sized = image.resize((width, image.height * width // image.width))
                sized.save(pictures / f"p{number}-{width}.jpg", quality=82)
                sized.save(pictures / f"p{number}-{width}.webp", quality=80)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
