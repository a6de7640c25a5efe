"""How often the demo's stories were read: invented numbers, so that it shows the most read. Its page About says so."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

from tamizdat.audience.store import counts
from tamizdat.newsroom.actions import most_read
from tamizdat.newsroom.models import Address

RECENT = timedelta(days=3)
"""The worker forgets reads after a week: where fewer than ENOUGH were counted in so many days, new ones are invented."""
ENOUGH = 100
LEAST, MOST = 20, 480


def invent(audience: Path, today: date) -> None:
    """Count reads that nobody made, each time that the demo starts and few are there. Raises AudienceError."""
    reads = counts.by_page(audience, counts.READ, today - RECENT)
    if sum(reads.values()) < ENOUGH:
        stories = Address.objects.filter(owner__startswith="article:", current=True)
        reads = {path: _number(path) for path in stories.values_list("path", flat=True)}
        counts.add(audience, {(today, counts.READ, path): number for path, number in reads.items()})
    most_read.renew(reads)


def _number(path: str) -> int:
    """The same for the same story in every demo."""
    digest = hashlib.blake2b(path.encode(), digest_size=4).digest()
    return LEAST + int.from_bytes(digest) % (MOST - LEAST)
