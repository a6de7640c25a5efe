"""What a publication changes, and how it will look, as the desk shows it. The bake itself: tests/edition/test_forecast.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tamizdat.desk import preview
from tamizdat.desk.publication import difference, wired
from tamizdat.desk.publication.wired import Change, Foreseen, WouldBe
from tamizdat.newsroom.models import Article

Make = Callable[..., Article]


def change(path: str, product: str, before: str | None, after: str | None, target: str = "") -> Change:
    old, new = (None if text is None else text.encode() for text in (before, after))
    return Change(path=path, product=product, target=target or f"{product}:all", before=old, after=new)


def words(before: str, after: str) -> list[tuple[str, str]]:
    found = difference.difference("a.html", before.encode(), after.encode())
    assert found is not None
    return [(part.kind, part.text) for part in found.parts]


def test_words_of_a_page_are_compared_and_not_its_code() -> None:
    before = "<title>Road</title><script>one</script><p>The <b>old</b> road over the pass is closed for the whole winter now</p>"
    after = before.replace("old", "new").replace("one", "two")
    assert words(before, after) == [
        ("same", "… Road The"),
        ("gone", "old"),
        ("new", "new"),
        ("same", "road over the pass is closed …"),
    ]
    assert ("new", '<p class="b">x</p>') in words('<p class="a">x</p>', '<p class="b">x</p>')


def test_feeds_are_compared_by_line_and_pictures_not_at_all() -> None:
    found = difference.difference("feed.json", b'{"a":1,"b":2}', b'{"a":1,"b":3}')
    assert found is not None
    assert [(part.kind, part.text) for part in found.parts if part.kind != "same"] == [
        ("gone", ' "b": 2'),
        ("new", ' "b": 3'),
    ]
    assert difference.difference("_/i/a.jpg", b"1", b"2") is None
    assert difference.difference("a.html", None, b"2") is None


def test_the_list_is_grouped_and_escaped(editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    story = draft()
    changes = (
        change("en/2026/11/a/index.html", "article", None, "<p>a</p>", f"article:{story.pk}"),
        change("en/index.html", "front", "<p>a</p>", "<p>&lt;script&gt;</p>"),
        change("en/feed.xml", "feed", "<a/>", "<b/>"),
        change("sitemaps/en-0.xml", "sitemap", "<a/>", None),
    )
    monkeypatch.setattr(wired, "foresee", lambda pk, verb: Foreseen(changes=changes, skipped=2, later=True))
    page = editor.get(reverse("desk_changes", args=[story.pk])).content.decode()
    places = [
        page.index(f">{name} (1)")
        for name in ("This story", "Front pages and lists", "Feeds", "Sitemaps and addresses")
    ]
    assert places == sorted(places)
    assert "<ins>&lt;script&gt;</ins>" in page
    assert "4 files" in page
    assert "2 pages could not be looked at" in page
    for said in ("changed", "new", "will be removed"):
        assert f"· {said}" in page


def test_what_cannot_be_told_is_said(editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    story = draft()
    errors = (ValidationError("It was killed."), OperationalError("database is locked"), wired.NotPossible("Not yet."))
    for error, said in zip(errors, ("It was killed.", "busy just now", "Not yet."), strict=True):

        def fail(*_: object, error: Exception = error) -> Foreseen:
            raise error

        monkeypatch.setattr(wired, "foresee", fail)
        assert said in editor.get(reverse("desk_changes", args=[story.pk]), {"of": "kill"}).content.decode()
    assert editor.get(reverse("desk_changes", args=[story.pk]), {"of": "x"}).status_code == 404


def test_the_window_shows_what_the_bake_makes(editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    story = draft()
    head = '<meta property="og:title" content="A &amp; B"><meta property="og:image" content="https://example.org/_/i/a.jpg">'
    atom = f"<feed><entry><id>urn:x</id></entry><entry><id>{story.uri}</id><title>Mine</title></entry></feed>"
    files = {
        wired.PAGE: {"en/2026/11/a/index.html": head.encode()},
        wired.FRONT: {"en/index.html": b"<h1>Front</h1>"},
        wired.FEEDS: {"en/feed.xml": atom.encode(), "en/feed.json": b'{"items": []}'},
    }
    monkeypatch.setattr(wired, "would_be", lambda pk, what: WouldBe(address="/en/2026/11/a/", files=files[what]))
    window = reverse("desk_preview_window", args=[story.pk])
    assert (
        reverse("desk_preview_frame", args=[story.pk, "page"])
        in editor.get(window, {"width": "phone"}).content.decode()
    )
    shown = editor.get(reverse("desk_preview_frame", args=[story.pk, "page"]))
    assert shown.content.decode() == head
    assert "script-src 'self'" in shown["Content-Security-Policy"]
    assert editor.get(reverse("desk_preview_frame", args=[story.pk, "front"])).content == b"<h1>Front</h1>"
    feeds = editor.get(window, {"show": "feeds"}).content.decode()
    assert "Mine" in feeds
    assert "urn:x" not in feeds
    card = editor.get(window, {"show": "share"}).content.decode()
    assert "A &amp; B" in card
    assert 'src="/_/i/a.jpg"' in card
    assert editor.get(window, {"show": "x"}).status_code == 404


def test_a_story_that_will_not_be_public_yet_is_shown_as_it_is(
    editor: Client, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = draft("Hidden")
    monkeypatch.setattr(wired, "would_be", lambda pk, what: WouldBe(address="", files={}))
    monkeypatch.setattr(preview, "render_article", lambda story: story.headline.encode())
    assert editor.get(reverse("desk_preview_frame", args=[story.pk, "page"])).content == b"Hidden"


def test_strangers_get_none_of_it(client: Client, draft: Make) -> None:
    story = draft()
    for name, more in (("desk_changes", []), ("desk_preview_window", []), ("desk_preview_frame", ["page"])):
        assert client.get(reverse(name, args=[story.pk, *more])).url.startswith("/desk/login/")
