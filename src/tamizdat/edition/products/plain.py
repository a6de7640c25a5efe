"""Pages without stories: directories, static pages, the language root, the error pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger, pictures
from tamizdat.edition.nouns import Noun
from tamizdat.edition.portable import summary
from tamizdat.edition.products import corrections
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Alternate, AuthorLine, Contact, Directory, Group, Link, NotedStory, StaticPage
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys
from tamizdat.newsroom.addresses import DIRECTORIES

DIRECTORY, STATIC, ROOT = "pages/directory.html", "pages/static.html", "pages/root.html"


class People(OneByOne):
    """What pages that show the newsroom's authors share."""

    def people(self, authors: Iterable[Noun], language: str) -> tuple[tuple[AuthorLine, ...], list[File], set[str]]:
        """Authors as a page shows them, the files of their portraits, and the keys that this depended on."""
        nouns, shown = self.reader.nouns, list(authors)
        rows = pictures.read([pk for author in shown if (pk := author.row["portrait_id"])])
        people = tuple(
            self.reader.author_line(author, language, nouns.word(author, language, "role"), rows) for author in shown
        )
        files = [file for row in rows.values() for file in pictures.files(row, self.renditions)]
        depends = {keys.directory("author", language)} | {keys.noun("author", author.pk) for author in shown}
        return people, files, depends | {keys.picture(pk) for pk in rows}


class DirectoryProduct(People):
    """All regions, topics, series, authors or months of a language: `directory:region:en`."""

    name = "directory"
    phase = 4

    def all(self) -> Iterator[str]:
        return (
            f"directory:{kind}:{language}" for kind in (*DIRECTORIES, "month") for language in self.reader.languages
        )

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("directory:") and not key.startswith("directory:page"):
            return (key,)
        if key.startswith("months:"):
            return (f"directory:month:{key.removeprefix('months:')}",)
        return super().born_of(key)

    def one(self, target: str) -> Artifact:
        kind, _, language = self.rest(target).partition(":")
        depends = {keys.months(language) if kind == "month" else keys.directory(kind, language)}
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset(depends))
        path = f"/{{language}}/{DIRECTORIES.get(kind, 'archive')}/"
        url = path.format(language=language)
        nouns = self.reader.nouns
        site = nouns.site(language)
        people: tuple[AuthorLine, ...] = ()
        files: list[File] = []
        if kind == "author":
            by_name = sorted(nouns.authors.values(), key=lambda noun: (nouns.word(noun, language).casefold(), noun.pk))
            people, files, more = self.people(by_name, language)
            depends |= more
        directory = Directory(
            kind=kind,
            url=url,
            groups=self._groups(kind, language),
            people=people,
            map=nouns.map(language) if kind == "region" else None,
        )
        page = self.page("", url, alternates=self.everywhere(path), breadcrumbs=(Link(name=site.name, url=site.url),))
        data = self.renderer.page(DIRECTORY, language, site=site, page=page, directory=directory)
        return Artifact(
            target=target,
            files=(*files, File(path=file_path(url), data=data)),
            keys=frozenset(depends),
            scope=self.scope(language, DIRECTORY),
        )

    def _groups(self, kind: str, language: str) -> tuple[Group, ...]:
        nouns = self.reader.nouns
        site = nouns.site(language)
        if kind == "region":
            return site.regions
        if kind == "topic":
            return tuple(
                Group(
                    name=nouns.word(topic, language),
                    url=nouns.url(topic, language),
                    links=nouns.events(topic.pk, language),
                )
                for topic in nouns.topics.values()
                if topic.row["parent_id"] is None
            )
        if kind == "author":
            return ()
        if kind == "series":
            forms = dict.fromkeys(noun.row["form"] for noun in nouns.series.values())
            return tuple(
                Group(
                    name=form,
                    url="",
                    links=tuple(
                        nouns.link(noun, language) for noun in nouns.series.values() if noun.row["form"] == form
                    ),
                )
                for form in forms
            )
        years: dict[str, list[Link]] = {}
        for month in self.reader.months(language):
            year, _, number = month.partition("-")
            years.setdefault(year, []).append(Link(name=month, url=f"/{language}/{year}/{number}/"))
        return tuple(Group(name=year, url="", links=tuple(links)) for year, links in years.items())

    def label(self, target: str) -> str:
        kind, _, language = self.rest(target).partition(":")
        return f"/{language}/{DIRECTORIES.get(kind, 'archive')}/"


