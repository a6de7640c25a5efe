"""Single mails by the system: confirmation, welcome, and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tamizdat.edition import stories
from tamizdat.edition.letters import mail_html
from tamizdat.edition.letters.placeholders import BASE, PLACEHOLDERS
from tamizdat.edition.letters.plain import PlainText
from tamizdat.edition.reader import Reader
from tamizdat.edition.uses import Uses
from tamizdat.render import Renderer
from tamizdat.render.filters import links_absolute

KINDS = ("confirm", "welcome", "left", "already", "data")
"""Each has a template of HTML and one of text in theme/templates/letters/, whose first line is the subject."""


@dataclass(frozen=True, kw_only=True)
class NoticeText:
    """`list` is 0 for the notice of all lists that have none of their own."""

    kind: str
    language: str
    list: int
    subject: str
    html: str
    text: str


def every(reader: Reader, renderer: Renderer) -> Iterator[NoticeText]:
    """All kinds in every language, and for each list its own welcome."""
    uses = reader.values.uses()
    for language in reader.languages:
        for kind in KINDS:
            yield _notice(uses, renderer, kind, language)
        for pk, noun in uses.table("letter_list").items():
            label = uses.label("letter_list", pk, language)
            if label:
                own = noun.texts.get(language, {}).get("welcome", "")
                yield _notice(uses, renderer, "welcome", language, list=pk, name=label.name, own=own)


def _notice(
    uses: Uses, renderer: Renderer, kind: str, language: str, list: int = 0, name: str = "", own: str = ""
) -> NoticeText:
    site = replace(uses.site(language), canonical=BASE)
    written = links_absolute(stories.prose(uses, own, language), BASE)
    values = {"site": site, "list": name, **PLACEHOLDERS}
    page = renderer.page(f"letters/{kind}.html", language, **values, own=written).decode()
    text = renderer.page(f"letters/{kind}.txt", language, **values, own=_plain(written)).decode().strip()
    subject, _, text = text.partition("\n")
    return NoticeText(
        kind=kind, language=language, list=list, subject=subject, html=mail_html.finish(page), text=f"{text.strip()}\n"
    )


def _plain(written: str) -> str:
    """With the addresses of its links after it."""
    plain = PlainText()
    return "\n".join([plain.of(written), *(f"[{number}] {address}" for number, address in plain.links)])
