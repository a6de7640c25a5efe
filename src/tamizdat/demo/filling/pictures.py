"""The demo's pictures: drawn, taken in and hung, several at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from django.conf import settings
from django.core.files import File
from wagtail.models import Collection

from tamizdat.demo.drawing import draw
from tamizdat.demo.shapes import DemoNewsroom, DemoPicture, Texts
from tamizdat.newsroom import intake
from tamizdat.newsroom.models import Picture
from tamizdat.newsroom.models.pictures import CHART

AT_ONCE = min(os.cpu_count() or 2, 8)
"""Making the sizes of a picture is a process of its own, of some 130 MB; this many run side by side."""
IN_TEXT, PORTRAIT = 1200, 800
"""Widths of pictures that are never shown wide: encoding AVIF takes most of the demo's first minute, and a size of 1800
takes two fifths of a picture's time. A text is 41rem wide, a portrait 12."""
CHARTS = frozenset(["gauge", "hours", "locator", "prices", "votes"])
"""Kinds of drawings with words or numbers up to their edges: cropped nowhere."""
FOCUS = 0.25
"""How much of the width and height around its focal point matters in a demo picture."""


def hang(demo: DemoNewsroom) -> Iterator[tuple[str, int]]:
    """The file name of each drawing and the key of its picture, as they become ready."""
    drawings = demo.pictures
    narrow = dict.fromkeys({one.file for one in drawings} - _wide(demo), IN_TEXT)
    narrow |= dict.fromkeys((author.portrait for author in demo.authors), PORTRAIT)
    collection = Collection.get_first_root_node()
    there = dict(Picture.objects.filter(title__in=[one.title for one in drawings]).values_list("title", "pk"))
    yield from ((one.file, there[one.title]) for one in drawings if one.title in there)
    with tempfile.TemporaryDirectory(prefix="tamizdat-demo-") as name, ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {
            pool.submit(_make, one, Path(name), narrow.get(one.file), collection): one
            for one in drawings
            if one.title not in there
        }
        try:
            for made in as_completed(waiting):
                picture = made.result()
                picture.save()
                picture.file.close()
                yield waiting[made].file, picture.pk
        finally:
            pool.shutdown(cancel_futures=True)  # at Ctrl-C, or when one fails: the others wait for the next run


def _wide(demo: DemoNewsroom) -> set[str]:
    """Pictures that lead a story, stand for a series or fill the window in a visual story."""
    leads = {story.picture for story in demo.stories} | {one.picture for one in demo.series}
    frames = [
        value for story in demo.stories if story.genre == "visual" for kind, value in story.body if kind == "picture"
    ]
    return leads | set(frames)


def _make(one: DemoPicture, folder: Path, width: int | None, collection: Collection) -> Picture:
    """The picture with its sizes, not yet saved: threads must not touch the database."""
    path = folder / one.file
    draw({"kind": one.kind, "params": one.params}, path, width)
    caption, captions = _default(one.caption)
    alt_text, alt_texts = _default(one.alt_text)
    picture = Picture(
        title=one.title,
        collection=collection,
        file=File(path.open("rb"), name=one.file),
        caption=caption,
        alt_text=alt_text,
        creator=one.creator,
        credit_line=one.credit_line,
        copyright_notice=one.copyright_notice,
        digital_source_type=CHART if one.kind in CHARTS else "",
        texts={
            language: {"caption": captions[language], "alt_text": alt_texts[language]} for language in sorted(captions)
        },
    )
    picture.focal_point_x, picture.focal_point_y = (
        round(one.focal[0] * picture.width),
        round(one.focal[1] * picture.height),
    )
    picture.focal_point_width = round(FOCUS * picture.width)
    picture.focal_point_height = round(FOCUS * picture.height)
    intake.take_in(picture)
    return picture


def _default(texts: Texts) -> tuple[str, dict[str, str]]:
    """The text in the newsroom's default language, and those in the others."""
    default = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in texts else next(iter(texts))
    return texts[default], {language: text for language, text in texts.items() if language != default}
