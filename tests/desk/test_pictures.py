"""Every door for pictures takes them in: sized and described, or refused with a reason and nothing stored."""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pillow_heif import register_heif_opener

from tamizdat.bake.models import Change
from tamizdat.desk.media import SHOWN
from tamizdat.desk.pictures import refusals, rights
from tamizdat.edition.values import images
from tamizdat.newsroom.actions import pictures
from tamizdat.newsroom.imaging import PictureRefused
from tamizdat.newsroom.models import Picture
from tamizdat.newsroom.models.pictures import CHART

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


def mark(mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, (60, 40), "white")
    picture.paste("red", (0, 0, 20, 20))
    return picture


def encoded(kind: str, **options: Any) -> bytes:
    out = BytesIO()
    mark().save(out, kind, **options)
    return out.getvalue()


register_heif_opener()
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><rect width="1" height="1" fill="red"/></svg>'
BY_CONTENT = [
    ("IMG_1.HEIC", encoded("HEIF"), ".heic", "IMG_1"),
    ("scan.tif", encoded("TIFF"), ".tiff", "scan"),
    ("from a browser.jfif", encoded("JPEG"), ".jpg", "from a browser"),
    ("really a png.jpg", encoded("PNG"), ".png", "really a png"),
    ("no name at all", encoded("WEBP"), ".webp", "no name at all"),
    ("bridge 12.5.2024", encoded("JPEG"), ".jpg", "bridge 12.5.2024"),
    ("half.jpeg", encoded("JPEG").removesuffix(b"\xff\xd9"), ".jpg", "half"),
    ("logo.svg", LOGO, ".png", "logo"),
]


@pytest.mark.parametrize(("name", "data", "ending", "title"), BY_CONTENT)
def test_the_desk_judges_by_content_whatever_a_file_is_called(
    editor: Client, name: str, data: bytes, ending: str, title: str
) -> None:
    cache.clear()  # it knows thumbnails by the hash of their picture, which another test has had
    answer = editor.post("/desk/images/add/", filled(file=upload(data, name), title=""))
    assert answer.status_code == 302, answer.context["form"].errors
    picture = Picture.objects.get()
    assert Path(picture.file.name).suffix == ending
    assert picture.title == title
    thumbnail = picture.get_rendition("max-165x165")
    assert mimetypes.guess_type(thumbnail.file.name)[0] in SHOWN
    red, green, _ = Image.open(thumbnail.file.path).convert("RGB").getpixel((5, 5))
    assert red > 180 > 90 > green


@DOORS
def test_every_door_takes_the_pictures_of_a_telephone_and_drawings(editor: Client, door: Callable[..., Any]) -> None:
    for data in (encoded("HEIF"), LOGO):
        door(editor, data)
    kinds = sorted(Path(name).suffix for name in Picture.objects.values_list("file", flat=True))
    assert kinds == [".heic", ".png"]


def test_the_chooser_lets_them_be_chosen(editor: Client) -> None:
    page = editor.get("/desk/images/multiple/add/").content.decode()
    assert "heic" in page
    assert "jfif" in page
    assert "svg" in page


