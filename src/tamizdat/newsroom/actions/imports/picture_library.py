"""The pictures of a batch go into the library, each file once: a picture is known again by the hash of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from django.conf import settings
from django.core.files import File

from tamizdat.newsroom import intake
from tamizdat.newsroom.actions import pictures
from tamizdat.newsroom.actions.imports.incoming import Incoming, PictureFile, Warned
from tamizdat.newsroom.actions.imports.names import parts
from tamizdat.newsroom.imaging import PictureRefused, inspect
from tamizdat.newsroom.models import Picture

WORDS = ("caption", "alt_text", "credit_line")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A picture of the library, with what it says by itself; `texts` are captions and alt texts by language. `printed` is
    what stands below it as its credit."""

    pk: int
    caption: str
    alt_text: str
    texts: Mapping[str, Mapping[str, str]]
    printed: str

    def own_words(self, one: PictureFile, language: str) -> dict[str, str]:
        """Of WORDS, what a story says of the picture: '' where the picture says the same by itself, so that what is put
        right in the library is right in the story."""
        shown = self.texts.get(language, {})
        there = {
            "caption": shown.get("caption") or self.caption,
            "alt_text": shown.get("alt_text") or self.alt_text,
            "credit_line": self.printed,
        }
        said = {"caption": one.caption, "alt_text": one.alt_text, "credit_line": one.credit_line or one.creator}
        return {name: "" if said[name] == there[name] else said[name] for name in WORDS}


@dataclass(frozen=True, kw_only=True)
class Shelved:
    kept: dict[PictureFile, Kept]
    added: int
    warnings: tuple[Warned, ...]


def take_in(stories: Sequence[Incoming]) -> Shelved:
    """Each picture in a transaction of its own; one that is refused is a warning and leaves its story without it."""
    keys: dict[PictureFile, int] = {}
    warnings: list[Warned] = []
    added = 0
    for story in stories:
        for one in story.pictures:
            if one in keys:
                continue
            try:
                keys[one], new = _take_in(one, story.language)
                added += new
            except (PictureRefused, OSError) as error:
                why = f"picture {one.path.name}: {error}"
                warnings.append(Warned(external_id=story.external_id, why=why))
    kept = _kept(set(keys.values()))
    there = {one: kept[pk] for one, pk in keys.items() if pk in kept}  # else it was deleted meanwhile
    return Shelved(kept=there, added=added, warnings=tuple(warnings))


def _kept(pks: set[int]) -> dict[int, Kept]:
    names = ("pk", "caption", "alt_text", "texts", "credit_line", "creator", "copyright_notice")
    found = {}
    for some in parts(sorted(pks)):
        for pk, caption, alt_text, texts, *credits in Picture.objects.filter(pk__in=some).values_list(*names):
            printed = next((credit for credit in credits if credit), "")
            found[pk] = Kept(pk=pk, caption=caption, alt_text=alt_text, texts=texts or {}, printed=printed)
    return found


def _take_in(one: PictureFile, language: str) -> tuple[int, bool]:
    """The picture's key and whether it is new. A new one has the words of this first use, in its `language`."""
    with one.path.open("rb") as file:
        known = hashlib.file_digest(file, "sha1").hexdigest()  # as the library itself keeps it
        there = Picture.objects.filter(file_hash=known).order_by("pk").values_list("pk", flat=True).first()
        if there:
            return there, False
        facts = inspect(one.path)  # first of all: the row looks into its file, and says less well what is wrong with it
        file.seek(0)
        words = {"caption": one.caption, "alt_text": one.alt_text}
        is_first = language == settings.LANGUAGES[0][0]
        spoken = {name: word for name, word in words.items() if word}
        picture = Picture(
            title=normalize("NFC", one.path.stem)[:255],
            file=intake.as_kept(File(file, name=one.path.name), facts),
            texts={language: spoken} if spoken and not is_first else {},
            **(words if is_first else {}),
            creator=one.creator,
            credit_line=one.credit_line,
            file_hash=known,
        )
        pictures.take_in(picture, facts)
    return picture.pk, True
