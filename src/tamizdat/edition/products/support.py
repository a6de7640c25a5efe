"""The page Support us, in each language that has something to say there."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Alternate, Link
from tamizdat.kit.paths import file_path

TEMPLATE = "pages/support.html"


class SupportProduct(OneByOne):
    """`support:en`. What it says is the newsroom's own, but for stories that it links to."""

    name = "support"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"support:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        scope = self.scope(language, TEMPLATE)
        nouns = self.reader.nouns
        depends: set[str] = set()

        def prose(text: str) -> str:
            made, more = self.prose(text, language)
            depends.update(more)
            return made

        support = nouns.support_page(language, prose) if language in self.reader.languages else None
        if support is None:
            return Artifact(target=target, files=(), keys=frozenset(), scope=scope)
        site = nouns.site(language)
        alternates = tuple(
            Alternate(language=code, name=nouns.language(code).name, url=url, headline="")
            for code in nouns.languages
            if (url := nouns.site(code).support)
        )
        page = self.page(
            "",
            support.url,
            alternates=alternates if len(alternates) > 1 else (),
            breadcrumbs=(Link(name=site.name, url=site.url),),
        )
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, support=support)
        return Artifact(
            target=target, files=(File(path=file_path(support.url), data=data),), keys=frozenset(depends), scope=scope
        )

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/support/"
