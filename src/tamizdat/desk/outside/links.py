"""Preview links: made, opened, answered, ended. Each verb is one transaction.

An address holds the link's random key and an HMAC of it, so a made-up address costs no look into the database.
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from tamizdat.desk.models import Opening, OutsideAnswer, PreviewLink, SeenPage
from tamizdat.desk.outside import notices
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import is_in_bin

DAYS = (1, 3, 7, 30)
LONGEST_TEXT, LONGEST_QUOTE = 4000, 500
"""Characters: with three bytes each they stay below what the desk takes from those who are not signed in."""
MOST_OPENINGS, MOST_ANSWERS = 30, 20
"""Of one link within a minute, and within an hour."""
MADE, ENDED, ANSWERED = "tamizdat.preview_link", "tamizdat.end_preview_link", "tamizdat.outside_answer"
"""The verbs' names in the record of who did what."""
_SIGNER_SALT = "tamizdat.desk.outside"


class TooMany(Exception):
    """A link is used more often than a person does."""


def make(story: Article, *, name: str, days: int, user: Any, newest: bool) -> PreviewLink:
    """A link to the revision that is the newest now, or, with `newest`, to whichever is the newest when it is opened."""
    now = timezone.now()
    with transaction.atomic():
        link = PreviewLink.objects.create(
            key=secrets.token_urlsafe(16),
            story=story,
            revision=None if newest else story.latest_revision_id,
            name=name,
            made_by=user,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        log(instance=story, action=MADE, user=user, data={"name": name, "days": days})
    return link


def token(link: PreviewLink) -> str:
    """What stands in the link's address."""
    return _signer().sign(link.key)


def of_token(text: str) -> PreviewLink | None:
    """The link, if it works now; a wrong, an expired and an ended one are not told apart."""
    try:
        key = _signer().unsign(text)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.select_related("story__locale", "made_by").filter(key=key).first()
    return link if link is not None and works(link) else None


def works(link: PreviewLink) -> bool:
    """Whether it can be opened: until it expires or is ended, and as long as its maker has an account and the story is neither
    killed nor deleted."""
    if link.ended_at or link.made_by is None or not link.made_by.is_active:
        return False
    if link.story.killed_at or is_in_bin(Article.kind, link.story_id):
        return False
    if link.revision and not Revision.objects.filter(pk=link.revision).exists():
        return False
    return _now(link) < link.expires_at


def end(link: PreviewLink, *, user: Any) -> None:
    """The link works no more. What was seen and answered is kept."""
    with transaction.atomic():
        changed = PreviewLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now())
        if changed:
            log(instance=link.story, action=ENDED, user=user, data={"name": link.name})


def ended_by(user: Any, *, by: Any = None) -> int:
    """End every link that `user` made; answers how many worked until now. `by` is who ends them."""
    links = list(PreviewLink.objects.filter(made_by=user, ended_at=None).select_related("story", "made_by"))
    count = sum(works(link) for link in links)
    with transaction.atomic():
        for link in links:
            end(link, user=by)
    return count


def draft_of(link: PreviewLink) -> tuple[Article, Revision | None]:
    """The story as the link shows it, with the revision that it is of."""
    story: Article = link.story
    if link.revision:
        revision = Revision.objects.get(pk=link.revision)
    else:
        revision = story.latest_revision
    draft: Article = revision.as_object() if revision else story
    # A story that is not published yet has a date that stays: of the same text the same page is made.
    draft.first_published_at = story.first_published_at or (revision.created_at if revision else link.made_at)
    return draft, revision


def open_page(link: PreviewLink, page: bytes, revision: Revision | None) -> SeenPage:
    """Keep what is shown and when. Raises TooMany."""
    now = _now(link)
    with transaction.atomic():
        if link.openings.filter(at__gt=now - timedelta(minutes=1)).count() >= MOST_OPENINGS:
            raise TooMany
        seen, _ = SeenPage.objects.get_or_create(
            link=link,
            sha256=hashlib.sha256(page).hexdigest(),
            defaults={"packed": gzip.compress(page, mtime=0), "revision": revision and revision.pk, "at": now},
        )
        Opening.objects.create(link=link, page=seen, at=now)
        PreviewLink.objects.filter(pk=link.pk).update(seen_at=now)
    return seen


def bytes_of(seen: SeenPage) -> bytes:
    """The page as it was shown."""
    return gzip.decompress(bytes(seen.packed))


def answer(link: PreviewLink, seen: SeenPage, *, verdict: str, quote: str, text: str) -> OutsideAnswer:
    """Keep a comment or a verdict, in the story's history too, and tell who made the link. Raises TooMany."""
    now = _now(link)
    with transaction.atomic():
        if link.answers.filter(at__gt=now - timedelta(hours=1)).count() >= MOST_ANSWERS:
            raise TooMany
        made = OutsideAnswer.objects.create(link=link, page=seen, verdict=verdict, quote=quote, text=text, at=now)
        data = {"name": link.name, "verdict": verdict, "text": text, "quote": quote, "sha256": seen.sha256}
        log(instance=link.story, action=ANSWERED, user=None, data=data)
        transaction.on_commit(lambda: notices.tell(made))
    return made


def read_by(user: Any, story: Article) -> None:
    """The maker of links has seen what was answered about the story."""
    OutsideAnswer.objects.filter(link__story=story, link__made_by=user, read_at=None).update(read_at=timezone.now())


def _now(link: PreviewLink) -> datetime:
    """For a link time does not go back, whatever the clock does."""
    return max(timezone.now(), link.made_at, link.seen_at or link.made_at)


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SIGNER_SALT, sep=".")
