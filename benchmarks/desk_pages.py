"""Asks for the pages that benchmarks/desk.py compares, in the newsroom's own process. Import it only once Django is set up."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.panels.model_utils import extract_panel_definitions_from_model_class
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from tamizdat.desk.models import Assignment, Plan
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article

BLOCKS, ROUNDS = 60, 9
PLANNED = 200
"""Plans and assignments around today: a busy month."""


class Plain(PageListingViewSet):
    """The framework's list as it is."""

    model = Article
    name = "plain"
    add_to_admin_menu = False


hooks.register("register_admin_viewset", Plain)


def measure() -> None:
    """Print the costs of each page as JSON."""
    settings.ALLOWED_HOSTS = ["testserver"]
    user, _made = User.objects.get_or_create(username="benchmark", defaults={"is_superuser": True})
    client = Client()
    client.force_login(user)
    story = _prepare(user)
    day = Article.objects.order_by("-first_published_at").values_list("first_published_at", flat=True)[0]
    form = f"/desk/pages/{story.pk}/edit/"
    pages = {
        "budget, week": f"/desk/budget/?day={day:%Y-%m-%d}",
        "budget, month": f"/desk/budget/?view=month&day={day:%Y-%m-%d}",
        "budget, list": f"/desk/budget/?view=list&day={day:%Y-%m-%d}",
        "translations": "/desk/stories/languages/",
        "form of 60 blocks": form,
    }
    costs = _rounds(client, pages)
    _plain()
    costs |= _rounds(client, {"plain list": "/desk/plain/", "plain form": form})
    print(json.dumps(costs))


def _prepare(user: User) -> Article:
    """Plans and assignments of a busy month, made once; and a story of many blocks."""
    if not Plan.objects.exists():
        today = timezone.localdate()
        for number in range(PLANNED):
            day = today + timedelta(days=number % 28 - 7)
            Plan.objects.create(language="en", title=f"Planned {number}", day=day, person=user)
        drafts = [articles.create(Article(headline=f"Draft {number}"), "en") for number in range(20)]
        for number, draft in enumerate(drafts):
            due = timezone.now() + timedelta(days=number - 10)
            Assignment.objects.create(story=draft, assigned_to=user, due_at=due)
    body = [
        ("text", f"<p>Paragraph {number}. {'The road over the pass is open. ' * 8}</p>") for number in range(BLOCKS)
    ]
    return articles.create(Article(headline="A long story", body=body), "en")


def _plain() -> None:
    """From here on the framework's list and form are as it makes them, without what the desk adds to them."""
    for name, registered in hooks._hooks.items():
        hooks._hooks[name] = [one for one in registered if not one[0].__module__.startswith("tamizdat.")]
    of_the_tree = [field.name for field in Page._meta.get_fields() if field.name != "title"]
    panels = extract_panel_definitions_from_model_class(Article, exclude=of_the_tree)
    Article.edit_handler = ObjectList(panels, base_form_class=WagtailAdminPageForm)
    Article.get_edit_handler.cache_clear()


def _rounds(client: Client, pages: dict[str, str]) -> dict[str, dict[str, float]]:
    """Each page is asked for once before the clock runs, and then all in turns."""
    first = {name: _first(client, address) for name, address in pages.items()}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(ROUNDS):
        for name, address in pages.items():
            times[name].append(_timed(lambda address=address: client.get(address)))
    return {name: {"milliseconds": statistics.median(times[name]), **first[name]} for name in pages}


def _first(client: Client, address: str) -> dict[str, float]:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    return {"queries": len(queries), "kilobytes": len(answer.content) // 1024}


def _timed(ask: Callable[[], object]) -> float:
    """Milliseconds of the processor: the database is read in this process, and what else runs on the machine does not count."""
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000
