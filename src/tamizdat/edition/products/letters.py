"""Letters that were sent, each as a page, and the archive of each list with its feed. Both offer the list to readers.

The page of a letter shows headlines and summaries of its stories and links to them: their texts are at their own addresses.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from tamizdat.bake.products import File
from tamizdat.edition import consent
from tamizdat.edition.letters import parts
from tamizdat.edition.portable import summary
from tamizdat.edition.products.newsletter import sign_up
from tamizdat.edition.products.product import Making, OneByOne
from tamizdat.edition.shapes import Card, Feed, FeedEntry, Letter, LetterArchive, LetterCard, Link
from tamizdat.edition.values import newsletter
from tamizdat.edition.values.letters import ArchivePage, LetterRow, sent_letters
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Letter as LetterModel

PAGE, ARCHIVE, FEED, IN_FEED = "pages/letter.html", "pages/letters.html", "feeds/atom.xml", "feeds/letter.html"
IN_ONE_FEED = 15


class LetterProduct(OneByOne):
    """`letter:12:en`."""

    name = "letter"
    phase = 4
    templates = frozenset([PAGE, consent.TEMPLATE])

    def all(self) -> Iterator[Key]:
        return (self.target(pk, language) for pk, language in sent_letters() if language in self.setting.languages)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "letter" and key.is_numbered:
            return [self.target(key.number, language) for language in self.setting.languages]
        return super().targets_for(key)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        row = row_of(making, int(target.head), target.last)
        if row is None or row.language not in self.setting.languages:
            return
        letter = parts.letter(making, row)
        urls = {
            code: f"{parts.list_link(making, row.list, code).url}{other.number}/"
            for code in self.setting.languages
            if (other := row_of(making, row.pk, code))
        }
        head = making.head(
            letter.subject,
            letter.url,
            description=letter.preheader or summary(letter.introduction),
            alternates=making.alternates(urls),
            breadcrumbs=(making.site(row.language).link, letter.list),
            type="article",
        )
        for pk in parts.images(row):
            if image := making.image(pk):
                yield from image.files(self.tools.renditions)
        form = sign_up(making, row.language, newsletter.named(making, row.list, row.language))
        yield making.page_file(PAGE, row.language, head, letter=letter, sign_up=form)

    def label(self, target: Key) -> str:
        making = self.making()
        row = row_of(making, int(target.head), target.last)
        return f"{parts.list_link(making, row.list, row.language).url}{row.number}/" if row else target


class LettersProduct(OneByOne):
    """`letters:3:en:0` is the newest letters of a list and its feed, `letters:3:en:2` a numbered page of its archive."""

    name = "letters"
    phase = 4
    templates = frozenset([ARCHIVE, FEED, IN_FEED, consent.TEMPLATE])

    def all(self) -> Iterator[Key]:
        found = dict.fromkeys(
            self.target(of, language, page)
            for of, number in LetterModel.objects.order_by("list", "number").values_list("list", "number").iterator()
            for language in self.setting.languages
            for page in (0, keys.page_of(number - 1))
        )
        return iter(found)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "letter" and key.is_numbered:
            found = LetterModel.objects.filter(pk=key.number).values_list("list", "number")
            return [
                self.target(of, language, page)
                for of, number in found
                for language in self.setting.languages
                for page in (0, keys.page_of(number - 1))
            ]
        return super().targets_for(key)

    def files(self, making: Making, target: Key) -> Iterable[File]:
        of, language, number = _parts_of(target)
        page: ArchivePage = making.value(Key.of("letter_page", of, language, number))
        if language not in self.setting.languages or not page.letters:
            return
        link = parts.list_link(making, of, language)
        description = making.text("letter_list", of, "description", language)
        found = [row for pk in page.letters if (row := row_of(making, pk, language)) and row.sent_at]
        archive = LetterArchive(
            name=link.name,
            url=link.url,
            description=description,
            letters=tuple(_card(link, row) for row in found),
            number=number or None,
            newer=_page_url(link, page.newer) or (link.url if number else ""),
            older=_page_url(link, page.older),
        )
        own_url = _page_url(link, number) or link.url
        languages = () if number else self.setting.languages  # a numbered page has other letters in each
        head = making.head(
            link.name,
            own_url,
            description=description,
            alternates=making.alternates(
                {
                    code: parts.list_link(making, of, code).url
                    for code in languages
                    if making.value(Key.of("letter_page", of, code, 0)).letters
                }
            ),
            breadcrumbs=(making.site(language).link,),
        )
        form = sign_up(making, language, newsletter.named(making, of, language))
        yield making.page_file(ARCHIVE, language, head, archive=archive, sign_up=form)
        if not number:
            yield self._feed(making, archive, found[:IN_ONE_FEED])

    def _feed(self, making: Making, archive: LetterArchive, rows: list[LetterRow]) -> File:
        site = making.site(rows[0].language)
        entries = tuple(self._entry(making, parts.letter(making, row), row) for row in rows)
        feed = Feed(
            id=uuid.uuid5(uuid.UUID(site.uuid), f"letters:{rows[0].list}:{site.language}").urn,
            title=f"{archive.name} · {site.name}",
            url=f"{archive.url}feed.xml",
            page_url=archive.url,
            updated_at=max(entry.changed_at for entry in entries),
            entries=entries,
            description=archive.description,
        )
        data = making.page(FEED, site.language, site=site, feed=feed)
        return File(path=feed.url.lstrip("/"), data=data)

    def _entry(self, making: Making, letter: Letter, row: LetterRow) -> FeedEntry:
        site = making.site(row.language)
        assert letter.sent_at is not None  # those of the archive were sent
        html = making.page(IN_FEED, row.language, letter=letter, base=site.canonical).decode()
        return FeedEntry(
            id=uuid.uuid5(uuid.UUID(site.uuid), f"letter:{row.pk}:{row.language}").urn,
            card=Card(
                headline=letter.subject,
                dek=letter.preheader,
                kicker="",
                url=letter.url,
                language=letter.language,
                genre="",
                byline="",
                authors=(),
                section=None,
                dateline="",
                published_at=letter.sent_at,
                updated_at=None,
                picture=None,
            ),
            changed_at=letter.sent_at,
            html=html,
        )

    def label(self, target: Key) -> str:
        of, language, number = _parts_of(target)
        link = parts.list_link(self.making(), of, language)
        return _page_url(link, number) or link.url or target


def _parts_of(target: Key) -> tuple[int, str, int]:
    """List, language and number of a page of an archive."""
    of, language, number = target.rest.split(":")
    return int(of), language, int(number)


def row_of(making: Making, pk: int, language: str) -> LetterRow | None:
    """A public letter in a language."""
    found: LetterRow | None = making.value(Key.of("letter_text", pk, language))
    return found


def _card(link: Link, row: LetterRow) -> LetterCard:
    assert row.sent_at is not None  # those of the archive were sent
    return LetterCard(
        subject=row.subject or link.name, preheader=row.preheader, url=f"{link.url}{row.number}/", sent_at=row.sent_at
    )


def _page_url(link: Link, number: int) -> str:
    return f"{link.url}page/{number}/" if number else ""
