"""Every address of the desk answers everyone: with a page, a way to sign in, or no; never with a fault."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import (
    Article,
    Author,
    AuthorText,
    Menu,
    StaticPage,
    StaticPageText,
    StoryFolder,
    Topic,
    TopicText,
)

NOBODY, TOO_LARGE = 987_654, 2**63
"""Numbers that no row has, of which the second fits into no column."""
TEXTS = {
    "language": ["en", "xx"],
    "app_label": ["newsroom", "wagtailcore", "none"],
    "model_name": ["article", "page", "none"],
    "content_type_app_name": ["newsroom"],
    "content_type_model_name": ["article", "storyfolder", "none"],
    "name": ["nothing.jpg", "../../x"],
    "start": ["ab"],
    "document_filename": ["x.pdf"],
    "embed_type": ["image"],
    "token": ["a-b"],
    "uidb64": ["x"],
    "action": ["delete", "publish", "unpublish", "none"],
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below `resolver`, with the whole route that leads to it."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


def numbers() -> list[int]:
    """A published and a killed story, a folder, the root and the first row of whatever else there is, and no row."""
    stories = Article.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    return [*stories, StoryFolder.objects.order_by("pk")[0].pk, 1, NOBODY, TOO_LARGE]


def addresses(route: str, rows: list[int]) -> Iterator[str]:
    """The route with values for what is open in it."""
    route = re.sub(r"[\^$]", "", route).replace("\\.", ".")
    route = re.sub(r"\(\?P<(\w+)>.*?\)(?=[/.]|$)", r"<\1>", route)
    parts = re.split(r"<(?:(\w+):)?(\w+)>", route)
    fixed, opened = parts[::3], list(zip(parts[1::3], parts[2::3], strict=True))
    several: list[list[Any]] = [
        rows if kind == "int" or name == "pk" else TEXTS.get(name, ["none"]) for kind, name in opened
    ]
    if len(several) > 1:  # every pair would be thousands
        several = [[some[0], some[-1]] if len(some) > 4 else some for some in several]
    for chosen in itertools.product(*several):
        filled = itertools.zip_longest(fixed, (quote(str(one)) for one in chosen), fillvalue="")
        yield "/" + "".join(itertools.chain.from_iterable(filled))


@pytest.fixture
def everything(published: Callable[..., Article], draft: Callable[..., Article]) -> None:
    """A row of each sort that an address may name."""
    published("A published story")
    draft("A draft")
    imported = published("An imported story")
    Article.objects.filter(pk=imported.pk).update(external_id="old-17")
    articles.kill(published("A killed story"))
    topic = Topic(slug="politics", texts=[TopicText(language="en", name="Politics")])
    topic.save()
    Author(slug="ana", texts=[AuthorText(language="en", name="Ana")]).save()
    StaticPage(slug="about", texts=[StaticPageText(language="en", title="About")]).save()
    Menu(place="main", language="en").save()


@pytest.mark.parametrize("role", ["administrator", "editor", "writer", "client"])
def test_no_address_fails(
    everything: None, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, role: str
) -> None:
    client: Client = request.getfixturevalue(role)
    client.raise_request_exception = False
    caplog.set_level(logging.CRITICAL, "django.request")
    rows = numbers() if role == "administrator" else [numbers()[1], numbers()[2]]
    failed = []
    for route in dict.fromkeys(route for route, _pattern in patterns(get_resolver())):
        if not route.startswith("desk/"):
            continue
        questions: list[dict[str, Any]] = [{}]
        if "/bulk/" in route:
            questions = [{"id": one} for one in (rows[0], "x", TOO_LARGE, "all")]
        elif "<" not in route and role == "administrator":
            questions += [{"q": "road", "p": "999"}, {"q": '"\0', "p": "x", "ordering": "x", "locale": "x"}]
        for address, question in itertools.product(addresses(route, rows), questions):
            answer = client.get(address, question)
            if answer.status_code >= 500:
                failed.append(f"{address} {question}: {getattr(answer, 'exc_info', [None, None])[1]!r}")
                break
    assert not failed, "\n".join(failed)
