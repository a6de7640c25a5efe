"""Comparing two versions of a text: word by word, side by side. Paragraphs stay apart, where the framework joins the last word
of one and the first of the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text
from wagtail.utils.text import text_from_html

from tamizdat.desk.stories.blocks import LABELS as BLOCKS
from tamizdat.newsroom.parts import NOTES, Part, aligned

_END_OF_LINE = re.compile(r"</(?:blockquote|dd|dt|figcaption|h[1-6]|li|p|t[dh])>|<[bh]r\b[^>]*>")
_FIELDS: dict[str, str | Promise] = {
    "headline": _("Headline"),
    "kicker": _("Kicker"),
    "dek": _("Dek"),
    "byline": _("Byline"),
    "authors": _("Authors"),
    "dateline": _("Dateline"),
    "lead_picture": _("Lead picture"),
    "lead_caption": _("Caption"),
    "lead_alt_text": _("Alt text"),
    "lead_credit_line": _("Credit line"),
    "editors_note": _("Editor's note"),
    "topics": _("Topics and ongoing events"),
    "regions": _("Regions"),
    "series": _("Series"),
    "genre": _("Genre"),
    "display_date": _("Displayed date"),
    "embargoed_until": _("Embargoed until"),
    "updated_at": _("Updated"),
    NOTES: _("Notes and corrections"),
}

Pieces = list[tuple[str, bool]]
"""A text in pieces, and whether the other text lacks each."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`restorable` is the place of a field or block that can be brought back, named once for each."""

    label: str | Promise
    saved: Pieces
    sent: Pieces
    before: Part | None = None
    after: Part | None = None
    restorable: str = ""

    @property
    def is_format_only(self) -> bool:
        """Whether only what is not read as text differs: bold, a link's address, another picture of the same name."""
        return not any(marked for _text, marked in (*self.saved, *self.sent))


def text_of(html: object) -> str:
    """The text of HTML, with a line of its own for each paragraph, heading and item of a list."""
    text: str = text_from_html(_END_OF_LINE.sub(r"\g<0>" + "\n", str(html)))
    return text


def label_of(part: Part) -> str | Promise:
    """What the form calls a part of a story."""
    return (_FIELDS | BLOCKS).get(part.kind, part.kind)


def pieces(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Both texts, each with the words marked that the other lacks."""
    return _pieces(left, right, "addition"), _pieces(left, right, "deletion")


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """One text that shows both: pieces that are `equal`, an `addition` or a `deletion`."""
    return [(kind, text) for kind, text in diff_text(before, after).changes]


def differences(before: Sequence[Part], after: Sequence[Part]) -> list[Difference]:
    """The parts of two versions of a story that differ. Notes are restored with the whole story only."""
    found: list[Difference] = []
    named: set[str] = set()
    for pair in aligned(before, after):
        if not pair.is_changed:
            continue
        part = pair.part
        saved, sent = pieces(pair.before.text if pair.before else "", pair.after.text if pair.after else "")
        restorable = "" if part.kind == NOTES or part.place in named else part.place
        named.add(part.place)
        found.append(
            Difference(
                label=label_of(part),
                saved=saved,
                sent=sent,
                before=pair.before,
                after=pair.after,
                restorable=restorable,
            )
        )
    return found


def _pieces(left: str, right: str, without: str) -> Pieces:
    found = [(kind != "equal", text) for kind, text in diff_text(left, right).changes if kind != without]
    return [("".join(text for _mark, text in some), marked) for marked, some in groupby(found, lambda one: one[0])]
