"""Static pages: about, team, contact, and whatever a newsroom adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import File
from tamizdat.edition.portable import summary
from tamizdat.edition.products import corrections
from tamizdat.edition.products.listing import addressed, places_of
from tamizdat.edition.products.product import GONE, REDIRECT, Making, OneByOne
from tamizdat.edition.shapes import AuthorLine, Contact, NotedStory, StaticPage
from tamizdat.edition.stories import noted_stories
from tamizdat.edition.values.images import Image
from tamizdat.kit.keys import Key

TEMPLATE = "pages/static.html"


class StaticProduct(OneByOne):
    """`static:7:en`."""

    name = "static"
    phase = 4
    templates = frozenset([TEMPLATE, GONE, REDIRECT])

    def all(self) -> Iterator[Key]:
        pages = dict.fromkeys((*self.making().order("page"), *addressed("page")))
        return (self.target(pk, language) for pk in pages for language in self.setting.languages)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "page" and key.is_numbered:
            return [self.target(key.number, language) for language in self.setting.languages]
        return super().targets_for(key)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        pk, language = int(target.head), target.last
        current, moved, ended = places_of(making, "page", pk, language)
        left = [place for place in (*moved, *ended) if place.path != corrections.address(language)]
        stubs = making.stubs(left, current.path if current else None)
        label = making.label("page", pk, language)
        if label is None or current is None or language not in self.setting.languages:
            return stubs
        people: list[tuple[AuthorLine, Image | None]] = []
        if label.form == "team":
            people = making.people(making.order("author"), language)
        notes: tuple[NotedStory, ...] = ()
        if label.slug == corrections.SLUG:
            notes = noted_stories(self.reader.values, making, language)
        contact: Contact | None = None
        if label.form == "contact":
            contact = Contact(
                email=making.site_text(language, "contact_email"),
                safe_ways=making.prose(making.site_text(language, "safe_ways"), language),
            )
        body = making.prose(making.text("page", pk, "body", language), language)
        static_page = StaticPage(
            kind=label.slug,
            title=label.name,
            url=current.path,
            html=body,
            people=tuple(line for line, _ in people),
            corrections=notes,
            contact=contact,
        )
        site = making.site(language)
        urls = {code: one.url for code in self.setting.languages if (one := making.label("page", pk, code))}
        head = making.head(
            label.name,
            current.path,
            description=summary(body),
            alternates=making.alternates(urls),
            breadcrumbs=(site.link,),
        )
        portraits = [file for _, image in people if image for file in image.files(self.tools.renditions)]
        return [*portraits, making.page_file(TEMPLATE, language, head, static_page=static_page), *stubs]

    def label(self, target: Key) -> str:
        label = self.making().label("page", int(target.head), target.last)
        return label.url if label else target
