"""The state of a newsroom as plain values, for `tamizdat status` and for monitoring. Needs Django."""

from __future__ import annotations

import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from tamizdat import theme
from tamizdat.bake.trouble import in_words
from tamizdat.config.newsroom import Newsroom
from tamizdat.newsroom.models import Article, SiteSettings
from tamizdat.newsroom.public import is_public
from tamizdat.operations import letters_store, locks, schema
from tamizdat.operations.bakery import edition_report
from tamizdat.render.catalogue import without_texts
from tamizdat.search import rebuild
from tamizdat.search.errors import SearchError
from tamizdat.search.index import read


def newsroom_status(newsroom: Newsroom) -> dict[str, Any]:
    """Every fact; those that need an up-to-date database are empty without one. The keys are those of `status --json`."""
    missing = len(schema.state(newsroom).missing)
    return {
        "version": version("tamizdat"),
        "folder": str(newsroom.folder),
        "name": "" if missing else str(SiteSettings.objects.first() or ""),
        "languages": list(newsroom.languages),
        "languages_without_texts": without_texts([newsroom.theme, theme.FOLDER], newsroom.languages),
        "database": {"kind": connection.vendor, "bytes": _size(newsroom), "migrations_to_do": missing},
        "stories": {} if missing else {language: _stories(language) for language in newsroom.languages},
        "edition": None if missing else _edition(),
        "search": {index: _index(newsroom.search / index) for index in ("public", "desk")},
        "letters": letters_store.status(newsroom),
        "running": {
            "public": locks.is_held(newsroom.state / locks.PUBLIC),
            "desk": locks.is_held(newsroom.state / locks.DESK),
            "worker": locks.is_held(newsroom.state / locks.WORKER),
            "sender": locks.is_held(newsroom.state / locks.SENDER),
        },
        "disk_free": shutil.disk_usage(newsroom.folder).free,
    }


def _index(folder: Path) -> dict[str, Any]:
    """`trouble` says why nothing can be found in it now, or is empty."""
    try:
        stories, trouble = read(folder).searcher.num_docs, ""
    except SearchError as error:
        stories, trouble = 0, str(error)
    return {"stories": stories, "bytes": rebuild.size(folder), "trouble": trouble}


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
    scheduled = Q(go_live_at__gt=now, live=False) | Q(live=True, killed_at=None, embargoed_until__gt=now)
    return {
        "public": stories.filter(public).count(),
        "scheduled": stories.filter(scheduled).exclude(public).count(),
        "draft": stories.filter(live=False, killed_at=None, first_published_at=None).exclude(scheduled).count(),
        "off the site": stories.exclude(public)
        .exclude(scheduled)
        .exclude(live=False, killed_at=None, first_published_at=None)
        .count(),
    }


def _edition() -> dict[str, Any] | None:
    try:
        report = edition_report()
    except sqlite3.Error as error:
        return {
            "files": 0,
            "last_bake": "at a time not known",
            "waiting": 0,
            "failures": [],
            "trouble": in_words(error),
        }
    if report.last_bake_at is None and not report.trouble:
        return None
    return {
        "files": report.files,
        "last_bake": report.last_bake_at.isoformat(timespec="seconds") if report.last_bake_at else "never",
        "waiting": report.waiting,
        "failures": [{"page": failure.page, "why": failure.why} for failure in report.failures],
        "trouble": report.trouble,
    }
