"""The newsroom's own stylesheet and logo."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import look, pictures
from tamizdat.edition.products.base import OneByOne
from tamizdat.newsroom import keys


class LookProduct(OneByOne):
    name = "look"
    phase = 0

    def all(self) -> Iterator[str]:
        yield "look:all"

    def one(self, target: str) -> Artifact:
        nouns = self.reader.nouns
        files = [file for row in nouns.logo_rows.values() for file in pictures.files(row, self.renditions)]
        if css := nouns.stylesheet:
            files.append(File(path=look.address(css).lstrip("/"), data=css.encode()))
        depends = {keys.SITE} | {keys.picture(pk) for pk in nouns.logo_rows}
        return Artifact(target=target, files=tuple(files), keys=frozenset(depends))
