"""A machine's draft of what nobody has translated yet. Words that a person wrote are never replaced."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tamizdat.newsroom import machine, parts
from tamizdat.newsroom.actions import translations
from tamizdat.newsroom.models import Article, MachineText

DRAFT = "tamizdat.machine_draft"
"""The name of it in the record of who did what."""
_TRANSLATED = frozenset(["text", "title", "caption", "alt_text", "transcript", "table_caption"])
"""Fields of blocks in which words are."""
_HTML = frozenset(["text", "transcript"])


def is_offered(source: str, target: str) -> bool:
    try:
        return (source, target) in machine.engine.directions()
    except machine.TranslationError:
        return False


def fill(translation: Article, *, user: Any = None) -> int:
    """Translate each field and block that still says word for word what the original says; answers how many parts have the
    machine's text now. Raises machine.TranslationError, and then nothing is written."""
    source = translations.source(translation)
    if source is None:
        return 0
    original: Article = source.get_latest_revision_as_object()
    draft: Article = translation.get_latest_revision_as_object()
    fields = [name for name in parts.WORDS if getattr(draft, name) and getattr(draft, name) == getattr(original, name)]
    theirs = {block["id"]: block["value"] for block in original.body.get_prep_value()}
    body = draft.body.get_prep_value()
    same = [block for block in body if block["id"] in theirs and block["value"] == theirs[block["id"]]]
    places = [place for block in same for place in _places(block, "value", block["type"])]
    given = [html.escape(getattr(draft, name), quote=False) for name in fields]
    given += [holder[key] if is_html else html.escape(holder[key], quote=False) for holder, key, is_html in places]
    if not given:
        return 0
    done = iter(machine.engine.translate(given, source.language, translation.language))
    for name in fields:
        setattr(draft, name, html.unescape(next(done))[: Article._meta.get_field(name).max_length])
    for holder, key, is_html in places:
        text = next(done)
        holder[key] = text if is_html else html.unescape(text)
    draft.body = body
    return _save(translation, draft, {*fields, *(block["id"] for block in same)}, user)


def _save(translation: Article, draft: Article, places: set[str], user: Any) -> int:
    written = [part for part in parts.words_of(draft) if part.place in places and part.text]
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=translation.pk)
        if stored.latest_revision_id != draft.latest_revision_id:
            raise machine.TranslationError("Somebody saved the translation meanwhile. Try again.")
        draft.save_revision(user=user)
        rows = {parts.words_digest(part) for part in written}
        MachineText.objects.bulk_create(
            [MachineText(translation=translation, digest=one) for one in rows], ignore_conflicts=True
        )
        log(instance=translation, action=DRAFT, user=user, content_changed=True)
    return len(written)


def _places(holder: Any, key: Any, name: str) -> Iterator[tuple[Any, Any, bool]]:
    """Where in a block words are: what holds them, under which key, and whether they are HTML."""
    value = holder[key]
    if isinstance(value, str):
        if value.strip() and name in _TRANSLATED | {"heading", "pull_quote"}:
            yield holder, key, name in _HTML and "</" in value
    elif isinstance(value, dict):
        for inner in value:
            yield from _places(value, inner, inner)
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from _places(value, number, "title" if name == "data" else name)
