"""Every door for pictures takes them in: sized and described, or refused with a reason and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tamizdat.bake.models import Change
from tamizdat.newsroom.actions import pictures
from tamizdat.newsroom.imaging import PictureRefused
from tamizdat.newsroom.models import Picture

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def jpeg(size: tuple[int, int] = (900, 600), colour: tuple[int, int, int] = (154, 39, 9), artist: str = "") -> bytes:
    out, exif = BytesIO(), Image.Exif()
    if artist:
        exif[0x013B] = artist
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def filled(**fields: Any) -> dict[str, Any]:
    """The form as a browser sends it when nothing but a file was chosen."""
    names = (*FOCUS, "caption", "alt_text", "creator", "credit_line", "copyright_notice", "usage_terms", "tags",
             "caption_ru", "alt_text_ru", "caption_ar", "alt_text_ar")  # fmt: skip
    return dict.fromkeys(names, "") | {"title": "A pass", "collection": "1"} | fields


def upload(data: bytes, name: str = "pass.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def add(editor: Client, data: bytes, **fields: Any) -> Any:
    return editor.post("/desk/images/add/", filled(file=upload(data), **fields))


def add_many(editor: Client, data: bytes) -> Any:
    posted = {"title": "A pass", "files[]": upload(data), "collection": "1"}
    return editor.post("/desk/images/multiple/add/", posted, headers={"X-Requested-With": "XMLHttpRequest"})


def add_while_writing(editor: Client, data: bytes) -> Any:
    posted = {f"image-chooser-upload-{name}": value for name, value in filled(file=upload(data)).items()}
    return editor.post("/desk/images/chooser/create/", posted)


def add_in_code(editor: Client, data: bytes) -> Any:
    try:
        return Picture.objects.create(title="A pass", file=ContentFile(data, "pass.jpg"))
    except PictureRefused as refused:
        return refused
    except OSError as error:  # the framework looks at the file's head before the row is stored
        return PictureRefused("broken", f"no picture: {error}")


DOORS = pytest.mark.parametrize("door", [add, add_many, add_while_writing, add_in_code])


@DOORS
def test_every_door_takes_a_picture_in(editor: Client, door: Callable[..., Any]) -> None:
    door(editor, jpeg(artist="Nino Kapanadze"))
    picture = Picture.objects.get()
    assert picture.creator == "Nino Kapanadze"
    assert picture.average_colour.startswith("#")
    assert {(size["kind"], size["format"]) for size in picture.sizes} == {
        ("wide", "avif"), ("wide", "webp"), ("wide", "jpeg"), ("share", "jpeg"),
    }  # fmt: skip
    for size in picture.sizes:
        assert (django_settings.NEWSROOM.renditions / size["file"]).stat().st_size == size["bytes"]
    assert Change.objects.filter(key=f"picture:{picture.pk}").exists()


@DOORS
def test_every_door_refuses_what_is_no_picture(editor: Client, door: Callable[..., Any], settings: Any) -> None:
    answer = door(editor, b"\xff\xd8\xff\xe0 not really a picture")
    assert not Picture.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    said = str(answer) if isinstance(answer, Exception) else answer.content.decode()
    assert "picture" in said.lower()


def test_hostile_pictures_are_refused_with_a_reason(editor: Client, shared_data: Path) -> None:
    paths = sorted(
        path for path in (shared_data / "photo-pillow" / "hostile").rglob("*") if path.suffix in (".png", ".gif")
    )
    assert paths
    for path in paths:
        answer = editor.post("/desk/images/add/", filled(file=upload(path.read_bytes(), path.name)))
        assert answer.status_code == 200, path
        assert answer.context["form"].errors["file"], path
    assert not Picture.objects.exists()


def test_what_the_editor_wrote_goes_before_what_the_file_says(editor: Client) -> None:
    add(editor, jpeg(artist="Camera owner"), creator="Aram Hakobyan", caption="Snow\u202e.")
    picture = Picture.objects.get()
    assert (picture.creator, picture.caption) == ("Aram Hakobyan", "Snow.")


def test_a_picture_without_a_name_is_called_as_its_file_is(editor: Client) -> None:
    assert "Name in the library" in editor.get("/desk/images/add/").content.decode()
    add(editor, jpeg(), title="")
    assert Picture.objects.get().title == "pass"


def test_words_in_every_language(editor: Client) -> None:
    add(editor, jpeg(), caption="Snow", caption_ru="Снег", alt_text_ru="Перевал под снегом")
    picture = Picture.objects.get()
    assert picture.texts == {"ru": {"caption": "Снег", "alt_text": "Перевал под снегом"}}
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert "Перевал под снегом" in editor.get(address).content.decode()
    editor.post(address, filled(caption="Snow", caption_ar="ثلج"))
    picture.refresh_from_db()
    assert picture.texts == {"ar": {"caption": "ثلج"}}


def test_a_moved_focal_point_makes_a_new_card_and_nothing_else(editor: Client) -> None:
    add(editor, jpeg((900, 900)))
    picture = Picture.objects.get()
    before = {size["kind"]: size["file"] for size in picture.sizes}
    focus = dict(zip(FOCUS, (450, 90, 100, 100), strict=True))
    editor.post(reverse("wagtailimages:edit", args=[picture.pk]), filled(**focus))
    picture.refresh_from_db()
    after = {size["kind"]: size["file"] for size in picture.sizes}
    assert picture.focal_point_y == 90
    assert after["wide"] == before["wide"]
    assert after["share"] != before["share"]


def test_a_changed_file_is_taken_in_and_a_changed_word_is_not(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add(editor, jpeg())
    picture = Picture.objects.get()
    before = (picture.average_colour, picture.sizes)
    address = reverse("wagtailimages:edit", args=[picture.pk])
    with monkeypatch.context() as patch:
        patch.setattr("tamizdat.newsroom.imaging.make_renditions", None)
        assert editor.post(address, filled(caption="Other words")).status_code == 302
    editor.post(address, filled(file=upload(jpeg(colour=(9, 39, 154)))))
    picture.refresh_from_db()
    assert picture.average_colour != before[0]
    assert picture.sizes != before[1]
    refused = editor.post(address, filled(file=upload(b"nothing")))
    assert refused.status_code == 200
    picture.refresh_from_db()
    assert picture.file.storage.exists(picture.file.name), "a refused file leaves the old one"


def test_the_verb_makes_lost_sizes_again(editor: Client) -> None:
    add(editor, jpeg())
    picture = Picture.objects.get()
    sizes = picture.sizes
    for size in sizes:
        (django_settings.NEWSROOM.renditions / size["file"]).unlink()
    Picture.objects.update(sizes=[])
    pictures.take_in(Picture.objects.get())
    assert Picture.objects.get().sizes == sizes
    assert all((django_settings.NEWSROOM.renditions / size["file"]).exists() for size in sizes)