def test_the_focal_point_of_a_turned_photo_is_measured_as_it_is_seen(editor: Client) -> None:
    """The camera was held on its side: the file lies, the desk shows it upright."""
    upright = Image.new("RGB", (600, 1000), "white")
    upright.paste("red", (0, 0, 600, 250))
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    upright.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=exif)
    add(editor, out.getvalue())
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (600, 1000)
    focus = dict(zip(FOCUS, (300, 125, 100, 100), strict=True))
    editor.post(reverse("wagtailimages:edit", args=[picture.pk]), filled(**focus))
    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.focal_point_y) == (600, 1000, 125)
    card = next(size for size in picture.sizes if size["kind"] == "share")
    shown = Image.open(django_settings.NEWSROOM.renditions / card["file"]).convert("RGB")
    red, green, _ = shown.getpixel((10, shown.height // 2))
    assert red > 180 > 90 > green
    assert "fy-10" in one_shape(picture).focal


def one_shape(picture: Picture) -> Any:
    row = Picture.objects.filter(pk=picture.pk).values("pk", *images._IMAGE).get()
    return images.Image(**row).shape("en")


def test_pictures_that_were_taken_in_on_their_side_are_turned_by_the_upgrade(editor: Client) -> None:
    add(editor, jpeg((600, 1000)))
    add(editor, jpeg((1000, 600), artist="Other"))
    turned, lying = Picture.objects.order_by("pk")
    Picture.objects.filter(pk=turned.pk).update(
        width=1000, height=600, focal_point_x=500, focal_point_y=75, focal_point_width=100, focal_point_height=60
    )
    upgrade = import_module("tamizdat.newsroom.migrations.0007_upright_pictures")
    for _ in range(2):
        upgrade.turn(apps, None)
        turned.refresh_from_db()
        assert (turned.width, turned.height) == (600, 1000)
        assert [getattr(turned, name) for name in FOCUS] == [300, 125, 60, 100]
    lying.refresh_from_db()
    assert (lying.width, lying.height, lying.focal_point_x) == (1000, 600, None)


def test_a_refusal_is_in_the_language_of_the_desk(editor: Client) -> None:
    posted = filled(file=upload(b"nothing", "nothing.jpg"))
    page = editor.post("/desk/images/add/", posted, headers={"Accept-Language": "ru"}).content.decode()
    assert "Этот файл не годится как снимок." in page
    assert all(f"'{reason}'" in str(PictureRefused.__doc__) for reason in refusals.WORDS)
    assert len(re.findall(r"'[a-z-]+'", str(PictureRefused.__doc__))) == len(refusals.WORDS)


def test_a_chart_is_cropped_nowhere_once_its_form_says_that_it_is_one(editor: Client) -> None:
    add(editor, jpeg())
    picture = Picture.objects.get()
    assert one_shape(picture).focal.startswith("fx-")
    for chosen, focal in (({"type": CHART}, "uncropped"), ({}, "uncropped"), ({"type": ""}, "fx-50 fy-50")):
        editor.post(reverse("wagtailimages:edit", args=[picture.pk]), filled(**chosen))
        assert one_shape(picture).focal == focal


def test_a_file_that_was_uploaded_before_is_not_stored_twice(editor: Client) -> None:
    first, broken = add_many(editor, jpeg()).json(), add_many(editor, b"\xff\xd8\xff no picture").json()
    again, other = add_many(editor, jpeg()).json(), add_many(editor, jpeg(colour=(1, 2, 3))).json()
    assert not broken["success"]
    assert (again["success"], again["duplicate"], again["image_id"]) == (True, True, first["image_id"])
    assert reverse("wagtailimages:edit", args=[first["image_id"]]) in again["confirm_duplicate_upload"]
    assert (other["success"], other["duplicate"]) == (True, False)
    assert Picture.objects.count() == 2
    drawing = add_many(editor, LOGO).json()
    assert add_many(editor, LOGO).json()["image_id"] == drawing["image_id"], "kept as pixels, and known all the same"


def test_the_form_offers_what_the_file_says(editor: Client, shared_data: Path) -> None:
    form = add_many(editor, (shared_data / "photo-metadata-exiftool" / "MWG.jpg").read_bytes()).json()["form"]
    picture = Picture.objects.get()
    said = [picture.caption, picture.creator, picture.copyright_notice]
    assert all(said)
    assert all(html.escape(word) in form for word in said)
    assert picture.taken_at
    assert timezone.localtime(picture.taken_at).strftime("%Y-%m-%dT%H:%M") in form


def test_the_last_day_of_the_rights_and_the_warning_before(editor: Client) -> None:
    add(editor, jpeg(), last_day="2026-11-30", is_decorative="on")
    picture = Picture.objects.get()
    assert picture.is_decorative
    assert timezone.localtime(picture.rights_until).isoformat()[:16] == "2026-12-01T00:00"
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert 'value="2026-11-30"' in editor.get(address).content.decode()
    for days, listed in ((13, True), (15, False), (-1, False)):
        Picture.objects.update(rights_until=timezone.now() + timedelta(days=days))
        assert (list(rights.expiring()) == [picture]) is listed
        assert "A pass" in editor.get(reverse("desk_rights")).content.decode() or days == 15
    editor.post(address, filled(last_day=""))
    picture.refresh_from_db()
    assert picture.rights_until is None
    assert "Write a year from" in editor.post(address, filled(last_day="0001-01-01")).content.decode()


def test_the_crops_and_the_uses_of_a_picture(editor: Client, published: Callable[..., Any]) -> None:
    add(editor, jpeg())
    picture = Picture.objects.get()
    editor.post(
        reverse("wagtailimages:edit", args=[picture.pk]), filled(**dict(zip(FOCUS, (90, 300, 9, 9), strict=True)))
    )
    page = editor.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert page.count("object-position: 10% 50%") == 4
    usage = reverse("wagtailimages:image_usage", args=[picture.pk])
    assert usage in page
    assert "Nowhere yet." in editor.get(usage).content.decode()
    published("A road over the pass", lead_picture=picture)
    assert "A road over the pass" in editor.get(usage).content.decode()
