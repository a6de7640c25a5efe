"""All regions, topics, series, authors or months of a language: the plain pages of links behind the menus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import File
from tamizdat.edition.products.product import Making, OneByOne
from tamizdat.edition.shapes import AuthorLine, Directory, Group, Link
from tamizdat.edition.values.images import Image
from tamizdat.edition.values.nouns import by_form
from tamizdat.kit.keys import Key
from tamizdat.newsroom.paths import DIRECTORIES

TEMPLATE = "pages/directory.html"


class DirectoryProduct(OneByOne):
    """`directory:region:en`."""

    name = "directory"
    phase = 4
    templates = frozenset([TEMPLATE])

    def all(self) -> Iterator[Key]:
        kinds = (*DIRECTORIES, "month")
        return (self.target(kind, language) for kind in kinds for language in self.setting.languages)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        kind, language = target.head, target.last
        if language not in self.setting.languages:
            return
        path = _path(kind)
        url = path.format(language=language)
        site = making.site(language)
        people: list[tuple[AuthorLine, Image | None]] = []
        if kind == "author":
            labels = making.labels("author", language)
            by_name = sorted(labels, key=lambda label: (label.name.casefold(), label.pk))
            people = making.people([label.pk for label in by_name], language)
        directory = Directory(
            kind=kind,
            url=url,
            groups=_groups(making, kind, language),
            people=tuple(line for line, _ in people),
            map=making.value(Key.of("map", language)) if kind == "region" else None,
        )
        head = making.head("", url, alternates=making.everywhere(path), breadcrumbs=(site.link,))
        for _, image in people:
            if image:
                yield from image.files(self.tools.renditions)
        yield making.page_file(TEMPLATE, language, head, directory=directory)

    def label(self, target: Key) -> str:
        return _path(target.head).format(language=target.last)


def _path(kind: str) -> str:
    return f"/{{language}}/{DIRECTORIES.get(kind, 'archive')}/"


def _groups(making: Making, kind: str, language: str) -> tuple[Group, ...]:
    if kind == "region":
        return making.site(language).regions
    if kind == "author":
        return ()
    if kind == "series":
        return tuple(by_form(making.labels("series", language)))
    if kind == "topic":
        topics = making.labels("topic", language)
        return tuple(
            Group(
                name=topic.name, url=topic.url, links=tuple(event.link for event in topics if event.parent == topic.pk)
            )
            for topic in topics
            if topic.parent is None
        )
    years: dict[str, list[Link]] = {}
    for month in making.value(Key.of("months", language)):
        year, _, number = month.partition("-")
        years.setdefault(year, []).append(Link(name=month, url=f"/{language}/{year}/{number}/"))
    return tuple(Group(name=year, url="", links=tuple(links)) for year, links in years.items())
