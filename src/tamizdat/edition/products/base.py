"""What products share: the reader, the renderer, and how an address becomes a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.bodies import Found, Surroundings, refer, rich
from tamizdat.edition.ledger import Place
from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Alternate, Link, Page
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys
from tamizdat.newsroom.paths import is_reserved
from tamizdat.render import Renderer

GONE, REDIRECT = "pages/410.html", "pages/redirect.html"
SETTINGS = "settings"
"""Key of what newsroom.toml says."""


class Base(ABC):
    """A product over `reader` and `renderer`. Targets are `<name>:<rest>`."""

    name = ""
    phase = 0

    def __init__(self, reader: Reader, renderer: Renderer, media: Path, renditions: Path) -> None:
        self.reader, self.renderer, self.media, self.renditions = reader, renderer, media, renditions

    @abstractmethod
    def all(self) -> Iterator[str]: ...

    def born_of(self, key: str) -> Iterable[str]:
        return self.all() if key == SETTINGS else ()

    @abstractmethod
    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]: ...

    def label(self, target: str) -> str:
        return target

    def rest(self, target: str) -> str:
        return target[len(self.name) + 1 :]

    def scope(self, language: str, *templates: str) -> frozenset[str]:
        """The keys that all pages of these templates in this language share."""
        return _scope(language, templates, tuple(self.reader.nouns.logo_rows))

    def page(
        self,
        title: str,
        url: str,
        *,
        description: str = "",
        alternates: tuple[Alternate, ...] = (),
        share_picture: str = "",
        breadcrumbs: tuple[Link, ...] = (),
        robots: str = "",
        type: str = "website",
    ) -> Page:
        return Page(
            title=title,
            description=description,
            url=url,
            canonical=f"{self.reader.canonical}{url}" if self.reader.canonical else "",
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
        default = self.reader.languages[0]
        return next((other.url for other in sorted(alternates, key=lambda other: other.language != default)), "")

    def everywhere(self, path: str) -> tuple[Alternate, ...]:
        """The same page in every language; `path` has {language} in it. Empty in a newsroom of one language."""
        nouns = self.reader.nouns
        if len(nouns.languages) < 2:
            return ()
        return tuple(
            Alternate(language=code, name=nouns.language(code).name, url=path.format(language=code), headline="")
            for code in nouns.languages
        )

    def prose(self, text: str, language: str) -> tuple[str, set[str]]:
        """Rich text that stands in no story, as HTML, with the keys that this depended on: its links lead to stories that
        are public."""
        linked = Found(pictures=set(), attachments=set(), stories=set())
        refer(text, linked)
        if not linked.stories:
            return _cleaned(text, language), set()
        cards = self.reader.cards(linked.stories)
        around = Surroundings(
            language=language,
            pictures={},
            attachments={},
            card=lambda pk: cards[pk].card if pk in cards else None,
        )
        return rich(text, around), {keys.card(pk) for pk in linked.stories}

    def stubs(self, places: Iterable[Place], target: Place | None) -> list[File]:
        """For hosts that only have files: a redirect to `target` at each place, or a page that says it is gone."""
        made = []
        pages = {file_path(target.path)} if target is not None else set()
        for place in sorted(places, key=lambda place: not place.current):
            path = file_path(place.path)
            if not path or path in pages or self._is_own(path, place):
                continue
            pages.add(path)
            if target is not None:
                data = self.renderer.page(REDIRECT, place.language, url=target.path)
            else:
                site = self.reader.nouns.site(
                    place.language if place.language in self.reader.languages else self.reader.languages[0]
                )
                data = self.renderer.page(
                    GONE, site.language, site=site, page=self.page(site.name, place.path, robots="noindex")
                )
            made.append(File(path=path, data=data))
        return made

    def _is_own(self, path: str, place: Place) -> bool:
        """Whether the site needs the file of a former address; in the text edition, stories have former addresses too."""
        in_text = path.startswith(f"{place.language}/text/")
        return not place.current and not in_text and is_reserved(path, self.reader.languages)

    def scope_of_stubs(self, language: str) -> frozenset[str]:
        """The keys that stubs at places of this language share."""
        return self.scope(language if language in self.reader.languages else self.reader.languages[0], GONE, REDIRECT)


class OneByOne(Base):
    """A product whose targets gain nothing from being baked together."""

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        for target in targets:
            yield self.one(target)

    @abstractmethod
    def one(self, target: str) -> Artifact: ...


@lru_cache(maxsize=256)
def _scope(language: str, templates: tuple[str, ...], logos: tuple[int, ...]) -> frozenset[str]:
    logo = (keys.picture(pk) for pk in logos)
    return frozenset({keys.SITE, SETTINGS, *logo, *(template_key(template, language) for template in templates)})


@lru_cache(maxsize=64)
def _cleaned(text: str, language: str) -> str:
    """Terms stand beside every story, so they are cleaned once."""
    return rich(text, Surroundings(language=language, pictures={}, attachments={}, card=lambda _: None))


def template_key(template: str, language: str) -> str:
    return f"template:{template}:{language}"
