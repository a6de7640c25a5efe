"""What needs a person, on the desk's first page: nothing is shown while all is well.

How the site's own pages stand is another panel's (home.Edition), which goes first when something failed there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from tamizdat.desk import release
from tamizdat.desk.pictures import rights

LITTLE = 2 * 1024**3
"""Bytes: with less room than this a newsroom is a few videos or one backup away from a full disk."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A sentence on what is wrong and what to do; `url` leads there."""

    text: str
    url: str = ""


Source = Callable[[Any], Iterator[Item]]
"""Gives what needs attention, in order of urgency, for a user."""


class Attention(Component):
    """The sources in order of urgency. Another room of the desk adds its own to SOURCES."""

    order = 0
    template_name = "desk/home/attention.html"

    def __init__(self, user: Any) -> None:
        self._user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"items": [item for source in SOURCES for item in source(self._user)]}


def disk(_user: Any) -> Iterator[Item]:
    free = free_bytes()
    if free < LITTLE:
        said = _("Only %(size)s are free on the disk. When it is full, nothing can be saved: free some space.")
        yield Item(text=said % {"size": filesizeformat(free)})


def backup(_user: Any) -> Iterator[Item]:
    most = settings.NEWSROOM.backup_warning_days
    if not most:
        return
    last = last_backup()
    if last is None:
        yield Item(text=_("There is no backup yet. Ask your administrator to make one (tamizdat backup)."))
    elif timezone.now() - last > timedelta(days=most):
        age = (timezone.now() - last).days
        said = ngettext(
            "The last backup is %(number)s day old. Ask your administrator to make one (tamizdat backup).",
            "The last backup is %(number)s days old. Ask your administrator to make one (tamizdat backup).",
            age,
        )
        yield Item(text=said % {"number": age})


def version(user: Any) -> Iterator[Item]:
    """For administrators, who can do something about it."""
    if not user.is_superuser:
        return
    shipped = release.read()
    for notice in shipped.notices:
        yield Item(text=notice.get(get_language() or "", notice["en"]))
    age = (timezone.localdate() - shipped.released).days
    if age > release.OLD:
        said = _(
            "Tamizdat %(version)s is %(number)s days old. The desk asks no other machine: look for a newer version."
        )
        yield Item(text=said % {"version": shipped.version, "number": age})


def rights_of_pictures(_user: Any) -> Iterator[Item]:
    """A picture whose rights end leaves the site by itself: its stories may need another one before."""
    if number := rights.expiring().count():
        said = ngettext(
            "The rights to %(number)s picture end within two weeks.",
            "The rights to %(number)s pictures end within two weeks.",
            number,
        )
        yield Item(text=said % {"number": number}, url=reverse("desk_rights"))


SOURCES: list[Source] = [disk, backup, version, rights_of_pictures]


def free_bytes() -> int:
    return shutil.disk_usage(settings.NEWSROOM.folder).free


def last_backup() -> datetime | None:
    """None where none was made, or where its record cannot be read."""
    path: Path = settings.NEWSROOM.last_backup
    try:
        made = datetime.fromisoformat(path.read_text().strip())
    except (OSError, ValueError):
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
