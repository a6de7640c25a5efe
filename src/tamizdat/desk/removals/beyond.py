"""What a removal of words leaves to the desk: the chain of the log, and the pages that preview links showed, which are packed."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from typing import Any

from wagtail.models import ModelLogEntry, PageLogEntry

from tamizdat.desk import log_chain
from tamizdat.desk.models import SeenPage
from tamizdat.newsroom.actions.removals import words
from tamizdat.newsroom.actions.removals.finding import Place
from tamizdat.newsroom.actions.removals.wording import Wording
from tamizdat.newsroom.models import Removal


def connect() -> None:
    words.removed.connect(_removed, dispatch_uid="desk removal of words")


def _removed(sender: Any, removal: Removal, wording: Wording, places: Sequence[Place], user: Any, **more: Any) -> None:
    for table, model in (("page", PageLogEntry), ("model", ModelLogEntry)):
        entries = sorted({int(place.key[0]) for place in places if place.table == model._meta.db_table})
        if entries:
            log_chain.rewritten(table, entries, user=user, about=removal, reason=removal.get_of_kind_display())
    for seen in SeenPage.objects.select_related("link__story__locale").iterator(chunk_size=50):
        page = gzip.decompress(bytes(seen.packed)).decode()
        if wording.passages(page):
            without = wording.without(page, seen.link.story.locale.language_code).encode()
            digest = hashlib.sha256(without).hexdigest()
            SeenPage.objects.filter(pk=seen.pk).update(packed=gzip.compress(without, mtime=0), sha256=digest)
