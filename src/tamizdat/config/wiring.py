"""Every upward call in one place: what the lower rooms are given from above.

Import it only once Django is set up.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tamizdat import edition as edition_room
from tamizdat import theme
from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import counts
from tamizdat.bake import full
from tamizdat.bake.baker import Baker, Progress
from tamizdat.bake.checking import Problem, check
from tamizdat.bake.models import Change
from tamizdat.bake.products import Counts
from tamizdat.bake.trouble import unrecorded
from tamizdat.bake.worker import Worker
from tamizdat.config.locks import hold, is_held
from tamizdat.config.newsroom import Newsroom
from tamizdat.desk import edition_report, preview
from tamizdat.desk.edition_report import Due, EditionReport, Failure
from tamizdat.edition import structured
from tamizdat.edition.policy import Edition
from tamizdat.edition.products.article import ArticleProduct
from tamizdat.edition.products.product import Tools
from tamizdat.edition.reader import Reader
from tamizdat.edition.searchable import desk_document
from tamizdat.edition.values import images
from tamizdat.edition.websub import WebSubNotifier
from tamizdat.newsroom import relating
from tamizdat.newsroom.actions import most_read, schedule
from tamizdat.newsroom.models import Article
from tamizdat.render import Renderer
from tamizdat.search.errors import SearchError
from tamizdat.search.searcher import Searcher

logger = logging.getLogger(__name__)

WORKING = "worker.lock"
"""In state/: held by every process that bakes by itself."""


def edition(newsroom: Newsroom) -> Edition:
    """The products over this newsroom's database and theme."""
    said = f"{newsroom.languages} {newsroom.time_zone} {newsroom.canonical} {newsroom.permalinks} {newsroom.companions}"
    reader = Reader(
        languages=newsroom.languages,
        canonical=newsroom.canonical,
        time_zone=newsroom.time_zone,
        companions=newsroom.companions,
    )
    renderer = Renderer(
        theme_folders=[newsroom.theme, theme.FOLDER],
        languages=newsroom.languages,
        time_zone=newsroom.time_zone,
        corrected=lambda: reader.values.tables.site.corrected,
        functions=structured.functions,
    )
    tools = Tools(
        reader=reader,
        renderer=renderer,
        media=newsroom.media,
        renditions=newsroom.renditions,
        search=newsroom.search,
    )
    return Edition(tools, program=hashlib.sha256(said.encode() + _code()).hexdigest())


