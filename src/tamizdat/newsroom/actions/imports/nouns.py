"""Which region, topic and author a word of an import means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tamizdat.newsroom.models import Author, AuthorText, Region, RegionText, Topic, TopicText


@dataclass(frozen=True, kw_only=True)
class Nouns:
    """Regions and topics by slug and by name in any language; authors by language and name. Case does not matter."""

    regions: dict[str, int]
    topics: dict[str, int]
    parents: dict[int, int]
    authors: dict[tuple[str, str], int] = field(default_factory=dict)

    def author(self, name: str, language: str) -> int:
        """The author of that name in that language, else in any, else a new one."""
        key = name.casefold()
        found = self.authors.get((language, key)) or self.authors.get(("", key))
        if found is None:
            author = Author(texts=[AuthorText(language=language, name=name)])
            author.save()
            found = author.pk
            self.authors[language, key] = self.authors["", key] = found
        return found

    def topics_and_parents(self, topics: Iterable[int]) -> set[int]:
        """A story of an event belongs to the event's topic too."""
        found = set(topics)
        return found | {self.parents[topic] for topic in found if topic in self.parents}


def load() -> Nouns:
    """Everything that has a name, read anew for each batch: the desk may change it meanwhile."""
    authors: dict[tuple[str, str], int] = {}
    for language, name, pk in AuthorText.objects.order_by("of").values_list("language", "name", "of"):
        authors.setdefault((language, name.casefold()), pk)
        authors.setdefault(("", name.casefold()), pk)
    return Nouns(
        regions=_by_name(Region.objects.values_list("slug", "pk"), RegionText.objects.values_list("name", "of")),
        topics=_by_name(Topic.objects.values_list("slug", "pk"), TopicText.objects.values_list("name", "of")),
        parents=dict(Topic.objects.exclude(parent=None).values_list("pk", "parent")),
        authors=authors,
    )


def split(words: Sequence[str], known: dict[str, int]) -> tuple[list[int], list[str]]:
    """Keys of the words that are known, each once and in order; and the words that are not."""
    found = {known[word.casefold()]: None for word in words if word.casefold() in known}
    return list(found), [word for word in words if word.casefold() not in known]


def _by_name(slugs: Iterable[tuple[str, int]], names: Iterable[tuple[str, int]]) -> dict[str, int]:
    found = dict(slugs)
    for name, pk in sorted(names, key=lambda pair: pair[1]):
        found.setdefault(name.casefold(), pk)
    return found
