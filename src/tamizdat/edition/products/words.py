"""The search of a host that only has files: which words stand in which stories, and what is shown of each story.

The words of a language are gathered anew at leisure, from the index that the server's search has; the passages of a
story change with it, so a killed one shows nothing at once, whatever its words still say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.portable import plain_text
from tamizdat.edition.products.product import Making, OneByOne, Product
from tamizdat.edition.products.search import KEPT, PUBLIC, writing
from tamizdat.edition.shapes import Article
from tamizdat.edition.shapes.blocks import BoxBlock, TextBlock
from tamizdat.edition.values import SETTINGS
from tamizdat.edition.values.stories import SPAN, addressed_articles, span
from tamizdat.kit.keys import Key
from tamizdat.kit.moments import rfc3339
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.search import printed

AT_ONCE = 20
"""Such files for which stories are read together."""
PASSAGE = 220
"""Characters shown of a story."""
SHARD, DIRECTORY, PASSAGES = (
    "_/search/{name}.txt",
    "{language}/search/words.json",
    "{language}/search/passages/{number}.json",
)


class WordsProduct(OneByOne):
    """`words:en`. Under names that their content gives, the directory excepted: the last file, so that a reader who has
    it finds what it names; what the one before named goes when nothing waits any more."""

    name = "words"
    phase = 8
    low_priority = True

    def all(self) -> Iterator[Key]:
        return (self.target(language) for language in self.setting.languages)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "article" and key.is_numbered:
            rows = ArticleRow.objects.filter(pk=key.number).values_list("locale__language_code", flat=True)
            return [self.target(language) for language in rows] or self.all()
        return self.all() if key.kind in _IN_WORDS or key in (KEPT, SETTINGS) else ()

    def files(self, making: Making, target: Key) -> Iterable[File]:
        making.record(KEPT)
        folder, language = self.tools.search / PUBLIC, target.rest
        if language in self.setting.languages:
            with writing(folder):
                for leaf in printed.leaves(folder, language):
                    path = (SHARD if leaf.name else DIRECTORY).format(name=leaf.name, language=language)
                    yield File(path=path, data=leaf.text.encode())

    def label(self, target: Key) -> str:
        return f"/{DIRECTORY.format(language=target.rest)}"


_IN_WORDS = frozenset(["region", "topic", "series", "author", "picture", "attachment", "alias"])
"""Kinds of rows whose words are in stories' entries of the search, beside the stories' own."""


class PassagesProduct(Product):
    """`passages:3`: what results show of the stories with the numbers from 96 on, a file for each language that one of
    them ever had an address in: an empty one tells that there is nothing to show any more."""

    name = "passages"
    phase = 3

    def all(self) -> Iterator[Key]:
        found = dict.fromkeys(pk // SPAN for pk in addressed_articles())
        return (self.target(number) for number in found)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "article" and key.is_numbered:
            return (self.target(key.number // SPAN),)
        return super().targets_for(key)

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        for start in range(0, len(targets), AT_ONCE):
            some = targets[start : start + AT_ONCE]
            values = self.reader.values
            values.expect(Key.of("addressed", target.number) for target in some)
            values.expect(Key.of("card", pk) for target in some for pk in span(target.number))
            for target in some:
                making = self.making()
                yield making.artifact(target, self._files(making, target))

    def _files(self, making: Making, target: Key) -> Iterator[File]:
        shown: dict[str, dict[int, tuple[str, str, str, str]]] = {}
        for language in making.value(Key.of("addressed", target.number)):
            if language in self.setting.languages:
                shown.setdefault(language, {})
        for pk in span(target.number):
            card = making.card(pk)
            if card is None:
                continue
            text = card.dek
            if not text:
                self.reader.expect_stories([pk])
                story = self.reader.story(making, pk)
                text = _beginning(story.article) if story else ""
            when = rfc3339(card.published_at)
            shown.setdefault(card.language, {})[pk] = (card.url, card.headline, when, _short(text))
        for language, passages in sorted(shown.items()):
            yield File(
                path=PASSAGES.format(language=language, number=target.number),
                data=json.dumps(passages, ensure_ascii=False, separators=(",", ":")).encode(),
            )


def _short(text: str) -> str:
    """Cut between words."""
    return text if len(text) <= PASSAGE else f"{text[:PASSAGE].rpartition(' ')[0] or text[:PASSAGE]}…"


def _beginning(article: Article) -> str:
    for block in article.body:
        if isinstance(block, TextBlock | BoxBlock) and (text := plain_text(block.html)):
            return text
    return ""
