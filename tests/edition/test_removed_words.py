"""A source is removed everywhere: then a search of every file, index and table finds nothing, and what else was written is
still there."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from PIL import Image
from wagtail.log_actions import log
from wagtail.models import Comment

from tamizdat.audience.store import messages, queries
from tamizdat.desk import log_chain
from tamizdat.desk.models import PreviewLink, SeenPage
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.removals import finding, words
from tamizdat.newsroom.actions.removals.records import RemovalJournal
from tamizdat.newsroom.actions.removals.wording import Wording
from tamizdat.newsroom.models import Address, Article, ArticleNote, Author, AuthorText, Picture, Removal
from tests.edition.newsroom import SmallNewsroom

NAME = "Lali Gelovani"
FORMS = re.compile(r"gelovan|гелован|გელოვან", re.IGNORECASE)


@pytest.fixture
def room(db, settings, tmp_path: Path) -> SmallNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path / "one")
    room = SmallNewsroom(tmp_path)
    room.baker._journal = RemovalJournal()
    return room


def photograph(name: str, artist: str) -> Picture:
    exif = Image.Exif()
    exif[0x013B] = artist
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG", exif=exif)
    picture = Picture(title=f"{artist} at home", caption=f"{artist} at home", alt_text="A woman")
    picture.file = ContentFile(file.getvalue(), name)
    picture.save()
    return picture


def everything(room: SmallNewsroom) -> dict[str, str]:
    """All that is stored, by where: each file below the folder, its name too, and the database as its file would be."""
    found = {"database": _texts(connection.connection.serialize()) if connection.vendor == "sqlite" else ""}
    for path in (room.folder / "one").rglob("*"):
        if path.is_file():
            name = path.relative_to(room.folder).as_posix()
            found[name] = f"{name}\n{_texts(path.read_bytes())}"
    return found


def _texts(data: bytes) -> str:
    """As UTF-8, and with what JSON writes in its place."""
    text = data.decode("utf-8", "ignore")
    escaped = re.sub(r"\\+u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), text)
    return f"{text}\n{escaped}\n{data.decode('utf-16-le', 'ignore')}"


def test_a_source_is_removed_everywhere(room: SmallNewsroom, django_capture_on_commit_callbacks) -> None:
    audience = django_settings.NEWSROOM.audience
    picture = photograph("lali_gelovani.jpg", NAME)
    author = Author(slug="lali-gelovani")
    author.texts.add(AuthorText(language="en", name=NAME))
    author.save()
    story = room.story(
        f"{NAME} speaks",
        authors=[author],
        body=[("text", f"<p>We met <b>Lali</b> Gelovani. The road is long.</p><p>{NAME.upper()} said so.</p>")],
        lead_picture=picture,
        internal_note="Her number is with Lali Gelovani's brother.",
    )
    story.notes.add(ArticleNote(kind="correction", text=f"<p>{NAME}, not her sister.</p>"))
    articles.publish(story)
    other = room.story("Мост", "ru", body=[("text", "<p>О Лали Геловани говорили; с Лали Геловани и молчали.</p>")])
    untouched = room.story("A bridge", body=[("text", "<p>Lali went home.</p>")])
    Comment.objects.create(
        page=story,
        user=User.objects.create_user("editor"),
        text=f"Ask {NAME} first",
        contentpath="headline",
        position="",
    )
    log(instance=story, action=articles.KILL, data={"reason": f"{NAME} is in danger"})
    shown = PreviewLink.objects.create(
        key="k", story=story, name="A lawyer", made_at=timezone.now(), expires_at=timezone.now()
    )
    seen = SeenPage.objects.create(
        link=shown, sha256="", packed=gzip.compress(f"<p>{NAME}</p>".encode()), at=timezone.now()
    )
    messages.put(audience, language="en", name=NAME, address="", text=f"I am {NAME}.", now=timezone.now())
    queries.add(audience, {(timezone.localdate(), "en", "lali gelovani"): 7})
    room.bake_whole(room.baker)
    old_address = Address.objects.get(owner=f"article:{story.pk}", current=True).path
    assert "gelovani" in old_address
    assert room.exists(f"{old_address}index.html")
    assert FORMS.search("".join(everything(room).values()))

    wording = Wording(finder=finding.finder([NAME]))
    found = finding.find(wording)
    assert {"newsroom_article", "wagtailcore_page", "wagtailcore_revision", "newsroom_articlenote", "newsroom_authortext",
            "newsroom_author", "newsroom_picture", "wagtailcore_comment", "wagtailcore_pagelogentry", "newsroom_address",
            "media", "message", "missed"} <= {place.table for place in found.places}  # fmt: skip
    assert {"lali gelovani", "лали геловани"} <= set(found.spellings)
    with django_capture_on_commit_callbacks(execute=True):
        words.remove(words.Order(wording=wording), reason=f"Asked by {NAME} herself")
    room.baker.notice_losses()
    room.baker.bake_due(timezone.now())

    assert {name: FORMS.findall(text) for name, text in everything(room).items() if FORMS.search(text)} == {}
    assert finding.find(wording).places == []
    seen.refresh_from_db()
    assert gzip.decompress(seen.packed) == "<p>…</p>".encode()
    assert (log_chain.verify().problems, log_chain.verify().rewritten > 0) == ([], True)
    for row in (story, other, untouched):
        row.refresh_from_db()
    assert (story.headline, story.live) == ("… speaks", True)
    assert "The road is long." in str(story.body)
    assert "Lali went home." in str(untouched.body)
    assert "О … говорили; с … и молчали." in str(other.body)
    new_address = Address.objects.get(owner=f"article:{story.pk}", current=True).path
    assert room.exists(f"{new_address}index.html")
    removal = Removal.objects.get()
    assert (removal.name, removal.finished_at is not None, removal.files.count()) == ("", True, 0)
    assert removal.counts["newsroom_article"] >= 3
    assert removal.counts["files_rewritten"] > 0
    Image.open(Picture.objects.get(pk=picture.pk).file.path).load()


def test_a_spelling_or_a_place_that_was_left_stays(room: SmallNewsroom) -> None:
    left = room.story("Two", body=[("text", f"<p>{NAME} and L. Gelovani.</p>")])
    wording = Wording(finder=finding.finder([NAME]))
    place = next(one for one in finding.find(wording).places if one.table == "newsroom_article")
    words.remove(words.Order(wording=wording, left=frozenset([place.id])))
    left.refresh_from_db()
    assert NAME in str(left.body)
    kept = Wording(finder=finding.finder([NAME]), kept=frozenset(["lali gelovani", "l. gelovani"]))
    assert words.remove(words.Order(wording=kept)).counts == {}


def test_the_paragraph_goes_where_it_is_to_be_cut(room: SmallNewsroom) -> None:
    story = room.story("Two", body=[("text", f"<p>One.</p><p>It was {NAME}.</p><p>Three.</p>")])
    words.remove(words.Order(wording=Wording(finder=finding.finder([NAME]), cut=True)))
    assert str(Article.objects.get(pk=story.pk).body.raw_data[0]["value"]) == "<p>One.</p><p>Three.</p>"


def test_an_older_backup_has_the_removal_applied_again(room: SmallNewsroom) -> None:
    room.story("One", body=[("text", f"<p>It was {NAME}.</p>")])
    words.remove(words.Order(wording=Wording(finder=finding.finder([NAME]), replacements={"en": "a woman"})))
    folder = django_settings.NEWSROOM.keys
    assert not FORMS.search(_texts((folder / "removals").read_bytes()))
    assert {path.stat().st_mode & 0o777 for path in (folder / "removals", folder / "removals.key")} <= {0o600}
    older = room.story("Two", body=[("text", f"<p>And {NAME} came, with ლალი გელოვანი.</p>")])
    assert words.again() == 1
    older.refresh_from_db()
    assert older.body.raw_data[0]["value"] == "<p>And a woman came, with a woman.</p>"
