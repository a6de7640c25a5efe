"""The page Support us, in each language that has something to say there."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.bodies import Surroundings, rich
from tamizdat.edition.products.base import Base, file_path
from tamizdat.edition.shapes import Alternate, Link

TEMPLATE = "pages/support.html"


class SupportProduct(Base):
    """`support:en`. All that it says is the newsroom's own, so it depends on what every page depends on."""

    name = "support"
    phase = 3

    def all(self) -> Iterator[str]:
        return (f"support:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        scope = self.scope(language, TEMPLATE)
        nouns = self.reader.nouns
        around = Surroundings(language=language, pictures={}, attachments={}, card=lambda _: None)
        known = language in self.reader.languages
        support = nouns.support_page(language, lambda html: rich(html, around)) if known else None
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
            target=target, files=(File(path=file_path(support.url), data=data),), keys=frozenset(), scope=scope
        )

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/support/"
