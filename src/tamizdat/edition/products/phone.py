"""What stands on a reader's phone: the page that shows it, and the one that the door sends once it was erased."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Link
from tamizdat.kit.paths import file_path

TEMPLATE, ERASED = "pages/phone.html", "pages/erased.html"
PATH = "/{language}/offline/"


class PhoneProduct(OneByOne):
    """`phone:en`."""

    name = "phone"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"phone:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        url = PATH.format(language=language)
        site = self.reader.nouns.site(language)
        page = self.page(
            "",
            url,
            alternates=self.everywhere(PATH),
            breadcrumbs=(Link(name=site.name, url=site.url),),
            robots="noindex",
        )
        files = (
            File(path=file_path(url), data=self.renderer.page(TEMPLATE, language, site=site, page=page)),
            File(path=file_path(f"{url}erased.html"), data=self.renderer.page(ERASED, language, site=site)),
        )
        return Artifact(target=target, files=files, keys=frozenset(), scope=self.scope(language, TEMPLATE, ERASED))

    def label(self, target: str) -> str:
        return PATH.format(language=self.rest(target))
