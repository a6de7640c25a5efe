"""Nothing that is not public stands in any file of the edition: no word of it, no name, no address, wherever it is
referred to from."""

from __future__ import annotations

from datetime import timedelta

import brotli
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, schedule
from tamizdat.newsroom.models import (
    Address,
    Article,
    ArticleNote,
    Attachment,
    AuthorText,
    Letter,
    LetterItem,
    LetterList,
    LetterListText,
    LetterText,
    MostRead,
    StaticPage,
    StaticPageText,
)
from tests.edition.newsroom import SmallNewsroom, contents

STATES = ("draft", "scheduled", "embargoed", "expired", "unpublished", "killed", "deleted")


def secret(room: SmallNewsroom, state: str, language: str = "en", **fields) -> Article:
    """A story in that state, every text of which holds the word zzsecret, its picture and file too."""
    later, hour = timezone.now() + timedelta(days=1), timedelta(hours=1)
    file = Attachment.objects.create(title="zzsecret file", file=ContentFile(b"zzsecret words", "zzsecret.txt"))
    words = {
        name: f"zzsecret {name}"
        for name in (
            "dek",
            "kicker",
            "byline",
            "dateline",
            "editors_note",
            "internal_note",
            "slugline",
            "credit",
            "licence",
        )
    }
    fields = {
        "regions": room.regions, "topics": [room.event], "authors": room.authors, "series": room.series[0], "urgency": 1,
        "body": [("text", "<p>zzsecret body</p>"), ("document", {"file": file, "title": "zzsecret"})],
        "source_url": "https://example.org/zzsecret",
    } | words | fields  # fmt: skip
    fields |= {"scheduled": {"go_live_at": later}, "embargoed": {"embargoed_until": later}}.get(state, {})
    if state == "expired":
        fields["expire_at"] = timezone.now() + hour
    story = room.story(f"zzsecret {state} {language}", language, publish=state != "draft", **fields)
    if state != "draft":
        ArticleNote.objects.create(article=story, kind="correction", text="<p>zzsecret note</p>")
    return story


def end(story: Article, state: str) -> None:
    if state == "unpublished":
        articles.unpublish(story)
    elif state == "killed":
        articles.kill(story, reason="zzsecret")
    elif state == "deleted":
        story.delete()
    elif state == "expired":
        Article.objects.filter(pk=story.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        assert schedule.carry_out(timezone.now())


def refer_to(room: SmallNewsroom, story: Article) -> None:
    """From everywhere an editor can."""
    link = f'<p>See <a linktype="page" id="{story.pk}">there</a>.</p>'
    public = room.story(
        f"Public beside {story.pk}",
        body=[("text", link), ("related", story), ("box", {"title": "Box", "text": link})],
        regions=room.regions, topics=[room.event], authors=room.authors, series=room.series[0],
    )  # fmt: skip
    ArticleNote.objects.create(article=public, kind="clarification", text=link)
    articles.publish(public)
    page = StaticPage(slug=f"page-{story.pk}")
    page.texts.add(StaticPageText(language="en", title="Page", body=link))
    page.save()
    author = room.authors[0]
    text = author.texts.get()
    author.texts.set([AuthorText(pk=text.pk, language="en", name="Ana", long_bio=link)])
    author.save()
    MostRead.objects.create(language="en", place=0, article_id=story.pk)
    of = LetterList(slug=f"list-{story.pk}")
    of.texts.add(LetterListText(language="en", name="List"))
    of.save()
    letter = Letter(list=of, state="sent", sent_at=timezone.now())
    letter.texts.add(LetterText(language="en", subject="Letter", introduction=link, closing=link, note=link))
    letter.items.add(LetterItem(article=story.translation_key, full_text=True), LetterItem(kind="text", text=link))
    letter.save()


def everything(room: SmallNewsroom) -> str:
    """All names and all bytes, those in the sidecars too."""
    files = contents(room.baker)
    read = (brotli.decompress(data) if path.endswith(".br") else data for path, data in files.items())
    return "\n".join(files) + b"\n".join(read).decode("utf-8", "replace")


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_nowhere(room: SmallNewsroom, state: str) -> None:
    ended = state in ("unpublished", "killed", "deleted", "expired")
    story = secret(room, state)
    sibling = secret(room, state, "ru", translation_key=story.translation_key)
    room.story("Public sibling", "ar", translation_key=story.translation_key)
    refer_to(room, story)
    room.bake()
    if ended:
        assert "zzsecret body" in everything(room)
        for one in (story, sibling):
            end(one, state)
        room.bake()
    left = everything(room)
    address = Address.objects.filter(owner=f"article:{story.pk}").values_list("path", flat=True).first()
    if ended and address:
        left = left.replace(address.strip("/"), "").replace(address.strip("/").replace("en/", "en/text/", 1), "")
        russian = Address.objects.filter(owner=f"article:{sibling.pk}").values_list("path", flat=True).get()
        left = left.replace(russian.strip("/"), "").replace(russian.strip("/").replace("ru/", "ru/text/", 1), "")
    at = left.find("zzsecret")
    assert at < 0, left[max(0, at - 300) : at + 100]


def test_nothing_leads_from_a_former_name_to_a_pen_name(room: SmallNewsroom) -> None:
    author = room.authors[0]
    author.slug = "nino-kapanadze"
    author.save()
    room.story(authors=[author])
    room.bake()
    old = "en/authors/nino-kapanadze/index.html"
    assert room.exists(old)
    author.slug, author.pseudonym = "the-heron", True
    author.save()
    room.bake()
    assert room.read(old).startswith("<!doctype html><!--tamizdat:410 en-->")
    holding = {path for path, data in contents(room.baker).items() if b"kapanadze" in data or "kapanadze" in path}
    [number] = {address.pk // keys.LEDGER_SIZE for address in Address.objects.filter(path__contains="kapanadze")}
    redirects = f"_/map/{number}.conf"
    left = {old.replace("en/", f"{language}/", 1) for language in ("en", "ru", "ar")} | {redirects}
    assert {path.removesuffix(".br") for path in holding} <= left
    gone = [line for line in room.read(redirects).splitlines() if "kapanadze" in line]
    assert gone
    assert all(' "410 ' in f" {line.split(maxsplit=1)[1]}" for line in gone), gone
    author.slug = "nino-kapanadze"
    author.save()
    room.bake()
    assert "Ana" in room.read(old), "whoever takes the name back has it back"
