"""What products share: the reader, the renderer, and a target's page with what it used."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import stories
from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Alternate, Link, Page, Picture, Site
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import SETTINGS
from tamizdat.edition.values.nouns import language_of
from tamizdat.edition.values.stories import Place
from tamizdat.kit.keys import Key
from tamizdat.kit.paths import file_path
from tamizdat.newsroom.paths import is_reserved
from tamizdat.render import Renderer

GONE, REDIRECT = "pages/410.html", "pages/redirect.html"


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a product is made with: `media` holds originals, `renditions` the sizes of pictures, `search` the indexes."""

    reader: Reader
    renderer: Renderer
    media: Path
    renditions: Path
    search: Path


class Making(Uses):
    """One target that is being made: what it uses, and the pages that it renders. `shared` are keys that it has in common with
    its like, which are stored once."""

    def __init__(self, tools: Tools, templates: frozenset[str]) -> None:
        super().__init__(tools.reader.values)
        self._tools, self._templates = tools, templates
        self.setting = tools.reader.setting
        self.shared: set[str] = {SETTINGS}

    def site(self, language: str) -> Site:
        self.shared.add(Key.of("frame", language))
        found: Site = self._values.get(Key.of("frame", language))
        return found

    def page(self, template: str, language: str, **values: object) -> bytes:
        """A rendered page. Raises LookupError for a template that the product does not name: its changes would go unseen."""
        if template not in self._templates:
            raise LookupError(f"{template} is not among the templates that its product names. Add it there.")
        spoken = language or self.setting.default
        self.shared |= {template_key(template, spoken), Key.of("texts", spoken)}
        return self._tools.renderer.page(template, language, **values)

    def page_file(self, template: str, language: str, head: Page, **values: object) -> File:
        """A page with the frame of its language, at the address that its head says."""
        data = self.page(template, language, site=self.site(language), page=head, **values)
        return File(path=file_path(head.url), data=data)

    def include(self, other: Uses) -> None:
        super().include(other)
        if isinstance(other, Making):
            self.shared |= other.shared

    def prose(self, text: str, language: str) -> str:
        """Rich text that is part of no story, as HTML."""
        return stories.prose(self, text, language)

    def head(
        self,
        title: str,
        url: str,
        *,
        description: str = "",
        alternates: tuple[Alternate, ...] = (),
        share_picture: Picture | None = None,
        breadcrumbs: tuple[Link, ...] = (),
        robots: str = "",
        type: str = "website",
    ) -> Page:
        """What a page's head says."""
        canonical = self.setting.canonical
        return Page(
            title=title,
            description=description,
            url=url,
            canonical=f"{canonical}{url}" if canonical else "",
            alternates=alternates,
            share_picture=share_picture,
            breadcrumbs=breadcrumbs,
            robots=robots,
            elsewhere=self._elsewhere(alternates),
            type=type,
        )

    def _elsewhere(self, alternates: tuple[Alternate, ...]) -> str:
        """Of a page in several languages, what to show to those who read none: of a front, the choice of languages."""
        if any(other.url == f"/{other.language}/" for other in alternates):
            return "/"
        default = self.setting.default
        return next((other.url for other in sorted(alternates, key=lambda other: other.language != default)), "")

    def everywhere(self, path: str) -> tuple[Alternate, ...]:
        """The same page in every language; `path` has {language} in it. Empty in a newsroom of one language."""
        return self.alternates({code: path.format(language=code) for code in self.setting.languages})

    def alternates(self, urls: dict[str, str]) -> tuple[Alternate, ...]:
        """A page's address in each language that has it. Empty in a newsroom of one language."""
        if len(self.setting.languages) < 2:
            return ()
        return tuple(
            Alternate(language=code, name=language_of(code).name, url=url, headline="")
            for code, url in urls.items()
            if url
        )

    def stubs(self, places: Iterable[Place], target: str | None) -> list[File]:
        """For hosts that only have files: a redirect to the address `target` at each place, or a page that says it is gone."""
        made = []
        pages = {file_path(target)} if target is not None else set()
        for place in sorted(places, key=lambda place: not place.current):
            path = file_path(place.path)
            if not path or path in pages or self._is_own(path, place):
                continue
            pages.add(path)
            if target is not None:
                data = self.page(REDIRECT, place.language, url=target)
            else:
                known = place.language in self.setting.languages
                site = self.site(place.language if known else self.setting.default)
                head = self.head(site.name, place.path, robots="noindex")
                data = self.page(GONE, site.language, site=site, page=head, stories=())  # a list would renew them all
            made.append(File(path=path, data=data))
        return made

    def _is_own(self, path: str, place: Place) -> bool:
        """Whether the site needs the file of a former address; in the text edition, stories have former addresses too."""
        in_text = path.startswith(f"{place.language}/text/")
        return not place.current and not in_text and is_reserved(path, self.setting.languages)

    def artifact(self, target: Key, files: Iterable[File] = ()) -> Artifact:
        return Artifact(
            target=target,
            files=tuple(files),
            keys=frozenset(self.keys - self.shared),
            scope=frozenset(self.shared),
        )


class Product(ABC):
    """A kind of public file. Targets are `<name>:<rest>`; `templates` are all that its pages are rendered with."""

    name = ""
    phase = 0
    low_priority = False
    files_only = True
    templates: frozenset[str] = frozenset()

    def __init__(self, tools: Tools) -> None:
        self.tools, self.reader, self.renderer = tools, tools.reader, tools.renderer
        self.setting = tools.reader.setting

    @abstractmethod
    def all(self) -> Iterator[Key]: ...

    def targets_for(self, key: Key) -> Iterable[Key]:
        return self.all() if key == SETTINGS else ()

    @abstractmethod
    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]: ...

    def label(self, target: Key) -> str:
        return target

    def target(self, *parts: object) -> Key:
        return Key.of(self.name, *parts)

    def making(self) -> Making:
        return Making(self.tools, self.templates)


class OneByOne(Product):
    """A product whose targets gain nothing from being baked together."""

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        for target in targets:
            making = self.making()
            files = list(self.files(making, target))
            yield making.artifact(target, files)

    @abstractmethod
    def files(self, making: Making, target: Key) -> Iterable[File]: ...


class Single(OneByOne):
    """A product with one target, `<name>:all`; `path` is the address that names it in reports."""

    path = ""

    def all(self) -> Iterator[Key]:
        yield self.target("all")

    def label(self, target: Key) -> str:
        return self.path or target


class ByLanguage(OneByOne):
    """A product with one target for each language, `<name>:en`, whose page is at `path`. One of a language that the newsroom
    gave up has no files."""

    path = ""

    def all(self) -> Iterator[Key]:
        return (self.target(language) for language in self.setting.languages)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        return self.files_in(making, target.rest) if target.rest in self.setting.languages else ()

    def label(self, target: Key) -> str:
        return self.path.format(language=target.rest) or target

    @abstractmethod
    def files_in(self, making: Making, language: str) -> Iterable[File]: ...


def template_key(template: str, language: str) -> Key:
    return Key.of("template", template, language)
