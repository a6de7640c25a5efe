"""The search of a host that only has files: which words stand in which stories, and what is shown of each story.

The words of a language are gathered anew at leisure, from the index that the server's search has; the passages of a
story change with it, so a killed one shows nothing at once, whatever its words still say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger
from tamizdat.edition.portable import plain_text
from tamizdat.edition.products.base import SETTINGS, Base, OneByOne
from tamizdat.edition.products.search import KEPT, PUBLIC, writing
from tamizdat.edition.reader import Reader
from tamizdat.edition.shapes import Article
from tamizdat.newsroom import keys
from tamizdat.render import Renderer
from tamizdat.search import printed

SPAN = 32
"""Numbers of stories in one file of passages: ten results are read from at most ten files."""
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

    def __init__(self, reader: Reader, renderer: Renderer, media: Path, renditions: Path, folder: Path) -> None:
        super().__init__(reader, renderer, media, renditions)
        self.folder = folder / PUBLIC

    def all(self) -> Iterator[str]:
        return (f"words:{language}" for language in self.reader.languages)

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("words:"):
            return (key,)
        return self.all() if key in (KEPT, SETTINGS) else ()

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        files = []
        if language in self.reader.languages:
            with writing(self.folder):
                for leaf in printed.leaves(self.folder, language):
                    path = (SHARD if leaf.name else DIRECTORY).format(name=leaf.name, language=language)
                    files.append(File(path=path, data=leaf.text.encode()))
        return Artifact(target=target, files=tuple(files), keys=frozenset([target]))

    def label(self, target: str) -> str:
        return f"/{DIRECTORY.format(language=self.rest(target))}"


class PassagesProduct(Base):
    """`passages:3`: what results show of the stories with the numbers from 96 on, a file for each language that one of
    them ever had an address in: an empty one tells that there is nothing to show any more."""

    name = "passages"
    phase = 3

    def all(self) -> Iterator[str]:
        found = dict.fromkeys(pk // SPAN for pk in ledger.addressed_articles())
        return (f"passages:{number}" for number in found)

    def born_of(self, key: str) -> Iterable[str]:
        kind, _, pk = key.partition(":")
        return (f"passages:{int(pk) // SPAN}",) if kind == "article" else super().born_of(key)

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        for start in range(0, len(targets), AT_ONCE):
            yield from self._baked(targets[start : start + AT_ONCE])

    def _baked(self, targets: Sequence[str]) -> Iterator[Artifact]:
        spans = {target: self._span(target) for target in targets}
        every = [pk for span in spans.values() for pk in span]
        places = ledger.places([keys.article(pk) for pk in every])
        cards = self.reader.cards(pk for pk in every if keys.article(pk) in places)
        without = [pk for pk, one in cards.items() if not one.card.dek]
        begun = self.reader.stories(without) if without else {}
        for target, span in spans.items():
            shown: dict[str, dict[int, tuple[str, str, str, str]]] = {}
            depends: set[str] = set()
            for pk in span:
                for place in places.get(keys.article(pk), ()):
                    if place.language in self.reader.languages:
                        shown.setdefault(place.language, {})
                if pk not in cards:
                    continue
                card, text = cards[pk].card, cards[pk].card.dek
                depends.add(keys.card(pk))
                if pk in begun and (article := begun[pk].article) is not None:
                    text = _beginning(article)
                    depends.add(keys.article(pk))
                when = card.published_at.isoformat(timespec="seconds")
                shown.setdefault(card.language, {})[pk] = (card.url, card.headline, when, _short(text))
            files = tuple(
                File(
                    path=PASSAGES.format(language=language, number=self.rest(target)),
                    data=json.dumps(passages, ensure_ascii=False, separators=(",", ":")).encode(),
                )
                for language, passages in sorted(shown.items())
            )
            yield Artifact(target=target, files=files, keys=frozenset(depends))

    def _span(self, target: str) -> range:
        first = int(self.rest(target)) * SPAN
        return range(first, first + SPAN)


def _short(text: str) -> str:
    """Cut between words."""
    return text if len(text) <= PASSAGE else f"{text[:PASSAGE].rpartition(' ')[0] or text[:PASSAGE]}…"


def _beginning(article: Article) -> str:
    for block in article.body:
        html = block.value.get("html")
        if html and (text := plain_text(str(html))):
            return text
    return ""