class StaticProduct(People):
    """Static pages: `static:7:en`."""

    name = "static"
    phase = 4

    def all(self) -> Iterator[str]:
        pages = dict.fromkeys((*self.reader.nouns.pages, *ledger.addressed_nouns("page")))
        return (f"static:{pk}:{language}" for pk in pages for language in self.reader.languages)

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("page:"):
            return [f"static:{key.removeprefix('page:')}:{language}" for language in self.reader.languages]
        return super().born_of(key)

    def one(self, target: str) -> Artifact:
        pk, _, language = self.rest(target).partition(":")
        owner = keys.noun("page", int(pk))
        nouns = self.reader.nouns
        places = [place for place in ledger.places([owner]).get(owner, ()) if place.language == language]
        current = next((place for place in places if place.current and not place.ended), None)
        left = [place for place in places if place is not current and place.path != corrections.address(language)]
        stubs = self.stubs(left, current)
        noun = nouns.pages.get(int(pk))
        depends = {owner}
        if noun is None or current is None or language not in self.reader.languages:
            scope = self.scope_of_stubs(language)
            return Artifact(target=target, files=tuple(stubs), keys=frozenset(depends), scope=scope)
        people: tuple[AuthorLine, ...] = ()
        files: list[File] = []
        if noun.row["form"] == "team":
            people, files, more = self.people(nouns.authors.values(), language)
            depends |= more
        notes: tuple[NotedStory, ...] = ()
        if noun.slug == corrections.SLUG:
            notes, more = corrections.noted(self.reader, language)
            depends |= more
        contact: Contact | None = None
        if noun.row["form"] == "contact":
            safe_ways, more = self.prose(nouns.site_word(language, "safe_ways"), language)
            depends |= more
            contact = Contact(email=nouns.site_word(language, "contact_email"), safe_ways=safe_ways)
        body, more = self.prose(nouns.word(noun, language, "body"), language)
        depends |= more
        title = nouns.word(noun, language, "title")
        static_page = StaticPage(
            kind=noun.slug,
            title=title,
            url=current.path,
            html=body,
            people=people,
            corrections=notes,
            contact=contact,
        )
        site = nouns.site(language)
        alternates = tuple(
            Alternate(language=code, name=nouns.language(code).name, url=url, headline="")
            for code in nouns.languages
            if len(nouns.languages) > 1 and (url := nouns.url(noun, code))
        )
        page = self.page(
            title,
            current.path,
            description=summary(body),
            alternates=alternates,
            breadcrumbs=(Link(name=site.name, url=site.url),),
        )
        data = self.renderer.page(STATIC, language, site=site, page=page, static_page=static_page)
        return Artifact(
            target=target,
            files=(*files, File(path=file_path(current.path), data=data), *stubs),
            keys=frozenset(depends),
            scope=self.scope(language, STATIC) | self.scope_of_stubs(language),
        )

    def label(self, target: str) -> str:
        pk, _, language = self.rest(target).partition(":")
        noun = self.reader.nouns.pages.get(int(pk))
        return self.reader.nouns.url(noun, language) if noun else target


class RootProduct(OneByOne):
    """What belongs to no language: the choice of one."""

    name = "root"
    phase = 5

    def all(self) -> Iterator[str]:
        yield "root:all"

    def one(self, target: str) -> Artifact:
        language = self.reader.languages[0]
        site = self.reader.nouns.site(language)
        page = self.page(site.name, "/", alternates=self.everywhere("/{language}/"))
        data = self.renderer.page(ROOT, "", site=site, page=page)
        return Artifact(
            target=target,
            files=(File(path="index.html", data=data),),
            keys=frozenset(),
            scope=self.scope(language, ROOT),
        )

    def label(self, target: str) -> str:
        return "/"


class ErrorProduct(OneByOne):
    """404 and 410 pages of each language; those of the default language also stand at the root."""

    name = "error"
    phase = 0

    def all(self) -> Iterator[str]:
        return (f"error:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        site = self.reader.nouns.site(language)
        files = []
        for number in ("404", "410"):
            page = self.page(site.name, f"/{language}/{number}.html", robots="noindex")
            data = self.renderer.page(f"pages/{number}.html", language, site=site, page=page)
            files.append(File(path=f"{language}/{number}.html", data=data))
            if language == self.reader.languages[0]:
                files.append(File(path=f"{number}.html", data=data))
        return Artifact(
            target=target,
            files=tuple(files),
            keys=frozenset(),
            scope=self.scope(language, "pages/404.html", "pages/410.html"),
        )
