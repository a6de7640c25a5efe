"""Files that are no pages: the theme's assets, robots.txt, the map of addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger
from tamizdat.edition.products import corrections
from tamizdat.edition.products.base import SETTINGS, OneByOne
from tamizdat.newsroom import keys
from tamizdat.newsroom.paths import reserves

ASSETS = "assets"
"""Key of the theme's stylesheets and scripts."""


class AssetProduct(OneByOne):
    name = "asset"
    phase = 0

    def all(self) -> Iterator[str]:
        yield "asset:all"

    def one(self, target: str) -> Artifact:
        files = tuple(
            File(path=asset.url.lstrip("/"), data=asset.data, lasting=True) for asset in self.renderer.assets.values()
        )
        return Artifact(target=target, files=files, keys=frozenset([ASSETS]))


class RobotsProduct(OneByOne):
    name = "robots"
    phase = 7

    def all(self) -> Iterator[str]:
        yield "robots:all"

    def one(self, target: str) -> Artifact:
        lines = ["User-agent: *", "Disallow: /desk/", "Allow: /"]
        if self.reader.canonical:
            lines += [f"Sitemap: {self.reader.canonical}/{name}" for name in ("sitemap.xml", "news-sitemap.xml")]
        data = ("\n".join(lines) + "\n").encode()
        return Artifact(target=target, files=(File(path="robots.txt", data=data),), keys=frozenset([SETTINGS]))

    def label(self, target: str) -> str:
        return "/robots.txt"


class LedgerProduct(OneByOne):
    """The map of addresses that moved or are gone, for servers that can answer 301 and 410; in parts of the ledger, so
    that a change touches one."""

    name = "ledger"
    phase = 7

    def all(self) -> Iterator[str]:
        return (f"ledger:{number}" for number in ledger.parts())

    def born_of(self, key: str) -> Iterable[str]:
        return (key,) if key.startswith("ledger:") else ()

    def one(self, target: str) -> Artifact:
        number = int(self.rest(target))
        rows = ledger.part(number)
        articles = [int(owner.partition(":")[2]) for owner, _ in rows if owner.startswith("article:")]
        states = ledger.states(articles)
        owners = ledger.places([owner for owner, place in rows if not place.current])
        lines = []
        for owner, place in rows:
            if place.path == corrections.address(place.language):
                continue  # a list stands there, whatever became of a page of that name
            if not place.current and reserves(place.path, self.reader.languages):
                continue  # the site's own page stands there
            current = next(
                (p for p in owners.get(owner, (place,)) if p.current and p.language == place.language and not p.ended),
                None,
            )
            state = states.get(owner, "gone" if place.ended else "public")
            if state == "gone":
                lines.append(f'"{_quoted(place.path)}" "410 {place.language}";')
            elif state == "public" and current is not None and current.pk != place.pk:
                lines.append(f'"{_quoted(place.path)}" "301 {_quoted(current.path)}";')
        files = (File(path=f"_/map/{number}.conf", data=("\n".join(lines) + "\n").encode()),) if lines else ()
        return Artifact(target=target, files=files, keys=frozenset([keys.ledger(number)]), scope=frozenset([SETTINGS]))


def _quoted(path: str) -> str:
    """Percent-encoded ASCII without anything that means something in a server's configuration."""
    return quote(path, safe="/?=&%~.-_+,:@!*()")
