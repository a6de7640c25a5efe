"""What there is to say of a newsroom's state, as plain values for `tamizdat status` and whatever watches a newsroom."""

from __future__ import annotations

import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from tamizdat.bake.trouble import in_words
from tamizdat.config import schema, wiring
from tamizdat.config.locks import is_held
from tamizdat.config.newsroom import Newsroom
from tamizdat.newsroom.public import is_public
from tamizdat.newsroom.models import Article, SiteSettings
from tamizdat.search import renewal
from tamizdat.search.errors import SearchError
from tamizdat.search.index import read


def gather(newsroom: Newsroom) -> dict[str, Any]:
    """Every fact; those that need an up-to-date database are empty without one."""
    to_do = len(schema.state(newsroom).missing)
    return {
        "version": version("tamizdat"),
        "folder": str(newsroom.folder),
        "name": "" if to_do else str(SiteSettings.objects.first() or ""),
        "languages": list(newsroom.languages),
        "database": {"kind": connection.vendor, "bytes": _size(newsroom), "migrations_to_do": to_do},
        "stories": {} if to_do else {language: _stories(language) for language in newsroom.languages},
        "edition": None if to_do else _edition(),
        "search": {index: _index(newsroom.search / index) for index in ("public", "desk")},
        "running": {
            "public": is_held(newsroom.state / "public.lock"),
            "desk": is_held(newsroom.state / "desk.lock"),
            "worker": is_held(newsroom.state / wiring.WORKING),
        },
        "disk_free": shutil.disk_usage(newsroom.folder).free,
    }


def _index(folder: Path) -> dict[str, Any]:
    """`trouble` says why readers find nothing in it now, or is empty."""
    try:
        stories, trouble = read(folder).searcher.num_docs, ""
    except SearchError as error:
        stories, trouble = 0, str(error)
    return {"stories": stories, "bytes": renewal.size(folder), "trouble": trouble}


def _size(newsroom: Newsroom) -> int | None:
    if not newsroom.database:
        return newsroom.sqlite.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _stories(language: str) -> dict[str, int]:
    """Each story is counted once: public; scheduled (to be published, or under embargo); draft; or off the site."""
    now = timezone.now()
    stories = Article.objects.filter(locale__language_code=language)
    public = is_public(now)
    coming = Q(go_live_at__gt=now, live=False) | Q(live=True, killed_at=None, embargoed_until__gt=now)
    return {
        "public": stories.filter(public).count(),
        "scheduled": stories.filter(coming).exclude(public).count(),
        "draft": stories.filter(live=False, killed_at=None, first_published_at=None).exclude(coming).count(),
        "off the site": stories.exclude(public)
        .exclude(coming)
        .exclude(live=False, killed_at=None, first_published_at=None)
        .count(),
    }


def _edition() -> dict[str, Any] | None:
    try:
        found = wiring.bakery().report()
    except sqlite3.Error as error:
        return {
            "files": 0,
            "last_bake": "at a time not known",
            "waiting": 0,
            "failures": [],
            "trouble": in_words(error),
        }
    if found.last_bake_at is None and not found.trouble:
        return None
    return {
        "files": found.files,
        "last_bake": found.last_bake_at.isoformat(timespec="seconds") if found.last_bake_at else "never",
        "waiting": found.waiting,
        "failures": [{"page": failure.page, "why": failure.why} for failure in found.failures],
        "trouble": found.trouble,
    }
