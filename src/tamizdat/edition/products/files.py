"""Files that are no pages: the theme's assets, robots.txt, the map of addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from tamizdat.bake.products import File
from tamizdat.edition.products import corrections
from tamizdat.edition.products.product import Making, OneByOne, Single
from tamizdat.edition.values.stories import last_ledger_number
from tamizdat.kit.keys import Key
from tamizdat.newsroom.paths import reserves

ASSETS = Key("assets")
"""Key of the theme's stylesheets and scripts."""


class AssetProduct(Single):
    """`asset:all`."""

    name = "asset"
    phase = 0

    def files(self, making: Making, target: Key) -> Iterable[File]:
        making.record(ASSETS)
        for asset in self.renderer.assets.values():
            yield File(path=asset.url.lstrip("/"), data=asset.data, lasting=True)


TRAINING = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "img2dataset",
    "Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot", "Webzio-Extended",
)  # fmt: skip
"""Robots whose owners say that they gather texts to train models, by the names that robots.txt has for them. Those that fetch a
page because a person asks for it, or for a search engine, are none."""


class RobotsProduct(Single):
    """`robots:all`."""

    name = "robots"
    path = "/robots.txt"
    phase = 7

    def files(self, making: Making, target: Key) -> Iterable[File]:
        lines = ["User-agent: *", "Disallow: /desk/", "Allow: /"]
        if not making.value(Key.of("robots_may_train")):
            lines += ["", *(f"User-agent: {name}" for name in TRAINING), "Disallow: /", ""]
        if canonical := self.setting.canonical:
            lines.append(f"Sitemap: {canonical}/sitemap.xml")
            if making.value(Key.of("has_news")):
                lines.append(f"Sitemap: {canonical}/news-sitemap.xml")
        yield File(path="robots.txt", data=("\n".join(lines) + "\n").encode())


class LedgerProduct(OneByOne):
    """`ledger:3`: the map of addresses that moved or are gone, for servers that can answer 301 and 410; in parts, so that a
    change touches one."""

    name = "ledger"
    phase = 7

    def all(self) -> Iterator[Key]:
        return (self.target(number) for number in range(last_ledger_number() + 1))

    def targets_for(self, key: Key) -> Iterable[Key]:
        return (key,) if key.kind == "ledger" and key.is_numbered else ()

    def files(self, making: Making, target: Key) -> Iterable[File]:
        lines = []
        for place, path in making.value(Key.of("moved", target.number)):
            if place.path == corrections.address(place.language):
                continue  # a list is there, whatever became of a page of that name
            if not place.current and reserves(place.path, self.setting.languages):
                continue  # the site's own page is there
            answer = f"301 {_quoted(path)}" if path else f"410 {place.language}"
            lines.append(f'"{_quoted(place.path)}" "{answer}";')
        if lines:
            yield File(path=f"_/map/{target.number}.conf", data=("\n".join(lines) + "\n").encode())


def _quoted(path: str) -> str:
    """Percent-encoded ASCII without anything that means something in a server's configuration."""
    return quote(path, safe="/?=&%~.-_+,:@!*()")
