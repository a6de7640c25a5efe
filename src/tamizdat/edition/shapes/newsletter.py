"""What pages say of the newsletters that a reader can subscribe to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OfferedList:
    """A list that readers can subscribe to. `rule` says when its letters come: weekly, daily, event, breaking or hand.
    `archive` is the address of those that were sent, or ''."""

    number: int
    slug: str
    name: str
    description: str
    rule: str
    archive: str = ""


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """A form to subscribe, and what it says of data: `shown` names that text in the record of a consent. `url` is the address
    of the page that has all lists; `email` takes subscriptions too, or is ''."""

    url: str
    lists: tuple[OfferedList, ...]
    consent: str
    shown: str
    email: str
