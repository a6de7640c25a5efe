"""What newsroom.toml says of the edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Setting:
    """`companions` name what is made of each story beside its page. The first of `languages` is the default one.
    `reply_address` reads what readers of newsletters write, or is ''."""

    languages: tuple[str, ...]
    canonical: str
    time_zone: str
    companions: frozenset[str]
    reply_address: str = ""

    @property
    def default(self) -> str:
        return self.languages[0]

    def local(self, moment: datetime) -> datetime:
        """In the newsroom's time zone."""
        return moment.astimezone(self.zone)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
