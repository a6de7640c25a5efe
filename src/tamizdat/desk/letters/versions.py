"""Two people, or two windows, with one letter: which version a form was made from, and the two texts side by side."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from tamizdat.desk.comparing import Difference, pieces, text_of
from tamizdat.desk.languages import autonyms
from tamizdat.desk.letters.forms import headline
from tamizdat.newsroom.models import Letter, LetterItem, Picture

LOADED = "loaded"
"""The field of the form with the version that it was made from."""
REPLACES = "replaces"
"""In a form that was refused and shown with both texts: what it holds takes the place of all that is saved."""


def version(letter: Letter) -> str:
    """A digest of what the form edits, as it is saved: another one after any change."""
    saved: dict[str, Any] = Letter.objects.get(pk=letter.pk).serializable_data()
    edited = [saved["with_pictures"], *(sorted(saved[name], key=lambda row: row["pk"]) for name in ("texts", "items"))]
    return hashlib.sha256(json.dumps(edited, cls=DjangoJSONEncoder).encode()).hexdigest()[:24]


def emptied(letter: Letter) -> Letter:
    """In memory, without its texts and parts: what a form without numbers of rows adds, is then all that it has."""
    letter.texts.set([])
    letter.items.set([])
    return letter


def without_numbers(data: QueryDict) -> QueryDict:
    """The form's data with each row as a new one; those that the form deletes are deleted again."""
    found = data.copy()
    for name in data:
        if name.endswith("-INITIAL_FORMS"):
            found[name] = "0"
        elif name.startswith(("texts-", "items-")) and name.endswith("-id"):
            found[name] = ""
    return found


def saved_lines(letter: Letter) -> dict[str, str]:
    """What the saved letter says, as a person reads it, by labels."""
    stored = Letter.objects.get(pk=letter.pk)
    texts = [model_to_dict(text) for text in stored.texts.all()]
    return _lines(stored.with_pictures, texts, [model_to_dict(item) for item in stored.items.order_by("sort_order")])


def sent_lines(form: WagtailAdminModelForm) -> dict[str, str]:
    """The same of a form after is_valid()."""

    def rows(name: str) -> list[dict[str, Any]]:
        kept = [row.cleaned_data for row in form.formsets[name] if not row.cleaned_data.get("DELETE")]
        return sorted(kept, key=lambda row: row.get("ORDER") or 0)

    return _lines(bool(form.cleaned_data.get("with_pictures")), rows("texts"), rows("items"))


def differences(saved: dict[str, str], sent: dict[str, str]) -> list[Difference]:
    return [
        Difference(label=label, saved=pieces(left, right)[0], sent=pieces(left, right)[1])
        for label in dict.fromkeys([*saved, *sent])
        if (left := saved.get(label, "")) != (right := sent.get(label, ""))
    ]


def _lines(with_pictures: bool, texts: list[dict[str, Any]], items: list[dict[str, Any]]) -> dict[str, str]:
    names = dict(autonyms())
    found = {_("Stories, texts and pictures"): "\n\n".join(_part(item, names) for item in items)}
    for text in texts:
        name = names.get(text.get("language", ""), "—")
        found |= {f"{name}: {label}": text_of(text.get(field) or "").strip() for field, label in _labels().items()}
    return found | {_("With pictures"): _("Yes") if with_pictures else _("No")}


def _labels() -> dict[str, str]:
    return {
        "subject": _("Subject"),
        "preheader": _("Preheader"),
        "introduction": _("Introduction"),
        "closing": _("Closing words"),
        "note": _("Note on the page"),
    }


def _part(item: dict[str, Any], names: dict[str, str]) -> str:
    kind = item.get("kind")
    if kind == LetterItem.Kind.TEXT:
        said = text_of(item.get("text") or "").strip()
    elif kind == LetterItem.Kind.PICTURE:
        picture = item.get("picture")
        row = picture if isinstance(picture, Picture) else Picture.objects.filter(pk=picture).first()
        said = f"{_('Picture')}: {row or '—'}"
    else:
        said = f"{_('Story')}: {headline(item.get('article') or '') or '—'}"
        if item.get("full_text"):
            said += f" ({_('In full')})"
    language = names.get(item.get("language") or "")
    return f"{said} [{language}]" if language else said
