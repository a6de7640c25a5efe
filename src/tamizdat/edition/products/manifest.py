"""The web manifest of each language: what a phone shows when a reader puts the site on its first screen."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.look import DAY
from tamizdat.edition.products.files import ASSETS
from tamizdat.edition.products.product import ByLanguage, Making

ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


class ManifestProduct(ByLanguage):
    """`manifest:en`."""

    name = "manifest"
    phase = 4

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        making.record(ASSETS)
        site, assets = making.site(language), self.renderer.assets
        fields = {
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
        filled = {key: value for key, value in fields.items() if value}
        data = json.dumps(filled, ensure_ascii=False, indent=1).encode()
        yield File(path=f"{language}/site.webmanifest", data=data + b"\n")
