"""The web manifest of each language: what a phone shows when a reader puts the site on its first screen."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.look import DAY
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.products.files import ASSETS

ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


class ManifestProduct(OneByOne):
    """`manifest:en`."""

    name = "manifest"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"manifest:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        site, assets = self.reader.nouns.site(language), self.renderer.assets
        said = {
            "name": site.name,
            "short_name": site.name,
            "description": site.description,
            "lang": site.language,
            "dir": site.direction,
            "id": site.url,
            "start_url": site.url,
            "scope": "/",
            "display": "minimal-ui",
            "background_color": DAY,
            "theme_color": DAY,
            "icons": [
                {"src": assets[name].url, "sizes": sizes, "type": type, "purpose": purpose}
                for name, sizes, type, purpose in ICONS
            ],
        }
        data = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False, indent=1).encode()
        file = File(path=f"{language}/site.webmanifest", data=data + b"\n")
        return Artifact(target=target, files=(file,), keys=frozenset([ASSETS]), scope=self.scope(language))