@cache
def _code() -> bytes:
    """Stands for the code that says what the edition holds."""
    digest = hashlib.sha256()
    for path in sorted(Path(edition_room.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


class Timetable:
    """What time does: the schedule of stories, and once an hour the order of the most read, from what the door counted."""

    HOUR, DAYS = 3600.0, 7

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._renewed = -math.inf
        self.next_moment, self.take_back = schedule.next_moment, schedule.take_back

    def carry_out(self, now: datetime) -> int:
        if time.monotonic() - self._renewed >= self.HOUR:
            self._renewed = time.monotonic()
            since = timezone.localdate(now) - timedelta(days=self.DAYS - 1)
            try:
                most_read.renew(counts.by_page(self._newsroom.audience, counts.READ, since))
            except AudienceError as error:
                logger.error("The most read stay as they are: %s", error)
        return schedule.carry_out(now)


class Bakery:
    """What the command line and the desk ask of the bake."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._edition = edition(newsroom)
        self.baker = Baker(public=newsroom.public, state=newsroom.state, policy=self._edition)

    @property
    def processes(self) -> int:
        return self._newsroom.bake_processes or os.cpu_count() or 1

    def bake_due(self, progress: Progress | None = None) -> Counts:
        """Bake what waits; everything, when nothing was baked yet."""
        baker = self.baker
        if full.unfinished(baker):
            with full.alone(baker, wait=True):
                if full.unfinished(baker):
                    return full.resume(baker, self.processes, progress)
        baker.tree.open()
        baker.notice_fingerprints()
        if past := baker.clock_went_back():
            schedule.take_back(timezone.now(), past)
        schedule.carry_out(timezone.now())
        return baker.bake_due(timezone.now(), progress)

    def bake_all(self, processes: int | None = None, progress: Progress | None = None) -> Counts:
        with full.alone(self.baker, wait=True):
            return full.bake_all(self.baker, processes or self.processes, progress)

    def check(self, deep: bool) -> list[Problem]:
        """What is wrong with the edition; changes nothing."""
        return [*check(self.baker, deep=deep), *self._edition.index_problems()]

    def report(self) -> EditionReport:
        """How the edition stands, for the desk."""
        graph = self.baker.graph
        counts, oldest = graph.counts(), graph.queue.oldest()
        now = timezone.now()
        noted = Change.objects.filter(Q(due_at=None) | Q(due_at__lte=now))
        due = Change.objects.filter(due_at__gt=now).order_by("due_at", "pk").first()
        failures = [
            Failure(page=page, why=why, since=datetime.fromtimestamp(since, UTC))
            for _, page, why, since in graph.queue.failures()
        ]
        return EditionReport(
            last_bake_at=graph.state.last_bake,
            files=counts["files"],
            waiting=counts["stale"] + noted.count(),
            oldest=now - datetime.fromtimestamp(oldest, UTC) if oldest else None,
            failures=tuple(failures),
            trouble=graph.state.trouble or unrecorded(self._newsroom.state),
            worker_running=is_held(self._newsroom.state / WORKING),
            next_due=Due(moment=due.due_at, what=due.key) if due and due.due_at else None,
        )

    def work(self, stop: threading.Event) -> None:
        """Be the worker until `stop` is set."""
        relating.choose = nearest  # for stories that are published on schedule
        while not hold(self._newsroom.state / WORKING):  # someone is just looking whether a worker runs
            time.sleep(0.01)
        room = self._newsroom
        notifier = WebSubNotifier(baker=self.baker, state=room.state, canonical=room.canonical)
        threading.Thread(target=notifier.run, args=(stop,), name="websub", daemon=True).start()
        timetable = Timetable(room)
        Worker(self.baker, schedule=timetable, notifier=notifier, processes=self.processes).run(stop)


@cache
def _public_index(folder: Path) -> Searcher:
    return Searcher(folder / "public")


def nearest(article: Article, most: int) -> list[relating.Near] | None:
    """Public stories about the same as one that is being published."""
    published = article.first_published_at or timezone.now()
    try:
        found = _public_index(settings.NEWSROOM.search).related(desk_document(article, published), most)
    except SearchError:
        return None  # the index is being made
    known = set(Article.objects.filter(pk__in=[one.id for one in found]).values_list("pk", flat=True))
    return [relating.Near(article=one.id, why=one.why) for one in found if one.id in known]


def tie_desk() -> None:
    """Give the desk what it does not know: how pages are made, and how the edition stands."""
    made: list[Bakery] = []

    def the_bakery() -> Bakery:
        if not made:
            made.append(bakery())
        return made[0]

    def report() -> EditionReport:
        return Bakery(settings.NEWSROOM).report()  # its own connection: the desk's threads share none

    def render(article: Article) -> bytes:
        policy = the_bakery().baker.policy
        policy.values.forget()
        product = policy.products["article"]
        assert isinstance(policy, Edition)
        assert isinstance(product, ArticleProduct)
        page = product.render(product.making(), policy.reader.draft(article)[0])
        for public, desk in ((images.FOLDER, preview.PICTURES), (images.FILES, preview.FILES)):
            page = page.replace(f"/{public}/".encode(), desk.encode())
        return page

    relating.choose = nearest
    edition_report.read = report
    preview.render_article = render


def bakery() -> Bakery:
    return Bakery(settings.NEWSROOM)
