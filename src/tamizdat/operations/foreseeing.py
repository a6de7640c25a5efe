"""What a publication would change and how its pages would look, for the desk: the verb is carried out in transactions that are
rolled back, and the bake looks at what it wrote.

SQLite has one writer: while such a transaction is open, others wait. So each is short, and there is a pause between two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from tamizdat.bake.baker import Baker
from tamizdat.bake.forecast import Forecasting, files_of
from tamizdat.config import wiring
from tamizdat.desk.publication import wired
from tamizdat.desk.publication.wired import Change, Foreseen, NotPossible, WouldBe
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import trying
from tamizdat.newsroom.models import Address, Article

OPEN, PAUSE, LONGEST = 0.4, 0.1, 25.0
"""Seconds for which pages are made in one transaction, between two, and in all."""
VERBS: Mapping[str, Callable[[int], None]] = {
    wired.PUBLISH: trying.publish,
    wired.UNPUBLISH: trying.unpublish,
    wired.KILL: trying.kill,
}


def foresee(pk: int, verb: str) -> Foreseen:
    """What the verb would change, of the story with this number. Raises NotPossible, or what the verb raises."""
    with _baker() as baker:
        making = Forecasting(baker)
        until = time.monotonic() + LONGEST
        while making.waits and time.monotonic() < until:
            trying.tried(partial(VERBS[verb], pk), lambda touched: making.go_on(touched, seconds=OPEN))
            if making.waits:
                time.sleep(PAUSE)
        found = making.end()
    return Foreseen(
        changes=tuple(
            Change(path=one.path, product=one.target.kind, target=one.target, before=one.before, after=one.after)
            for one in found.changes
        ),
        failures=tuple((failure.page, failure.why) for failure in found.failures),
        skipped=len(found.skipped),
        later=bool(found.later),
    )


def would_be(pk: int, what: str) -> WouldBe:
    """Files as they would be after the story's publication. Raises NotPossible, or what the publication raises."""
    language = Article.objects.values_list("locale__language_code", flat=True).get(pk=pk)
    target = {
        wired.PAGE: Key.of("article", pk),
        wired.FRONT: Key.of("front", language),
        wired.FEEDS: Key.of("feed", keys.latest_list(language)),
    }[what]

    def look(_touched: frozenset[Key]) -> WouldBe:
        files = {path: file.data for path, file in files_of(baker, [target]).items() if file.link is None}
        address = Address.objects.filter(owner=keys.article(pk), current=True).values_list("path", flat=True).first()
        return WouldBe(address=address or "", files=files)

    with _baker() as baker:
        return trying.tried(partial(trying.publish, pk), look)


@contextmanager
def _baker() -> Iterator[Baker]:
    """One over connections of its own, so that any thread may have it."""
    newsroom = settings.NEWSROOM
    baker = Baker(public=newsroom.public, state=newsroom.state, policy=wiring.own_edition())
    try:
        if not baker.graph.state.generation:
            raise NotPossible(_("The site has not been made yet. Wait until it is, and try again."))
        yield baker
    finally:
        baker.graph.close()
